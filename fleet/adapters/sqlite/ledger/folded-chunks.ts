import type { MachineId } from '../../../../shared/contracts/ids.ts';
import type { TimestampedLine } from '../../../ledger/chunk.ts';
import type { Connection } from '../connection/database.ts';
import { readTimestamps } from './timestamp-rows.ts';

/** A chunk whose lines are in the books; `ledger` is the number of its ledger's row. */
export interface FoldedRows {
  readonly number: number;
  readonly ledger: number;
  readonly first: number;
  readonly lines: readonly string[];
  readonly timestamps: readonly TimestampedLine[];
}

/** A machine's folded chunks after chunk `after`, in order, up to about `lines` lines. */
export type FoldedChunks = (machine: MachineId, after: number, lines: number) => readonly FoldedRows[];

interface ChunkRow {
  readonly ledger: number;
  readonly first: number;
  readonly lines: string;
  readonly placed: string;
}

/** The folded chunks of one SQLite file. Of a machine that is set aside, those before it was. */
export function foldedChunks(db: Connection): FoldedChunks {
  const through = db
    .prepare(
      `SELECT min(value, coalesce((SELECT since - 1 FROM set_aside WHERE machine = ?), value)) FROM meta WHERE key = 'folded'`,
    )
    .pluck();
  const numbers = db
    .prepare(
      `SELECT o.chunk FROM ledger l JOIN chunk_of o ON o.ledger = l.id
       WHERE l.machine = ? AND o.chunk > ? AND o.chunk <= ? ORDER BY o.chunk LIMIT ?`,
    )
    .pluck();
  const chunk = db.prepare(`SELECT c.ledger, c.first, c.lines, o.placed
    FROM chunk c JOIN chunk_of o ON o.ledger = c.ledger AND o.first = c.first WHERE c.id = ?`);
  return (machine, after, lines) => {
    const found: FoldedRows[] = [];
    let count = 0;
    for (const number of numbers.all(machine, after, through.get(machine), lines) as number[]) {
      if (count >= lines) break;
      const { ledger, first, lines: text, placed } = chunk.get(number) as ChunkRow;
      const rows = { number, ledger, first, lines: text.split('\n'), timestamps: readTimestamps(placed) };
      found.push(rows);
      count += rows.lines.length;
    }
    return found;
  };
}
