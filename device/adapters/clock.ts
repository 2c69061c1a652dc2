import type { Clock } from '../ports.ts';

/** The longest that a Node timer can sleep; a longer wait is split into several timers. */
const longestMs = 2 ** 31 - 1;

/** The process's clock: wall time, a monotonic count of whole ms from now on, and chance. */
export function systemClock(): Clock & { stop(): void } {
  const started = performance.now();
  const monoMs = () => Math.floor(performance.now() - started);
  let timer: NodeJS.Timeout | undefined;

  const sleep = (untilMonoMs: number, wake: () => void): void => {
    const left = Math.max(0, Math.ceil(untilMonoMs - (performance.now() - started)));
    timer = setTimeout(() => (monoMs() < untilMonoMs ? sleep(untilMonoMs, wake) : wake()), Math.min(left, longestMs));
  };

  return {
    at: () => Date.now(),
    monoMs,
    random: () => Math.random(),
    wakeAt(untilMonoMs, wake) {
      clearTimeout(timer);
      if (untilMonoMs !== null) sleep(untilMonoMs, wake);
    },
    stop: () => clearTimeout(timer),
  };
}
