import type { MachineId } from '../../shared/contracts/ids.ts';
import { type MachineAccount, openAccount } from './account.ts';
import { readAccount, writeAccount } from './account-text.ts';
import type { Chunk } from './chunk.ts';
import { DayBook } from './chunk-fold.ts';
import type { LedgerStore, RefoldWrite } from './ledger-store.ts';
import type { FoldChunk, FoldedChunk } from './machine-fold.ts';
import { sameCounted } from './stored-line.ts';
import type { DayTotal } from './totals.ts';
import type { LineDecision } from './uncounted.ts';

/** Lines read at once. However long the ledger is, memory holds only these and the books. */
const linesAtOnce = 10_000;

/**
 * Folds a machine's lines from the first one to the chunk `through` into empty books, with
 * `decisions` applied. Throws if they cannot be folded.
 */
export async function refold(
  machine: MachineId,
  through: number,
  decisions: readonly LineDecision[],
  store: Pick<LedgerStore, 'chunksOf'>,
  foldChunk: FoldChunk,
): Promise<Pick<RefoldWrite, 'days' | 'chunks'> & { account: MachineAccount }> {
  const account = openAccount(machine);
  const days = new DayBook(() => null);
  const changed: FoldedChunk[] = [];
  for (let from = 1; ; ) {
    const chunks = await store.chunksOf(machine, from, through, linesAtOnce);
    const last = chunks.at(-1);
    if (!last) return { account, days: days.touched(), chunks: changed };
    for (const chunk of chunks) {
      const timestamps = foldChunk(account, days, chunk, decisions);
      if (!sameCounted(chunk.timestamps, timestamps)) changed.push({ chunk, timestamps, booked: true });
    }
    from = last.number + 1;
  }
}

/**
 * Folds a machine's timestamped chunks into empty books. Only the clocks are kept from the account
 * before, because they come from heartbeats and no line holds them. Null if the lines cannot be
 * folded.
 */
export function foldTimestamped(
  machine: MachineId,
  chunks: Iterable<Chunk>,
  before: string | null,
  fold: FoldChunk,
): { readonly account: string; readonly days: readonly DayTotal[] } | null {
  const account = openAccount(machine);
  const days = new DayBook(() => null);
  try {
    for (const chunk of chunks) fold(account, days, chunk, []);
  } catch {
    return null;
  }
  const clocks = before === null ? account.clocks : readAccount(before).clocks;
  return { account: writeAccount({ ...account, clocks }), days: days.touched() };
}
