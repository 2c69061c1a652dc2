import type { Clock } from '../../../device/ports.ts';

/** A wake that leads to a wake at the same moment, over and over, is a spin. */
const maxWakesInOneMs = 20;

/** Time and chance in the test's hand. */
export interface VirtualTime {
  readonly clock: Clock;
  /** What the clock on the wall says, ms since 1970, and the next random number. */
  readonly wall: { at: number; random: number };
  /** Monotonic ms since the start. */
  readonly up: number;
  /** When the kiosk wants to be woken next, as monotonic ms; null for never. */
  readonly wakeUp: number | null;
  /** Time goes by; every wake that falls due is given. Throws where it spins. */
  pass(ms: number): void;
  /** A new process: its monotonic time begins at 0, and nobody is to be woken. */
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
