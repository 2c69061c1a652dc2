import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { batchMaxBytes, batchMaxLines, readHeader } from '../../../shared/contracts/batch.ts';
import type { Head } from '../../../shared/contracts/ids.ts';
import type { BatchCodec, ReceivedRead } from '../../ledger/check-batch.ts';
import { fastestChain } from './chain/fastest.ts';
import type { HeadOver } from './chain/one-shot.ts';

const lineFeed = 0x0a;

/**
 * Lines as the bytes in which they were received, with line feeds between them. They are never
 * converted to text on their way to the store.
 */
export class ByteLines {
  readonly #bytes: Buffer;
  /** The start of line `from + i`. The last entry is the start that one more line would have. */
  readonly #starts: readonly number[];
  readonly #from: number;
  readonly length: number;

  /**
   * `starts` holds the start of each line, and finally the place after the last line's line feed.
   */
  constructor(bytes: Buffer, starts: readonly number[], from = 0, to = starts.length - 1) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#from = from;
    this.length = to - from;
  }

  slice(from: number, to = this.length): ByteLines {
    return new ByteLines(this.#bytes, this.#starts, this.#from + from, this.#from + to);
  }

  /** The start of line `index`. */
  start(index: number): number {
    return this.#starts[this.#from + index] ?? 0;
  }

  /** The lines with line feeds between them and none at the end. */
  get joined(): Buffer {
    return this.#bytes.subarray(this.start(0), Math.max(this.start(0), this.start(this.length) - 1));
  }
}

/** Lines as they are stored: line feeds between them, none at the end. */
export function linesOf(joined: Buffer): ByteLines {
  const starts = [0];
  for (let feed = joined.indexOf(lineFeed); feed !== -1; feed = joined.indexOf(lineFeed, feed + 1))
    starts.push(feed + 1);
  return new ByteLines(joined, [...starts, joined.length + 1]);
}

/** Reads batches as bytes. It makes the same checks as `readBatch`, in the same order. */
export function byteCodec(headOver: HeadOver = fastestChain().headOver): BatchCodec<ByteLines> {
  return {
    first: (ledger) => hash('sha256', ledger, 'hex') as Head,
    read: ({ payload }) => readBytes(typeof payload === 'string' ? Buffer.from(payload) : asBuffer(payload)),
    headAfter: (prev, lines) => (lines.length === 0 ? prev : headOver(prev, lines.joined)),
  };
}

const asBuffer = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length);

function readBytes(payload: Buffer): ReceivedRead<ByteLines> {
  if (!isUtf8(payload)) return { ok: false, why: 'not UTF-8' };
  if (payload.length > batchMaxBytes) return { ok: false, why: `${payload.length} bytes, at most ${batchMaxBytes}` };
  if (payload.length === 0) return { ok: false, why: 'empty' };
  const starts: number[] = [];
  let empty = false;
  const feed = payload.indexOf(lineFeed);
  const headerEnd = feed === -1 ? payload.length : feed;
  for (let at = headerEnd + 1; at < payload.length; ) {
    starts.push(at);
    const end = payload.indexOf(lineFeed, at);
    empty ||= end === at;
    at = (end === -1 ? payload.length : end) + 1;
  }
  const lines = starts.length;
  if (lines > batchMaxLines) return { ok: false, why: `${lines} lines, at most ${batchMaxLines}` };
  if (empty) return { ok: false, why: 'an empty line' };
  const header = readHeader(payload.toString('utf8', 0, headerEnd));
  if (!header.ok) return header;
  // The place after the last line feed, which may be missing.
  starts.push(payload.at(-1) === lineFeed ? payload.length : payload.length + 1);
  return { ok: true, batch: { ...header.header, lines: new ByteLines(payload, starts) } };
}
