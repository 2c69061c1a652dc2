import type { Clock } from '../ports.ts';

/** The longest that a timer of Node's can sleep; a later wake is slept for in pieces. */
const longestMs = 2 ** 31 - 1;

/** The process's clock: wall time, a monotonic count of whole ms from now on, and chance. */
export function systemClock(): Clock & { stop(): void } {
  const started = performance.now();
  const up = () => Math.floor(performance.now() - started);
  let timer: NodeJS.Timeout | undefined;

  const sleep = (upMs: number, wake: () => void): void => {
    const left = Math.max(0, Math.ceil(upMs - (performance.now() - started)));
    timer = setTimeout(() => (up() < upMs ? sleep(upMs, wake) : wake()), Math.min(left, longestMs));
  };

  return {
    at: () => Date.now(),
    up,
    dice: () => Math.random(),
    wakeAt(upMs, wake) {
      clearTimeout(timer);
      if (upMs !== null) sleep(upMs, wake);
    },
    stop: () => clearTimeout(timer),
  };
}
