import type { Chunk, TimestampedLine } from '../../../fleet/ledger/chunk.ts';
import type { FoldWrite, LedgerStore, NewChunk } from '../../../fleet/ledger/ledger-store.ts';
import { type DayTotal, emptyTotal } from '../../../fleet/ledger/totals.ts';
import type { LineDecision } from '../../../fleet/ledger/uncounted.ts';
import type { MachineId, ProductCode } from '../../../shared/contracts/ids.ts';
import { addDays } from '../../../shared/rules/calendar.ts';
import type { TestLedger } from '../../support/fleet/kiosk.ts';
import { day, noon, one, product, two } from '../../support/fleet/two-machines.ts';

/** A store that can be made to fail. */
export interface RefusingStore extends LedgerStore {
  /** From now on each write fails before its end, or none does any more. */
  refuse(writes: boolean): void;
}

/** Lines `first` to `last` of a ledger as the engine appends them. */
export const chunkOf = (
  machine: MachineId,
  ledger: TestLedger,
  first = 1,
  last = ledger.lines.length,
  received = noon,
): NewChunk => ({
  machine,
  ledger: ledger.id,
  first,
  received,
  head: ledger.heads[last] ?? ledger.heads[0] ?? fail(),
  lines: ledger.lines.slice(first - 1, last),
});

const fail = (): never => {
  throw new Error('a ledger without h(0)');
};

/** All stored chunks, read a few lines at a time. Throws if they are not in order. */
export async function allChunks(store: LedgerStore): Promise<Chunk[]> {
  const all: Chunk[] = [];
  for (let mark = 0; ; ) {
    const chunks = await store.chunksAfter(mark, 3);
    if (chunks.length === 0) return all;
    for (const chunk of chunks) {
      if (chunk.number <= mark) throw new Error(`chunk ${chunk.number} came behind chunk ${mark}`);
      mark = chunk.number;
      all.push(chunk);
    }
  }
}

/** Chunks line by line, however the store cut them. */
export const linesIn = (chunks: readonly Chunk[]) =>
  chunks.flatMap(({ machine, ledger, first, received, lines, timestamps }) =>
    lines.map((line, index) => ({
      machine,
      ledger,
      seq: first + index,
      received,
      line,
      timestamps: timestamps?.[index] ?? null,
    })),
  );

const machines = [one, two];
const days = [addDays(day, -1), day];
const products = [product, 'CD-L' as ProductCode];

/** All that a store answers about both machines. */
export const contentOf = async (store: LedgerStore) => ({
  marks: await store.marks(),
  lines: linesIn(await allChunks(store)),
  folded: await store.foldedThrough(),
  aside: [...(await store.setAside())].sort((a, b) => (a.machine < b.machine ? -1 : 1)),
  books: await Promise.all(machines.map((machine) => booksOf(store, machine))),
});

/** All that a store answers about the books of a machine. */
export async function booksOf(store: LedgerStore, machine: MachineId) {
  const total = await store.dayTotals(machine);
  return {
    account: await store.account(machine),
    totals: days.flatMap((each) => products.map((of) => total(each, of))).filter((found) => found !== null),
    decisions: await store.decisions(machine),
  };
}

/** A day's total of some boxes. No two of its numbers are the same. */
export const totalOf = (boxes: number, on = day, of = product): DayTotal => ({
  ...emptyTotal(on, of),
  issued: boxes,
  uncertain: boxes + 1,
  settled: boxes + 2,
  added: boxes + 3,
  removed: boxes + 4,
  difference: -boxes,
  stock: boxes + 5,
  open: boxes + 6,
  hours: Array.from({ length: 24 }, (_, hour) => (hour === 12 ? boxes : 0)),
});

/** Timestamps of a chunk's lines, the last of them not counted. */
export const timestampsOf = ({ lines, received }: Chunk, uncounted: TimestampedLine['uncounted'] = 'too-fast') =>
  lines.map((_, index) => ({
    at: received - index,
    corrected: index % 2 === 1,
    day,
    uncounted: index === lines.length - 1 ? uncounted : null,
  }));

/** What folding all of these chunks saves, and of machine `one` its account and a total. */
export const foldOf = (chunks: readonly Chunk[], boxes: number, more: Partial<FoldWrite> = {}): FoldWrite => ({
  through: chunks.at(-1)?.number ?? 0,
  chunks: chunks.map((chunk) => ({ chunk, timestamps: timestampsOf(chunk), booked: true })),
  accounts: [{ machine: one, account: `{"boxes":${boxes}}` }],
  days: [{ machine: one, total: totalOf(boxes) }],
  setAside: null,
  ...more,
});

export const decisionOf = (id: string, machine: MachineId, ledger: TestLedger, at = noon): LineDecision => ({
  id,
  machine,
  ledger: ledger.id,
  reason: 'too-fast',
  first: 1,
  last: 3,
  verdict: 'accept',
  note: '已核对',
  by: 'wang',
  at,
});
