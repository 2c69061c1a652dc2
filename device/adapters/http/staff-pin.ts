import { createHash, timingSafeEqual } from 'node:crypto';

/** Wrong PINs in a row that are answered without a delay: people mistype. */
const freeTries = 3;
/** The wait after the first wrong PIN above that number; it doubles with each further one. */
const firstWaitMs = 1_000;
/** At this pace all PINs of four digits take more than a month. */
const longestWaitMs = 300_000;

/** What became of an entered PIN. While waiting no PIN is looked at, not even the right one. */
export type PinCheck =
  | { readonly pin: 'right' }
  | { readonly pin: 'wrong' }
  | { readonly pin: 'wait'; readonly waitMs: number };

/**
 * Compares staff PINs in constant time, and slows guessing down. `up` is the monotonic clock in ms.
 */
export function staffPin(pin: string, monoMs: () => number) {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const right = digest(pin);
  let wrongInARow = 0;
  let wrong = 0;
  let openAtMs = 0;

  return {
    /** Wrong PINs since the start. */
    get wrong(): number {
      return wrong;
    },

    check(entered: string): PinCheck {
      const waitMs = openAtMs - monoMs();
      if (waitMs > 0) return { pin: 'wait', waitMs };
      if (timingSafeEqual(digest(entered), right)) {
        wrongInARow = 0;
        return { pin: 'right' };
      }
      wrong += 1;
      wrongInARow += 1;
      const late = wrongInARow - freeTries;
      if (late >= 0) openAtMs = monoMs() + Math.min(longestWaitMs, firstWaitMs * 2 ** late);
      return { pin: 'wrong' };
    },
  };
}
