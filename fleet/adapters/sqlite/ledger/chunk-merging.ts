import { batchMaxBytes, batchMaxLines } from '../../../../shared/contracts/batch.ts';
import type { NewChunk } from '../../../ledger/ledger-store.ts';
import type { ByteLines } from '../../native/byte-lines.ts';

/** A row to be written: lines of one ledger, with line feeds between them. */
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
 * Merges the chunks of each ledger in a group into rows of at most one batch's size. A kiosk's
 * whole window of small batches becomes one row to write and to fold. All lines of a row have the
 * same time of receipt. The rows of a ledger stay in order.
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
