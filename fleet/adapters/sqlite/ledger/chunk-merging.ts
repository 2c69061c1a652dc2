import { batchMaxBytes, batchMaxLines } from '../../../../shared/contracts/batch.ts';
import type { NewChunk } from '../../../ledger/ledger-store.ts';
import type { ByteLines } from '../../native/byte-lines.ts';

/** A row to be: lines of one ledger, with the line feeds between them. */
export interface MergedChunk extends Omit<NewChunk, 'lines'> {
  readonly count: number;
  readonly lines: Buffer;
}

interface Open {
  last: NewChunk<ByteLines>;
  readonly first: number;
  readonly pieces: Buffer[];
  count: number;
  bytes: number;
}

const lineFeed = Buffer.from('\n');

/**
 * Joins what a group holds of one ledger to rows of a batch's size at most: a kiosk's whole window of small batches is one row to write and to
 * fold. A row has one time of receipt. Rows of one ledger stay in their order.
 */
export function mergeChunks(chunks: readonly NewChunk<ByteLines>[]): MergedChunk[] {
  const rows: Open[] = [];
  const open = new Map<string, Open>();
  for (const chunk of chunks) {
    const key = `${chunk.machine} ${chunk.ledger}`;
    const piece = chunk.lines.joined;
    const row = open.get(key);
    const fits = row && row.count + chunk.lines.length <= batchMaxLines && row.bytes + piece.length < batchMaxBytes;
    if (fits && row.last.received === chunk.received) {
      row.pieces.push(lineFeed, piece);
      row.count += chunk.lines.length;
      row.bytes += 1 + piece.length;
      row.last = chunk;
    } else {
      const begun = {
        last: chunk,
        first: chunk.first,
        pieces: [piece],
        count: chunk.lines.length,
        bytes: piece.length,
      };
      open.set(key, begun);
      rows.push(begun);
    }
  }
  return rows.map(({ last: { machine, ledger, received, head }, first, pieces, count }) => {
    const [only] = pieces;
    const lines = pieces.length === 1 && only ? only : Buffer.concat(pieces);
    return { machine, ledger, first, received, head, count, lines };
  });
}
