import { limits } from '../limits.ts';
import { holdings, type MachineAccount } from './account.ts';
import { type Chunk, type DayBook, type FoldRules, foldChunk, type TimestampedLine } from './folding.ts';
import type { DayTotal } from './totals.ts';
import type { DecisionRecord } from './uncounted.ts';

/** A chunk and the timestamps of its lines; null: it was passed over, since its machine is set aside. */
export interface FoldedChunk {
  readonly chunk: Chunk;
  readonly placed: readonly TimestampedLine[] | null;
}

/** A machine whose lines cannot be folded: all others are folded past it, and its own stay stored until they can be. */
export interface SetAside<M extends string = string> {
  readonly machine: M;
  /** The first chunk of it that is not folded. */
  readonly since: number;
  /** When that chunk was received. */
  readonly at: number;
  /** What stopped it, for the log and for whoever mends it. */
  readonly why: string;
}

/** What is read of the store to fold one machine: how its books stand before. */
export interface MachineBooks {
  readonly account: MachineAccount;
  readonly days: DayBook;
  /** What people decided about its lines, the oldest first. */
  readonly decisions: readonly DecisionRecord[];
}

/** A machine's books after some chunks of lines, and what changed with them. */
export interface MachineFold {
  /** The books behind the chunks in `folded`. */
  readonly books: MachineBooks;
  readonly folded: readonly { readonly chunk: Chunk; readonly placed: readonly TimestampedLine[] }[];
  /** The chunk at which it stopped, and why; null where all were folded. */
  readonly failed: { readonly chunk: Chunk; readonly why: string } | null;
}

/** How chunks of one machine are folded into its books. */
export type FoldChunk = (
  account: MachineAccount,
  days: DayBook,
  chunk: Chunk,
  decisions: readonly DecisionRecord[],
) => TimestampedLine[];

/**
 * Folds chunks by the rules. Throws where the account comes to hold more than its budget: what a line costs grows with what the account holds.
 * The budget is counted in things and not in time, so that folding anew comes to the same books on any computer.
 */
export const foldChunkBy =
  (rules: FoldRules): FoldChunk =>
  (account, days, chunk, decisions) => {
    const placed = foldChunk(account, days, chunk, decisions, rules);
    const held = holdings(account);
    if (held > limits.accountHolds)
      throw new Error(`holds ${held} lanes, lots and turns, at most ${limits.accountHolds}`);
    return placed;
  };

/**
 * Folds a machine's chunks in order, as far as they can be folded. `read` answers the books before the first of them, each time anew, and rejects
 * where the store refuses: that is the store's failure and not the machine's.
 */
export async function foldMachine(
  chunks: readonly Chunk[],
  read: (isAgain: boolean) => Promise<MachineBooks & { readonly refused: () => unknown }>,
  fold: FoldChunk,
): Promise<MachineFold> {
  let failed: MachineFold['failed'] = null;
  for (let most = chunks.length; ; ) {
    const books = await read(failed !== null);
    const folded: { chunk: Chunk; placed: TimestampedLine[] }[] = [];
    try {
      for (const chunk of chunks.slice(0, most))
        folded.push({ chunk, placed: fold(books.account, books.days, chunk, books.decisions) });
      return { books, folded, failed };
    } catch (error) {
      const refused = books.refused();
      if (refused !== null) throw refused;
      const chunk = chunks[folded.length];
      if (!chunk) throw error;
      // Half of that chunk is in the books: they are read anew and folded up to it.
      failed = { chunk, why: error instanceof Error ? error.message : String(error) };
      most = folded.length;
    }
  }
}

/** Reads a stored total of a day and product; null where there is none. */
export type LoadTotal = (day: DayTotal['day'], product: DayTotal['product']) => DayTotal | null;

/** Wraps a store's look-up so that its own failure can be told from a failure of folding. */
export function watched(load: LoadTotal): { load: LoadTotal; refused: () => unknown } {
  let refused: unknown = null;
  return {
    load: (day, product) => {
      try {
        return load(day, product);
      } catch (error) {
        refused = error;
        throw error;
      }
    },
    refused: () => refused,
  };
}
