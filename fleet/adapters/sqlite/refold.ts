import type { LedgerId, MachineId } from '../../../shared/contracts/ids.ts';
import { type MachineAccount, openAccount } from '../../ledger/account.ts';
import { readAccount, writeAccount } from '../../ledger/account-text.ts';
import { type Chunk, DayBook, type TimestampedLine } from '../../ledger/folding.ts';
import type { LedgerStore } from '../../ledger/ledger-store.ts';
import type { FoldChunk } from '../../ledger/machine-fold.ts';
import type { ByteLines } from '../native/byte-lines.ts';
import type { Connection } from './database.ts';
import { readPlaced } from './ledgers.ts';
import { monthSums } from './months.ts';

/** How boxes in doubt are booked: 1, on the day on which they came to be so. A file of before says nothing. */
const bookedAs = 1;

interface Row {
  readonly id: number;
  readonly uuid: LedgerId;
  readonly first: number;
  readonly received: number;
  readonly lines: string;
  readonly placed: string;
}

/**
 * Folds those machines anew, once, in whose books an older version booked boxes in doubt: from all of their folded lines, each where it was placed
 * then. A machine whose lines can't be folded stays as it is; it is set aside anyway.
 */
export function refoldDoubts(db: Connection, ledgers: LedgerStore<ByteLines>, fold: FoldChunk): void {
  const known = db.prepare("SELECT value FROM meta WHERE key = 'doubts'").pluck().get() as number | undefined;
  if (known === bookedAs) return;
  const machines = db
    .prepare('SELECT DISTINCT machine FROM day_total WHERE uncertain <> 0 OR settled <> 0 OR open <> 0')
    .pluck()
    .all() as MachineId[];
  for (const machine of machines) refoldMachine(db, ledgers, fold, machine);
  db.prepare("INSERT INTO meta VALUES ('doubts', ?) ON CONFLICT DO UPDATE SET value = excluded.value").run(bookedAs);
}

function refoldMachine(db: Connection, ledgers: LedgerStore<ByteLines>, fold: FoldChunk, machine: MachineId): void {
  const through = db.prepare("SELECT value FROM meta WHERE key = 'folded'").pluck().get() as number;
  const account = openAccount(machine);
  const days = new DayBook(() => null);
  try {
    for (const chunk of chunksOf(db, machine, through)) fold(account, days, chunk, []);
  } catch {
    return;
  }
  const before = db.prepare('SELECT doc FROM account WHERE machine = ?').pluck().get(machine) as string | undefined;
  // What heartbeats told of its clocks stands in no line.
  const written = writeAccount(before === undefined ? account : withClocks(account, readAccount(before)));
  db.transaction(() => {
    db.prepare('DELETE FROM day_total WHERE machine = ?').run(machine);
    monthSums(db).forget(machine);
    void ledgers.saveFold({
      through,
      chunks: [],
      accounts: [{ machine, account: written }],
      days: days.changed().map((total) => ({ machine, total })),
      aside: null,
    });
  }).immediate();
}

const withClocks = (account: MachineAccount, { clocks }: MachineAccount): MachineAccount => ({ ...account, clocks });

function* chunksOf(db: Connection, machine: MachineId, through: number): Generator<Chunk> {
  const rows = db.prepare(`SELECT c.id, l.uuid, c.first, c.received, c.lines, o.placed
    FROM ledger l JOIN chunk_of o ON o.ledger = l.id JOIN chunk c ON c.id = o.chunk
    WHERE l.machine = ? AND c.id <= ? ORDER BY c.id`);
  for (const row of rows.iterate(machine, through) as IterableIterator<Row>) {
    const placed: TimestampedLine[] = readPlaced(row.placed);
    const { id, uuid, first, received, lines } = row;
    yield { chunk: id, machine, ledger: uuid, first, received, lines: lines.split('\n'), placed };
  }
}
