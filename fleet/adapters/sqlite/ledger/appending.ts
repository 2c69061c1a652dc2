import type { Head, LedgerId, MachineId } from '../../../../shared/contracts/ids.ts';
import type { LedgerStore, NewChunk } from '../../../ledger/ledger-store.ts';
import type { ByteLines } from '../../native/byte-lines.ts';
import type { Connection } from '../connection/database.ts';
import { mergeChunks } from './chunk-merging.ts';

interface LedgerRow {
  readonly id: number;
  readonly machine: MachineId;
  readonly uuid: LedgerId;
  readonly through: number;
  readonly head: Buffer;
}

/** The ledgers as durably stored: their marks, the ids of their rows, and appending to them. */
export interface LedgerAppender extends Pick<LedgerStore<ByteLines>, 'marks' | 'append'> {
  /** The id of a ledger's row. Throws if the ledger is not stored. */
  idOf(machine: MachineId, ledger: LedgerId): number;
}

/**
 * Appends to the ledgers of one SQLite file. `marks` must be called first, because it reads the ids
 * of the rows.
 */
export function ledgerAppender(db: Connection): LedgerAppender {
  const ids = new Map<string, number>();
  const newLedger = db.prepare('INSERT INTO ledger (machine, uuid, through, head) VALUES (?, ?, 0, ?)');
  const newChunk = db.prepare(
    'INSERT INTO chunk (ledger, first, count, received, head, lines) VALUES (?, ?, ?, ?, ?, CAST(? AS TEXT))',
  );
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
  const rows = ledgerRows(db);
  return {
    idOf: (machine, ledger) => {
      const id = ids.get(`${machine} ${ledger}`);
      if (id === undefined) throw new Error(`${machine}: ledger ${ledger} is not stored`);
      return id;
    },
    append: (chunks) => {
      for (const [key, id] of append.immediate(chunks)) ids.set(key, id);
    },
    marks: () => {
      const all = rows();
      ids.clear();
      for (const row of all) ids.set(`${row.machine} ${row.uuid}`, row.id);
      return all.map(({ machine, uuid, through, head }) => ({
        machine,
        ledger: uuid,
        through,
        head: head.toString('hex') as Head,
      }));
    },
  };
}

/**
 * Reads the ledgers in the order in which they began, each with the mark of its last stored chunk,
 * folded or not.
 */
function ledgerRows(db: Connection): () => LedgerRow[] {
  const folded = db.prepare("SELECT value FROM meta WHERE key = 'folded'").pluck();
  const ledgers = db.prepare('SELECT id, machine, uuid, through, head FROM ledger ORDER BY id');
  const unfolded = db.prepare(
    'SELECT ledger AS id, first + count - 1 AS through, head FROM chunk WHERE id > ? ORDER BY id',
  );
  return () => {
    const byId = new Map((ledgers.all() as LedgerRow[]).map((row) => [row.id, row]));
    for (const chunk of unfolded.iterate(folded.get()) as IterableIterator<
      Pick<LedgerRow, 'id' | 'through' | 'head'>
    >) {
      const row = byId.get(chunk.id);
      if (row && chunk.through >= row.through) byId.set(chunk.id, { ...row, ...chunk });
    }
    return [...byId.values()];
  };
}
