import type { MachineId } from '../../shared/contracts/ids.ts';
import { errorText } from '../../shared/error-text.ts';
import { limits } from '../limits.ts';
import { accountSize, type MachineAccount } from './account.ts';
import type { Chunk, TimestampedLine } from './chunk.ts';
import { type DayBook, type FoldRules, foldChunk } from './chunk-fold.ts';
import { skipChunk } from './skip-chunk.ts';
import type { DayTotal } from './totals.ts';
import type { LineDecision } from './uncounted.ts';

/**
 * A chunk and the timestamps of its lines. `booked` is false if its lines were kept out of the
 * books because the machine is set aside.
 */
export interface FoldedChunk {
  readonly chunk: Chunk;
  readonly timestamps: readonly TimestampedLine[];
  readonly booked: boolean;
}

/**
 * A machine whose lines are kept out of the books: they cannot be folded, or a person quarantined
 * it. Its lines stay stored and get their timestamps; other machines go on.
 */
export interface SetAside<M extends string = string> {
  readonly machine: M;
  /** Its first chunk that is not folded. */
  readonly since: number;
  /** When that chunk was received, or when the machine was quarantined. */
  readonly at: number;
  /**
   * The error, for the log and for the person who repairs it; or one of the words in
   * `quarantined.ts`.
   */
  readonly why: string;
}

/** What chunks of one machine are folded into, read from the store before. */
export interface FoldState {
  readonly account: MachineAccount;
  readonly days: DayBook;
  /** What people decided about its lines, oldest first. */
  readonly decisions: readonly LineDecision[];
}

/** A machine's books after some chunks of lines, and what changed with them. */
export interface MachineFold {
  /** The state after the chunks in `folded`. */
  readonly state: FoldState;
  readonly folded: readonly FoldedChunk[];
  /** The chunk at which folding stopped, and why. Null if all chunks were folded. */
  readonly failed: { readonly chunk: Chunk; readonly why: string } | null;
}

/** Folds one chunk of a machine into its books and returns the timestamps of the lines. */
export type FoldChunk = (
  account: MachineAccount,
  days: DayBook,
  chunk: Chunk,
  decisions: readonly LineDecision[],
) => TimestampedLine[];

/** What is done with the chunks of a machine, in the order of arrival. */
export interface ChunkFolder {
  readonly fold: FoldChunk;
  /** Keeps a chunk out of the books; its lines get the timestamps that they would have there. */
  readonly skip: (account: MachineAccount, chunk: Chunk) => readonly TimestampedLine[];
}

/**
 * Folds chunks by the rules. Folding throws if the account outgrows its budget, because the cost of
 * a line grows with the size of the account. The budget counts things, not time, so that a refold
 * gives the same books on every computer.
 */
export const chunkFolder = (rules: FoldRules): ChunkFolder => ({
  fold: (account, days, chunk, decisions) => {
    const timestamps = foldChunk(account, days, chunk, decisions, rules);
    const size = accountSize(account);
    if (size > limits.accountHolds)
      throw new Error(`holds ${size} lanes, lots and turns, at most ${limits.accountHolds}`);
    return timestamps;
  },
  skip: (account, chunk) => skipChunk(account, chunk, rules),
});

/** Groups chunks by machine. Each machine's chunks stay in the order of arrival. */
export function chunksByMachine(chunks: readonly Chunk[]): Map<MachineId, Chunk[]> {
  const machines = new Map<MachineId, Chunk[]>();
  for (const chunk of chunks) {
    const own = machines.get(chunk.machine);
    if (own) own.push(chunk);
    else machines.set(chunk.machine, [chunk]);
  }
  return machines;
}

/**
 * Folds a machine's chunks in order, as far as they can be folded. `read` reads the books as they
 * were before the first chunk. Rejects if the store fails: such a failure does not set the machine
 * aside.
 */
export async function foldMachine(
  chunks: readonly Chunk[],
  read: (isAgain: boolean) => Promise<FoldState & { readonly refused: () => unknown }>,
  fold: FoldChunk,
): Promise<MachineFold> {
  let failed: MachineFold['failed'] = null;
  for (let limit = chunks.length; ; ) {
    const state = await read(failed !== null);
    const folded: FoldedChunk[] = [];
    try {
      for (const chunk of chunks.slice(0, limit))
        folded.push({
          chunk,
          timestamps: fold(state.account, state.days, chunk, state.decisions),
          booked: true,
        });
      return { state, folded, failed };
    } catch (error) {
      const refused = state.refused();
      if (refused !== null) throw refused;
      const chunk = chunks[folded.length];
      if (!chunk) throw error;
      // The books now contain half of that chunk. Read them again, and fold up to it.
      failed = { chunk, why: errorText(error) };
      limit = folded.length;
    }
  }
}

/** Reads the stored total of a day and product. Null if there is none. */
export type LoadTotal = (day: DayTotal['day'], product: DayTotal['product']) => DayTotal | null;

/**
 * Wraps a look-up in the store so that a failure of the store can be distinguished from a failure
 *   of folding.
 */
export function withFailureKept(load: LoadTotal): { load: LoadTotal; refused: () => unknown } {
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
