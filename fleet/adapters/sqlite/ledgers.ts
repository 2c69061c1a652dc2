import type { Head, LedgerId, MachineId, ProductCode } from '../../../shared/contracts/ids.ts';
import { formatDay, type LocalDay } from '../../../shared/rules/calendar.ts';
import { type Chunk, sameMarks, type TimestampedLine } from '../../ledger/folding.ts';
import type { FoldWrite, LedgerStore, NewChunk, RefoldWrite } from '../../ledger/ledger-store.ts';
import type { SetAside } from '../../ledger/machine-fold.ts';
import type { DayTotal } from '../../ledger/totals.ts';
import type { DecisionRecord, UncountedReason } from '../../ledger/uncounted.ts';
import type { ByteLines } from '../native/byte-lines.ts';
import { mergeChunks } from './chunk-merging.ts';
import type { Connection } from './database.ts';
import { readHours, writeHours } from './hours.ts';
import { monthSums } from './months.ts';

interface LedgerRow {
  id: number;
  machine: MachineId;
  uuid: LedgerId;
  through: number;
  head: Buffer;
}

interface ChunkRow {
  id: number;
  machine: MachineId;
  uuid: LedgerId;
  first: number;
  received: number;
  lines: string;
  placed: string | null;
}

type TotalRow = Omit<DayTotal, 'hours'> & { hours: string };

/**
 * Placed times as stored, one `[at, corrected, day]` for each line: ms since 1970, 1 if the kiosk's own time was corrected or else 0, the local day; behind
 * them why the line is not counted, where it isn't.
 */
const writePlaced = (placed: readonly TimestampedLine[]): string =>
  JSON.stringify(
    placed.map(({ at, corrected, day, uncounted }) => [
      at,
      corrected ? 1 : 0,
      day,
      ...(uncounted === null ? [] : [uncounted]),
    ]),
  );

/** Reads placed times as `writePlaced` stores them. Throws if the text is not JSON. */
export function readPlaced(text: string): TimestampedLine[] {
  const rows = JSON.parse(text) as [number, number, LocalDay, UncountedReason?][];
  return rows.map(([at, corrected, day, uncounted = null]) => ({ at, corrected: corrected === 1, day, uncounted }));
}

const readTotal = (row: TotalRow): DayTotal => ({ ...row, hours: readHours(row.hours) });

