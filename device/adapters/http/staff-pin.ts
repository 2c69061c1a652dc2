import { createHash, timingSafeEqual } from 'node:crypto';

/** Wrong PINs in a row that are answered without a delay: people mistype. */
const freeTries = 3;
/** The wait after the first wrong PIN above that number; it doubles with each further one. */
const firstWaitMs = 1_000;
/**
 * At this pace all PINs of four digits take two weeks. Staff who share a screen with somebody who
 * mistypes on purpose wait no longer than this.
 */
const longestWaitMs = 120_000;
/** The most callers whose wrong PINs are counted separately. The others are counted together. */
const maxCallers = 100;
const others = 'others';

/** What became of an entered PIN. While waiting no PIN is looked at, not even the right one. */
export type PinCheck =
  | { readonly pin: 'right' }
  | { readonly pin: 'wrong' }
  | { readonly pin: 'wait'; readonly waitMs: number };

/** A memory of wrong PINs that outlives the agent: caller → wrong PINs in a row. */
export interface PinMemory {
  /** What was kept; nothing if it cannot be read. */
  read(): Readonly<Record<string, number>>;
  /** Keeps it. Never throws. */
  write(wrong: Readonly<Record<string, number>>): void;
}

interface Tries {
  wrongInARow: number;
  openAtMs: number;
}

const waitAfter = (wrongInARow: number): number =>
  wrongInARow < freeTries ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(30, wrongInARow - freeTries));

/**
 * Compares staff PINs in constant time, and slows guessing down, for each caller by itself:
 * nobody's wrong PINs keep others waiting. What was guessed before a restart still counts after it.
 * `monoMs` is the monotonic clock in ms.
 */
export function staffPin(pin: string, monoMs: () => number, memory: PinMemory) {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const right = digest(pin);
  const callers = new Map<string, Tries>();
  let wrong = 0;
  let isRead = false;

  const triesOf = (caller: string): Tries => {
    if (!isRead) {
      isRead = true;
      for (const [each, wrongInARow] of Object.entries(memory.read()))
        callers.set(each, { wrongInARow, openAtMs: monoMs() + waitAfter(wrongInARow) });
    }
    const name = callers.has(caller) || callers.size < maxCallers ? caller : others;
    const tries = callers.get(name) ?? { wrongInARow: 0, openAtMs: 0 };
    callers.set(name, tries);
    return tries;
  };
  const keep = (): void =>
    memory.write(
      Object.fromEntries(
        [...callers].flatMap(([caller, { wrongInARow }]) => (wrongInARow > 0 ? [[caller, wrongInARow]] : [])),
      ),
    );

  return {
    /** Wrong PINs since the start. */
    get wrong(): number {
      return wrong;
    },

    check(entered: string, caller: string): PinCheck {
      const tries = triesOf(caller);
      const waitMs = tries.openAtMs - monoMs();
      if (waitMs > 0) return { pin: 'wait', waitMs };
      if (timingSafeEqual(digest(entered), right)) {
        const had = tries.wrongInARow;
        tries.wrongInARow = 0;
        if (had > 0) keep();
        return { pin: 'right' };
      }
      wrong += 1;
      tries.wrongInARow += 1;
      tries.openAtMs = monoMs() + waitAfter(tries.wrongInARow);
      keep();
      return { pin: 'wrong' };
    },
  };
}
