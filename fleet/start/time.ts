import type { Logger } from 'pino';
import type { Clock } from '../ports/clock.ts';
import type { Certificates } from './certificates.ts';

const tickMs = 1000;
const certificatesMs = 5000;

/** The computer's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  rest: (ms) => new Promise((resolve) => (ms < 1 ? setImmediate(resolve) : setTimeout(resolve, ms))),
};

/** Calls `check` every few seconds, as a reload of certificates is not urgent. */
export function checkCertificates({ check }: Pick<Certificates, 'check'>, log: Logger): { stop(): void } {
  const timer = setInterval(() => {
    try {
      check();
    } catch (error) {
      log.error({ err: error }, 'certificates could not be checked');
    }
  }, certificatesMs);
  return { stop: () => clearInterval(timer) };
}

/**
 * Calls `tick` now and every second. Ticks do not wait for an evaluation that takes longer, so that
 * commands are sent on time.
 */
export function tickEachSecond(tick: () => Promise<void>, log: Logger): { stop(): void } {
  const take = (): void => {
    tick().catch((error: unknown) => log.error({ err: error }, 'tick failed'));
  };
  const timer = setInterval(take, tickMs);
  take();
  return { stop: () => clearInterval(timer) };
}
