import type { Head } from '../../../../shared/contracts/ids.ts';
import { LedgerId, MachineId } from '../../../../shared/contracts/ids.ts';
import { quarantined } from '../../../ledger/quarantined.ts';
import { byteCodec, linesOf } from '../../native/byte-lines.ts';
import { type Connection, isDamage } from '../connection/database.ts';
import { readTimestamps } from '../ledger/timestamp-rows.ts';

/**
 * Ledger lines of a damaged database: how many were saved, and how many are known to have been
 * there and could not be read.
 */
export interface SavedLines {
  readonly lines: number;
  readonly unread: number;
}

interface LedgerRow {
  readonly id: number;
  readonly machine: unknown;
  readonly uuid: unknown;
  readonly through: unknown;
}

interface ChunkRow {
  readonly ledger: number;
  readonly first: number;
  readonly count: number;
  readonly received: number;
  readonly head: Buffer;
  readonly lines: Buffer;
}

interface Saving {
  through: number;
  head: Head;
  /** The last line that is known to have been stored. */
  held: number;
}

/**
 * Chunks written in one transaction. Nobody uses the new file before it is complete, but its
 * write-ahead log must not grow as large as the file.
 */
const chunksAtOnce = 4096;

/** The result of `ask`, or null if damage prevents it. */
function unlessDamaged<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (!isDamage(error)) throw error;
    return null;
  }
}

/**
 * A table's rows by `id`, read from its beginning up to the damage and from its end back to it,
 * each once and in order.
 */
function byId<T extends { readonly id: number }>(db: Connection, select: string): T[] {
  const rows = new Map<number, T>();
  for (const way of ['ASC', 'DESC'])
    unlessDamaged(() => {
      for (const row of db.prepare(`${select} ORDER BY id ${way}`).iterate() as IterableIterator<T>) {
        if (rows.has(row.id) && way === 'DESC') break;
        rows.set(row.id, row);
      }
    });
  return [...rows.values()].sort((a, b) => a.id - b.id);
}

/**
 * Copies ledgers from a damaged database, which is only read, into a new one. Of each ledger, it
 * copies the lines from the beginning that match the chain, up to the first that cannot be read.
 * Timestamps are kept, and books are folded again from the lines. Kiosks send the rest again.
 */
export function recoverLedgers(from: Connection, to: Connection, known: ReadonlySet<unknown>): SavedLines {
  const form = byteCodec();
  const newLedger = to.prepare('INSERT OR IGNORE INTO ledger VALUES (?, ?, ?, 0, ?)');
  const newChunk = to.prepare('INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?, CAST(? AS TEXT))');
  const newTimestamps = to.prepare('INSERT INTO chunk_of VALUES (?, ?, ?, ?)');
  const ledgers = new Map<number, Saving>();
  for (const { id, machine, uuid, through } of byId<LedgerRow>(from, 'SELECT id, machine, uuid, through FROM ledger')) {
    const ledger = LedgerId.safeParse(uuid);
    if (!ledger.success || !known.has(machine) || !MachineId.safeParse(machine).success) continue;
    const head = form.first(ledger.data);
    if (newLedger.run(id, machine, ledger.data, Buffer.from(head, 'hex')).changes === 0) continue;
    ledgers.set(id, { through: 0, head, held: Number.isSafeInteger(through) ? Number(through) : 0 });
  }
  const chunkAt = from.prepare(
    'SELECT ledger, first, count, received, head, CAST(lines AS BLOB) AS lines FROM chunk WHERE id = ?',
  );
  const timestampsAt = from.prepare('SELECT placed FROM chunk_of WHERE ledger = ? AND first = ?').pluck();

  const save = (id: number): void => {
    const row = unlessDamaged(() => chunkAt.get(id) as ChunkRow | undefined);
    const saving = row && ledgers.get(row.ledger);
    if (!saving) return;
    const { ledger, first, count, received, head, lines: bytes } = row;
    const last = first + count - 1;
    saving.held = Math.max(saving.held, last);
    if (first !== saving.through + 1 || !Buffer.isBuffer(bytes) || !Buffer.isBuffer(head)) return;
    const lines = linesOf(bytes);
    const reached = form.headAfter(saving.head, lines);
    if (lines.length !== count || reached !== head.toString('hex')) return;
    newChunk.run(id, ledger, first, count, received, head, bytes);
    const timestamps = unlessDamaged(() => timestampsAt.get(ledger, first) as string | undefined);
    if (timestamps && areTimestamps(timestamps, count)) newTimestamps.run(ledger, first, id, timestamps);
    saving.through = last;
    saving.head = reached;
  };

  const ids = byId<{ id: number }>(from, 'SELECT id FROM chunk');
  for (let at = 0; at < ids.length; at += chunksAtOnce)
    to.transaction(() => {
      for (const { id } of ids.slice(at, at + chunksAtOnce)) save(id);
    })();
  recoverQuarantined(from, to, known);
  let lines = 0;
  let unread = 0;
  for (const { through, held } of ledgers.values()) {
    lines += through;
    unread += held - through;
  }
  return { lines, unread };
}

/**
 * Copies from which chunk on machines in quarantine are kept out of the books, so that their
 * earlier lines count as before.
 */
function recoverQuarantined(from: Connection, to: Connection, known: ReadonlySet<unknown>): void {
  const save = to.prepare('INSERT INTO set_aside VALUES (:machine, :since, :at, :why)');
  const found = unlessDamaged(() => {
    // The first version of the tables has none.
    if (!from.prepare("SELECT 1 FROM sqlite_master WHERE name = 'set_aside'").get()) return [];
    const rows = from.prepare('SELECT machine, since, at, why FROM set_aside WHERE why = ?').all(quarantined);
    return rows as { machine: unknown; since: unknown; at: unknown }[];
  });
  for (const row of found ?? [])
    if (known.has(row.machine) && Number.isSafeInteger(row.since) && Number.isSafeInteger(row.at)) save.run(row);
}

/**
 * Whether a text holds the timestamps of `count` lines. Random bytes in a page may look like a row.
 */
function areTimestamps(text: string, count: number): boolean {
  try {
    const timestamps = readTimestamps(text);
    return (
      timestamps.length === count && timestamps.every(({ at, day }) => Number.isFinite(at) && Number.isFinite(day))
    );
  } catch {
    return false;
  }
}