/** The ledgers' tables of one SQLite file: the keeper's store. */
export function sqliteLedgers(
  db: Connection,
  regionOn: (machine: MachineId, day: LocalDay) => string | null,
): LedgerStore<ByteLines> {
  const ids = new Map<string, number>();
  const newLedger = db.prepare('INSERT INTO ledger (machine, uuid, through, head) VALUES (?, ?, 0, ?)');
  const newChunk = db.prepare(
    'INSERT INTO chunk (ledger, first, count, received, head, lines) VALUES (?, ?, ?, ?, ?, CAST(? AS TEXT))',
  );
  const folded = db.prepare("SELECT value FROM meta WHERE key = 'folded'").pluck();
  const setFolded = db.prepare("UPDATE meta SET value = ? WHERE key = 'folded'");
  const ledgers = db.prepare('SELECT id, machine, uuid, through, head FROM ledger ORDER BY id');
  const behind = db.prepare(
    'SELECT ledger AS id, first + count - 1 AS through, head FROM chunk WHERE id > ? ORDER BY id',
  );
  const chunks = `SELECT c.id, l.machine, l.uuid, c.first, c.received, c.lines, o.placed
    FROM chunk c JOIN ledger l ON l.id = c.ledger LEFT JOIN chunk_of o ON o.ledger = c.ledger AND o.first = c.first`;
  const chunksAfter = db.prepare(`${chunks} WHERE c.id > ? ORDER BY c.id`);
  const chunksOf = db.prepare(`${chunks} WHERE c.id BETWEEN ? AND ? AND +l.machine = ? ORDER BY c.id`);
  const account = db.prepare('SELECT doc FROM account WHERE machine = ?').pluck();
  const setAccount = db.prepare('INSERT INTO account VALUES (?, ?) ON CONFLICT DO UPDATE SET doc = excluded.doc');
  const total =
    db.prepare(`SELECT day, product, issued, uncertain, settled, added, removed, difference, stock, open, hours
    FROM day_total WHERE machine = ? AND day = ? AND product = ?`);
  const setTotal = db.prepare(`INSERT INTO day_total VALUES
    (:machine, :day, :product, :issued, :uncertain, :settled, :added, :removed, :difference, :stock, :open, :hours)
    ON CONFLICT DO UPDATE SET issued = excluded.issued, uncertain = excluded.uncertain, settled = excluded.settled, added = excluded.added,
    removed = excluded.removed, difference = excluded.difference, stock = excluded.stock, open = excluded.open, hours = excluded.hours`);
  const dropTotals = db.prepare('DELETE FROM day_total WHERE machine = ?');
  const decisions = db.prepare('SELECT doc FROM decision WHERE machine = ? ORDER BY at, id').pluck();
  const saveDecision = db.prepare('INSERT INTO decision VALUES (?, ?, ?, ?)');
  const months = monthSums(db);
  const setChunkOf = db.prepare('INSERT OR REPLACE INTO chunk_of VALUES (?, ?, ?, ?)');
  const setMark = db.prepare(
    `UPDATE ledger SET through = :through, head = (SELECT head FROM chunk WHERE id = :chunk) WHERE id = :id AND through < :through`,
  );
  const aside = db.prepare('SELECT machine, since, at, why FROM set_aside ORDER BY machine');
  const noneAside = db.prepare('DELETE FROM set_aside');
  const putAside = db.prepare('INSERT INTO set_aside VALUES (:machine, :since, :at, :why)');

  const idOf = (machine: MachineId, ledger: LedgerId): number => {
    const id = ids.get(`${machine} ${ledger}`);
    if (id === undefined) throw new Error(`${machine}: ledger ${ledger} is not stored`);
    return id;
  };

  const append = db.transaction((chunks: readonly NewChunk<ByteLines>[]) => {
    const opened: [string, number][] = [];
    for (const { machine, ledger, first, received, head: hex, lines, count } of mergeChunks(chunks)) {
      const key = `${machine} ${ledger}`;
      const head = Buffer.from(hex, 'hex');
      let id = ids.get(key) ?? opened.find(([known]) => known === key)?.[1];
      if (id === undefined) {
        id = Number(newLedger.run(machine, ledger, head).lastInsertRowid);
        opened.push([key, id]);
      }
      newChunk.run(id, first, count, received, head, lines);
    }
    return opened;
  });

  const addToMonth = (machine: MachineId, was: DayTotal | null, now: DayTotal): void => {
    const issued = now.issued - (was?.issued ?? 0);
    const uncertain = now.uncertain - now.settled - ((was?.uncertain ?? 0) - (was?.settled ?? 0));
    if (issued === 0 && uncertain === 0) return;
    const region = regionOn(machine, now.day);
    // The months of a machine that nobody registered yet are made from its days when it is.
    if (region === null) return;
    months.add(region, formatDay(now.day).slice(0, 7), machine, now.product, issued, uncertain);
  };

  const totalOf = (machine: MachineId, day: LocalDay, product: ProductCode): DayTotal | null => {
    const row = total.get(machine, day, product) as TotalRow | undefined;
    return row ? readTotal(row) : null;
  };

  const saveTotal = (machine: MachineId, now: DayTotal): void => {
    addToMonth(machine, totalOf(machine, now.day, now.product), now);
    setTotal.run({ machine, ...now, hours: writeHours(now.hours) });
  };

  const saveAnew = db.transaction(({ decision, account: doc, days, chunks: marked }: RefoldWrite) => {
    const { machine } = decision;
    saveDecision.run(decision.id, machine, decision.at, JSON.stringify(decision));
    months.forget(machine);
    dropTotals.run(machine);
    setAccount.run(machine, doc);
    for (const total of days) saveTotal(machine, total);
    for (const { chunk, placed } of marked)
      if (placed !== null) setChunkOf.run(idOf(machine, chunk.ledger), chunk.first, chunk.chunk, writePlaced(placed));
  });

  const saveFold = db.transaction((write: FoldWrite) => {
    for (const { machine, account: doc } of write.accounts) setAccount.run(machine, doc);
    for (const { machine, total: now } of write.days) saveTotal(machine, now);
    for (const { chunk, placed } of write.chunks) {
      const id = idOf(chunk.machine, chunk.ledger);
      if (placed !== null && !sameMarks(chunk.placed, placed))
        setChunkOf.run(id, chunk.first, chunk.chunk, writePlaced(placed));
      setMark.run({ through: chunk.first + chunk.lines.length - 1, chunk: chunk.chunk, id });
    }
    if (write.aside !== null) {
      noneAside.run();
      for (const each of write.aside) putAside.run(each);
    }
    setFolded.run(write.through);
  });

  return {
    marks: () => {
      const rows = ledgers.all() as LedgerRow[];
      const byId = new Map(rows.map((row) => [row.id, row]));
      ids.clear();
      for (const row of rows) ids.set(`${row.machine} ${row.uuid}`, row.id);
      for (const ahead of behind.iterate(folded.get()) as IterableIterator<
        Pick<LedgerRow, 'id' | 'through' | 'head'>
      >) {
        const row = byId.get(ahead.id);
        if (row && ahead.through >= row.through) byId.set(ahead.id, { ...row, ...ahead });
      }
      return [...byId.values()].map((row) => ({
        machine: row.machine,
        ledger: row.uuid,
        through: row.through,
        head: row.head.toString('hex') as Head,
      }));
    },
    append: (chunks) => {
      for (const [key, id] of append.immediate(chunks)) ids.set(key, id);
    },
    chunksAfter: (after, lines) => readChunks(chunksAfter.iterate(after) as IterableIterator<ChunkRow>, lines),
    chunksOf: (machine, from, through, lines) =>
      readChunks(chunksOf.iterate(from, through, machine) as IterableIterator<ChunkRow>, lines),
    setAside: () => aside.all() as SetAside<MachineId>[],
    foldedThrough: () => folded.get() as number,
    account: (machine) => (account.get(machine) as string | undefined) ?? null,
    dayTotals: (machine) => (day, product) => totalOf(machine, day, product),
    decisions: (machine) => (decisions.all(machine) as string[]).map((doc) => JSON.parse(doc) as DecisionRecord),
    saveFold: (write) => saveFold.immediate(write),
    saveAnew: (write) => saveAnew.immediate(write),
    forgetFolds: db.transaction(() => {
      db.exec(
        'DELETE FROM account; DELETE FROM day_total; DELETE FROM month_total; DELETE FROM county_month; DELETE FROM set_aside;',
      );
      setFolded.run(0);
    }),
  };
}

/** Chunks of rows, until about `lines` lines. */
function readChunks(rows: Iterable<ChunkRow>, lines: number): Chunk[] {
  const found: Chunk[] = [];
  let count = 0;
  for (const row of rows) {
    const chunk = {
      chunk: row.id,
      machine: row.machine,
      ledger: row.uuid,
      first: row.first,
      received: row.received,
      lines: row.lines.split('\n'),
      placed: row.placed === null ? null : readPlaced(row.placed),
    };
    found.push(chunk);
    count += chunk.lines.length;
    if (count >= lines) break;
  }
  return found;
}
