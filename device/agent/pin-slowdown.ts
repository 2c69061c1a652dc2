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
const maxCallers = 200;
const others = 'others';

/** A memory of wrong PINs that outlives the agent: caller → wrong PINs in a row. */
export interface PinMemory {
  /** What was kept; nothing if it cannot be read. */
  read(): Readonly<Record<string, number>>;
  /** Keeps it. Never throws. */
  write(wrong: Readonly<Record<string, number>>): void;
}

interface Tries {
  wrongInARow: number;
  /** Null: as long after the start as after the last wrong PIN before it. */
  openAtMs: number | null;
}

/** Whose PIN it is, or who enters it, and the wrong ones that are free; 3 if left out. */
export interface Guesser {
  readonly name: string;
  readonly free?: number;
}

const waitAfter = (wrongInARow: number, free: number): number =>
  wrongInARow < free ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(30, wrongInARow - free));

/** Slows the guessing of PINs down; see `pinSlowdown`. */
export type PinSlowdown = ReturnType<typeof pinSlowdown>;

/**
 * Slows the guessing of PINs down, for each name by itself: the longest wait of all names given is
 * that of the PIN. What was guessed before a restart still counts after it. `monoMs` is the
 * monotonic clock in ms.
 */
export function pinSlowdown(monoMs: () => number, memory: PinMemory) {
  const callers = new Map<string, Tries>();
  let before: { readonly wrong: Readonly<Record<string, number>>; readonly atMs: number } | null = null;

  const triesOf = ({ name: caller, free = freeTries }: Guesser): Tries => {
    if (before === null) {
      before = { wrong: memory.read(), atMs: monoMs() };
      for (const [each, wrongInARow] of Object.entries(before.wrong))
        callers.set(each, { wrongInARow, openAtMs: null });
    }
    const name = callers.has(caller) || callers.size < maxCallers ? caller : others;
    const tries = callers.get(name) ?? { wrongInARow: 0, openAtMs: 0 };
    tries.openAtMs ??= before.atMs + waitAfter(tries.wrongInARow, free);
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
    /** How long no PIN is looked at, not even the right one; 0 or less if one is looked at now. */
    waitMs: (...guessers: readonly Guesser[]): number =>
      guessers.reduce((longest, guesser) => Math.max(longest, (triesOf(guesser).openAtMs ?? 0) - monoMs()), 0),

    /** A PIN was right: the wrong ones before it are forgotten. */
    right(...guessers: readonly Guesser[]): void {
      const had = guessers.map(triesOf).filter(({ wrongInARow }) => wrongInARow > 0);
      for (const tries of had) tries.wrongInARow = 0;
      if (had.length > 0) keep();
    },

    /** A PIN was wrong. */
    wrong(...guessers: readonly Guesser[]): void {
      for (const guesser of guessers) {
        const tries = triesOf(guesser);
        tries.wrongInARow += 1;
        tries.openAtMs = monoMs() + waitAfter(tries.wrongInARow, guesser.free ?? freeTries);
      }
      keep();
    },
  };
}
