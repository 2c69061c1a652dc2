import type { MachineId } from '../../../../shared/contracts/ids.ts';
import type { FoldWrite, LedgerStore, RefoldWrite } from '../../../ledger/ledger-store.ts';
import type { SetAside } from '../../../ledger/machine-fold.ts';
import { quarantined } from '../../../ledger/quarantined.ts';
import { sameCounted } from '../../../ledger/stored-line.ts';
import type { LineDecision } from '../../../ledger/uncounted.ts';
import type { ByteLines } from '../../native/byte-lines.ts';
import type { Connection } from '../connection/database.ts';
import { type LedgerAppender, ledgerAppender } from './appending.ts';
import { chunkReader } from './chunks.ts';
import { type LineRows, lineRows } from './line-rows.ts';
import { restockRecordRows } from './restock-records.ts';
import { writeTimestamps } from './timestamp-rows.ts';
import { type RegionOn, type TotalStore, totalStore } from './totals.ts';

/**
 * The ledger engine's store in one SQLite file. `regionOn` says in which county a machine's boxes
 * of a day count.
 */
export function sqliteLedgerStore(db: Connection, regionOn: RegionOn): LedgerStore<ByteLines> & Pick<LineRows, 'fill'> {
  const ledgers = ledgerAppender(db);
  const totals = totalStore(db, regionOn);
  const folded = db.prepare("SELECT value FROM meta WHERE key = 'folded'").pluck();
  const account = db.prepare('SELECT doc FROM account WHERE machine = ?').pluck();
  const aside = db.prepare('SELECT machine, since, at, why FROM set_aside ORDER BY machine');
  const decisions = db.prepare('SELECT doc FROM decision WHERE machine = ? ORDER BY at, id').pluck();
  // Read before every fold. Usually nobody has decided anything yet.
  let anyDecided = db.prepare('SELECT 1 FROM decision LIMIT 1').get() !== undefined;
  const rows = lineRows(db, restockRecordRows(db, regionOn));
  const writer = foldWriter(db, ledgers, totals, rows);
  return {
    marks: ledgers.marks,
    append: ledgers.append,
    fill: rows.fill,
    ...chunkReader(db),
    ...writer,
    saveRefold: (write) => {
      anyDecided = true;
      return writer.saveRefold(write);
    },
    setAside: () => aside.all() as SetAside<MachineId>[],
    foldedThrough: () => folded.get() as number,
    account: (machine) => (account.get(machine) as string | undefined) ?? null,
    dayTotals: (machine) => (day, product) => totals.of(machine, day, product),
    decisions: (machine) =>
      anyDecided ? (decisions.all(machine) as string[]).map((doc) => JSON.parse(doc) as LineDecision) : [],
  };
}

/**
 * Saves what a fold produced: accounts, totals, timestamps, and the mark of the last folded chunk.
 */
function foldWriter(
  db: Connection,
  { idOf }: LedgerAppender,
  totals: TotalStore,
  rows: LineRows,
): Pick<LedgerStore, 'saveFold' | 'saveRefold' | 'forgetFolds'> {
  const setFolded = db.prepare("UPDATE meta SET value = ? WHERE key = 'folded'");
  const setAccount = db.prepare('INSERT INTO account VALUES (?, ?) ON CONFLICT DO UPDATE SET doc = excluded.doc');
  const saveDecision = db.prepare('INSERT INTO decision VALUES (?, ?, ?, ?)');
  const setChunkOf = db.prepare('INSERT OR REPLACE INTO chunk_of VALUES (?, ?, ?, ?)');
  const setMark = db.prepare(
    `UPDATE ledger SET through = :through, head = (SELECT head FROM chunk WHERE id = :chunk) WHERE id = :id AND through < :through`,
  );
  const noneAside = db.prepare('DELETE FROM set_aside');
  const setAside = db.prepare('INSERT INTO set_aside VALUES (:machine, :since, :at, :why)');

  const saveRefold = db.transaction(({ decision, account: doc, days, chunks: changed }: RefoldWrite) => {
    const { machine } = decision;
    saveDecision.run(decision.id, machine, decision.at, JSON.stringify(decision));
    totals.drop(machine);
    setAccount.run(machine, doc);
    for (const total of days) totals.save(machine, total);
    for (const { chunk, timestamps } of changed) {
      const id = idOf(machine, chunk.ledger);
      setChunkOf.run(id, chunk.first, chunk.number, writeTimestamps(timestamps));
      rows.save(id, chunk, timestamps);
    }
    rows.countLotsAgain(machine);
  });
  const saveFold = db.transaction((write: FoldWrite) => {
    for (const { machine, account: doc } of write.accounts) setAccount.run(machine, doc);
    for (const { machine, total } of write.days) totals.save(machine, total);
    for (const { chunk, timestamps, booked } of write.chunks) {
      const id = idOf(chunk.machine, chunk.ledger);
      if (!sameCounted(chunk.timestamps, timestamps))
        setChunkOf.run(id, chunk.first, chunk.number, writeTimestamps(timestamps));
      if (booked) rows.save(id, chunk, timestamps);
      setMark.run({ through: chunk.first + chunk.lines.length - 1, chunk: chunk.number, id });
    }
    if (write.setAside !== null) {
      noneAside.run();
      for (const each of write.setAside) setAside.run(each);
    }
    setFolded.run(write.through);
  });
  return {
    saveFold: (write) => saveFold.immediate(write),
    saveRefold: (write) => saveRefold.immediate(write),
    forgetFolds: db.transaction(() => {
      db.exec(
        'DELETE FROM account; DELETE FROM day_total; DELETE FROM month_total; DELETE FROM county_month; ' +
          `DELETE FROM set_aside WHERE why <> '${quarantined}';`,
      );
      rows.forget();
      setFolded.run(0);
    }),
  };
}
