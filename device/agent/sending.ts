import { batchMaxLines, fitBatch, writeBatch } from '../../shared/contracts/batch.ts';
import type { LedgerStore } from '../ports.ts';

/**
 * The batch from line `first` of the current ledger on, as its payload, and the last line that is
 * in it. Throws DiskFailure.
 */
export function batchFrom(store: LedgerStore, first: number): { payload: string; through: number } {
  const prev = store.headAt(first - 1);
  if (prev === null) throw new Error(`no chain state before line ${first} of ${store.last}`);
  const lines = store.read(first, batchMaxLines);
  const batch = fitBatch({
    ledger: store.ledger,
    first: first as Parameters<typeof fitBatch>[0]['first'],
    prev,
    lines,
  });
  return { payload: writeBatch(batch), through: first + batch.lines.length - 1 };
}
