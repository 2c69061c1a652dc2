import type { MachineId } from '../../../../shared/contracts/ids.ts';
import type { Chunk, TimestampedLine } from '../../../ledger/chunk.ts';
import { enterLots } from '../../../ledger/lot-lines.ts';
import type { FillProgress } from '../../../ports/ledgers.ts';
import type { Connection } from '../connection/database.ts';
import { foldedChunks } from './folded-chunks.ts';
import { lotTotals } from './lot-totals.ts';
import type { RestockRecordRows } from './restock-records.ts';

/**
 * The version of what the rows say of their lines: rows of an older version are made again from the
 * lines.
 */
const rowsVersion = 2;

/** Lines read at once where a machine's boxes are counted again. */
const linesAtOnce = 10_000;

/**
 * The rows that are derived from folded lines for lists: restock records, and boxes by lot. For a
 * machine in `unfilled` they are complete only up to a chunk, and its newer lines wait for the
 * filling, which takes lines in order.
 */
export interface LineRows {
  /** Writes the rows of a chunk that was just folded; `ledger` numbers the ledger's row. */
  save(ledger: number, chunk: Chunk, timestamps: readonly TimestampedLine[]): void;
  /** Makes the boxes by lot of a machine again, because other lines of it are counted now. */
  countLotsAgain(machine: MachineId): void;
  /** Fills in about `lines` lines in one transaction. Returns what is left. */
  fill(lines: number): FillProgress;
  /** Forgets all rows. They come again as the lines are folded again. */
  forget(): void;
}

/** Notes, once for each version of the rows, that all machines must be filled. */
export function beginFilling(db: Connection): void {
  const version = db.prepare("SELECT value FROM meta WHERE key = 'restock_records'").pluck().get();
  if (version === rowsVersion) return;
  db.transaction(() => {
    db.exec(
      'DELETE FROM lot_total; DELETE FROM lot_uncertain; ' +
        'INSERT OR REPLACE INTO unfilled SELECT DISTINCT machine, 0 FROM ledger;',
    );
    db.prepare("INSERT INTO meta VALUES ('restock_records', ?) ON CONFLICT DO UPDATE SET value = excluded.value").run(
      rowsVersion,
    );
  }).immediate();
}

/** The rows of one SQLite file. */
export function lineRows(db: Connection, records: RestockRecordRows): LineRows {
  const lots = lotTotals(db);
  const chunks = foldedChunks(db);
  const unfilled = new Map(
    db.prepare('SELECT machine, chunk FROM unfilled ORDER BY machine').raw().all() as [MachineId, number][],
  );
  const total = unfilled.size;
  const note = db.prepare('UPDATE unfilled SET chunk = ? WHERE machine = ?');
  const end = db.prepare('DELETE FROM unfilled WHERE machine = ?');
  /** Fills a machine from a chunk on. Returns the last chunk, null if there is none left. */
  const fillMachine = (machine: MachineId, after: number, atOnce: number): number | null => {
    let last: number | null = null;
    for (const { number, ledger, first, lines, timestamps } of chunks(machine, after, atOnce)) {
      records.save(ledger, { machine, first, lines }, timestamps);
      enterLots(lots.of(machine), ledger, lines, timestamps);
      last = number;
    }
    return last;
  };
  const step = db.transaction((machine: MachineId, after: number, atOnce: number): number | null => {
    const last = fillMachine(machine, after, atOnce);
    if (last === null) end.run(machine);
    else note.run(last, machine);
    return last;
  });
  return {
    save: (ledger, { machine, first, lines }, timestamps) => {
      records.save(ledger, { machine, first, lines }, timestamps);
      if (!unfilled.has(machine)) enterLots(lots.of(machine), ledger, lines, timestamps);
    },
    countLotsAgain: (machine) => {
      lots.drop(machine);
      if (unfilled.has(machine)) {
        note.run(0, machine);
        unfilled.set(machine, 0);
      } else for (let after: number | null = 0; after !== null; ) after = fillMachine(machine, after, linesAtOnce);
    },
    fill: (atOnce) => {
      const [next] = unfilled;
      if (next) {
        const [machine, after] = next;
        const last = step.immediate(machine, after, atOnce);
        if (last === null) unfilled.delete(machine);
        else unfilled.set(machine, last);
      }
      return { left: unfilled.size, total };
    },
    forget: () => {
      db.exec('DELETE FROM restock_record; DELETE FROM lot_total; DELETE FROM lot_uncertain; DELETE FROM unfilled;');
      unfilled.clear();
    },
  };
}
