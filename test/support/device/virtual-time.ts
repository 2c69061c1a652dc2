import type { Clock } from '../../../device/ports.ts';

/** A wake that repeatedly leads to a wake at the same moment is an endless loop. */
const maxWakesInOneMs = 20;

/** Time and random numbers controlled by the test. */
export interface VirtualTime {
  readonly clock: Clock;
  /** The time of the wall clock, ms since 1970, and the next random number. */
  readonly wall: { at: number; random: number };
  /** Monotonic ms since the start. */
  readonly up: number;
  /** When the kiosk must be woken next, as monotonic ms; null for never. */
  readonly wakeUp: number | null;
  /** Time passes; every due wake is called. Throws at an endless loop. */
  pass(ms: number): void;
  /** A new process: its monotonic time begins at 0, and no wake is due. */
  restart(): void;
}

export function virtualTime(at: number): VirtualTime {
  const wall = { at, random: 0.5 };
  let up = 0;
  let wakeUp: number | null = null;
  let wake: () => void = () => {};

  return {
    wall,
    clock: {
      at: () => wall.at,
      monoMs: () => up,
      random: () => wall.random,
      wakeAt(atMonoMs, call) {
        wakeUp = atMonoMs;
        wake = call;
      },
    },
    get up() {
      return up;
    },
    get wakeUp() {
      return wakeUp;
    },
    pass(ms) {
      const until = up + ms;
      let wakesNow = 0;
      while (wakeUp !== null && wakeUp <= until) {
        if (wakeUp > up) wakesNow = 0;
        else if (++wakesNow > maxWakesInOneMs) throw new Error(`it spins at ${up} ms`);
        wall.at += Math.max(0, wakeUp - up);
        up = Math.max(up, wakeUp);
        wakeUp = null;
        wake();
      }
      wall.at += until - up;
      up = until;
    },
    restart() {
      up = 0;
      wakeUp = null;
    },
  };
}
