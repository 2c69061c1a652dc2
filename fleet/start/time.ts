import type { Logger } from 'pino';
import type { Clock } from '../ports/clock.ts';
import type { FleetService } from '../service/fleet-service.ts';

const tickMs = 1000;

/** The computer's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  rest: (ms) => new Promise((resolve) => (ms < 1 ? setImmediate(resolve) : setTimeout(resolve, ms))),
};

/**
 * Calls `tick` now and every second. Ticks do not wait for an evaluation that takes longer, so that
 * commands are sent on time.
 */
export function tickEachSecond(service: Pick<FleetService, 'tick'>, log: Logger): { stop(): void } {
  const tick = (): void => {
    service.tick().catch((error: unknown) => log.error({ err: error }, 'tick failed'));
  };
  const timer = setInterval(tick, tickMs);
  tick();
  return { stop: () => clearInterval(timer) };
}
