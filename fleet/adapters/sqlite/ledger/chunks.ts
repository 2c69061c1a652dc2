import type { LedgerId, MachineId } from '../../../../shared/contracts/ids.ts';
import type { Chunk } from '../../../ledger/chunk.ts';
import type { LedgerStore } from '../../../ledger/ledger-store.ts';
import type { Connection } from '../connection/database.ts';
import { readTimestamps } from './timestamp-rows.ts';

interface ChunkRow {
  readonly id: number;
  readonly machine: MachineId;
  readonly uuid: LedgerId;
  readonly first: number;
  readonly received: number;
  readonly lines: string;
  readonly placed: string | null;
}

/** Reads the stored chunks in order. */
export function chunkReader(db: Connection): Pick<LedgerStore, 'chunksAfter' | 'chunksOf'> {
  const chunks = `SELECT c.id, l.machine, l.uuid, c.first, c.received, c.lines, o.placed
    FROM chunk c JOIN ledger l ON l.id = c.ledger LEFT JOIN chunk_of o ON o.ledger = c.ledger AND o.first = c.first`;
  const after = db.prepare(`${chunks} WHERE c.id > ? ORDER BY c.id`);
  const ofMachine = db.prepare(`${chunks} WHERE c.id BETWEEN ? AND ? AND +l.machine = ? ORDER BY c.id`);
  return {
    chunksAfter: (mark, lines) => readChunks(after.iterate(mark) as IterableIterator<ChunkRow>, lines),
    chunksOf: (machine, from, through, lines) =>
      readChunks(ofMachine.iterate(from, through, machine) as IterableIterator<ChunkRow>, lines),
  };
}

/** Reads chunks from rows, up to about `lines` lines. */
function readChunks(rows: Iterable<ChunkRow>, lines: number): Chunk[] {
  const found: Chunk[] = [];
  let count = 0;
  for (const row of rows) {
    const chunk = {
      number: row.id,
      machine: row.machine,
      ledger: row.uuid,
      first: row.first,
      received: row.received,
      lines: row.lines.split('\n'),
      timestamps: row.placed === null ? null : readTimestamps(row.placed),
    };
    found.push(chunk);
    count += chunk.lines.length;
    if (count >= lines) break;
  }
  return found;
}
