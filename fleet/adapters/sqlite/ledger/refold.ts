import type { LedgerId, MachineId } from '../../../../shared/contracts/ids.ts';
import type { Chunk, TimestampedLine } from '../../../ledger/chunk.ts';
import type { LedgerStore } from '../../../ledger/ledger-store.ts';
import type { DayTotal } from '../../../ledger/totals.ts';
import type { ByteLines } from '../../native/byte-lines.ts';
import type { Connection } from '../connection/database.ts';
import { monthSums } from './months.ts';
import { readTimestamps } from './timestamp-rows.ts';

/**
 * How uncertain boxes are counted. 1: on the day on which they became uncertain. Older databases
 * have no such entry.
 */
const countedAs = 1;

interface Row {
  readonly id: number;
  readonly uuid: LedgerId;
  readonly first: number;
  readonly received: number;
  readonly lines: string;
  readonly placed: string;
}

/**
 * Folds a machine's timestamped chunks into new books. `account` is the one before, or null.
 * Returns null if the lines cannot be folded.
 */
type FoldTimestamped = (
  machine: MachineId,
  chunks: Iterable<Chunk>,
  account: string | null,
) => { readonly account: string; readonly days: readonly DayTotal[] } | null;

/**
 * Refolds the machines whose uncertain boxes were counted by an older version, from all of their
 * folded lines with the timestamps of the first fold. If a machine's lines cannot be folded, its
 * books stay unchanged; it is set aside anyway.
 */
export function refoldUncertain(db: Connection, ledgers: LedgerStore<ByteLines>, fold: FoldTimestamped): void {
  const known = db.prepare("SELECT value FROM meta WHERE key = 'doubts'").pluck().get() as number | undefined;
  if (known === countedAs) return;
  const machines = db
    .prepare('SELECT DISTINCT machine FROM day_total WHERE uncertain <> 0 OR settled <> 0 OR open <> 0')
    .pluck()
    .all() as MachineId[];
  for (const machine of machines) refoldMachine(db, ledgers, fold, machine);
  db.prepare("INSERT INTO meta VALUES ('doubts', ?) ON CONFLICT DO UPDATE SET value = excluded.value").run(countedAs);
}

function refoldMachine(
  db: Connection,
  ledgers: LedgerStore<ByteLines>,
  fold: FoldTimestamped,
  machine: MachineId,
): void {
  const through = db.prepare("SELECT value FROM meta WHERE key = 'folded'").pluck().get() as number;
  const before = db.prepare('SELECT doc FROM account WHERE machine = ?').pluck().get(machine) as string | undefined;
  const folded = fold(machine, chunksOf(db, machine, through), before ?? null);
  if (folded === null) return;
  db.transaction(() => {
    db.prepare('DELETE FROM day_total WHERE machine = ?').run(machine);
    monthSums(db).forget(machine);
    void ledgers.saveFold({
      through,
      chunks: [],
      accounts: [{ machine, account: folded.account }],
      days: folded.days.map((total) => ({ machine, total })),
      setAside: null,
    });
  }).immediate();
}

function* chunksOf(db: Connection, machine: MachineId, through: number): Generator<Chunk> {
  const rows = db.prepare(`SELECT c.id, l.uuid, c.first, c.received, c.lines, o.placed
    FROM ledger l JOIN chunk_of o ON o.ledger = l.id JOIN chunk c ON c.id = o.chunk
    WHERE l.machine = ? AND c.id <= ? ORDER BY c.id`);
  for (const row of rows.iterate(machine, through) as IterableIterator<Row>) {
    const timestamps: TimestampedLine[] = readTimestamps(row.placed);
    const { id, uuid, first, received, lines } = row;
    yield { number: id, machine, ledger: uuid, first, received, lines: lines.split('\n'), timestamps };
  }
}
