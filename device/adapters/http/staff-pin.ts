import { createHash, timingSafeEqual } from 'node:crypto';
import type { PinSlowdown } from '../../agent/pin-slowdown.ts';

/** What became of an entered PIN. While waiting no PIN is looked at, not even the right one. */
export type PinCheck =
  | { readonly pin: 'right' }
  | { readonly pin: 'wrong' }
  | { readonly pin: 'wait'; readonly waitMs: number };

/**
 * Compares the shared PIN in constant time. Guessing is slowed down for each caller by itself:
 * nobody's wrong PINs keep others waiting.
 */
export function staffPin(pin: string, slowdown: PinSlowdown) {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const right = digest(pin);
  let wrong = 0;

  return {
    /** Wrong PINs since the start. */
    get wrong(): number {
      return wrong;
    },

    check(entered: string, caller: string): PinCheck {
      const guesser = { name: caller };
      const waitMs = slowdown.waitMs(guesser);
      if (waitMs > 0) return { pin: 'wait', waitMs };
      if (timingSafeEqual(digest(entered), right)) {
        slowdown.right(guesser);
        return { pin: 'right' };
      }
      wrong += 1;
      slowdown.wrong(guesser);
      return { pin: 'wrong' };
    },
  };
}
