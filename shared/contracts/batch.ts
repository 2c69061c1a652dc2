import { z } from 'zod';
import { firstIssue } from './first-issue.ts';
import { Head, Instant, LedgerId, Mark, Seq } from './ids.ts';
import { readJson } from './json.ts';
import { utf8Length } from './utf8.ts';

export { utf8Length };

/** [MQTT contract, batch] At most 256 events and 64 KiB, header included. */
export const batchMaxLines = 256;
/** [MQTT contract, batch] The most bytes of a batch, header included. */
export const batchMaxBytes = 65_536;

/**
 * The first line of a batch: which ledger, which line it begins with, and the chain's state before
 * that line.
 */
export const BatchHeader = z.object({ ledger: LedgerId, first: Seq, prev: Head });
export type BatchHeader = z.infer<typeof BatchHeader>;

/** A batch as it was received; its lines are the bytes that the chain covers. */
export interface Batch extends BatchHeader {
  readonly lines: readonly string[];
}

/**
 * The fleet's receipt for what it stores durably: cumulative through line `through`, whose chain
 * state is `head`.
 */
export const Receipt = z.object({ ledger: LedgerId, through: Mark, head: Head, time: Instant });
export type Receipt = z.infer<typeof Receipt>;

/** As many of `lines` as a batch may hold, at least one. */
export function fitBatch(batch: Batch): Batch {
  const headerBytes = 160;
  let bytes = headerBytes;
  let count = 0;
  for (const line of batch.lines.slice(0, batchMaxLines)) {
    bytes += utf8Length(line) + 1;
    if (count > 0 && bytes > batchMaxBytes) break;
    count += 1;
  }
  return { ...batch, lines: batch.lines.slice(0, count) };
}

/** A batch's payload: header and lines, each ended by LF. */
export function writeBatch(batch: Batch): string {
  const header = JSON.stringify({ ledger: batch.ledger, first: batch.first, prev: batch.prev });
  return `${header}\n${batch.lines.join('\n')}\n`;
}

/** A batch that could be read, or why not. */
export type ReadBatch = { ok: true; batch: Batch } | { ok: false; why: string };

/**
 * Reads a payload that was decoded as UTF-8; `bytes` is its length on the wire. A missing last LF
 * is accepted. An empty line is refused, because it would make a line that the chain can't
 * distinguish from framing.
 */
export function readBatch(payload: string, bytes: number): ReadBatch {
  if (bytes > batchMaxBytes) return { ok: false, why: `${bytes} bytes, at most ${batchMaxBytes}` };
  const lines = payload.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const first = lines.shift();
  if (first === undefined) return { ok: false, why: 'empty' };
  if (lines.length > batchMaxLines) return { ok: false, why: `${lines.length} lines, at most ${batchMaxLines}` };
  if (lines.includes('')) return { ok: false, why: 'an empty line' };
  const header = readHeader(first);
  return header.ok ? { ok: true, batch: { ...header.header, lines } } : header;
}

/** A batch's header that could be read, or why not. */
export type ReadHeader = { ok: true; header: BatchHeader } | { ok: false; why: string };

/**
 * Matches a header exactly as `writeBatch` writes it. Most headers match, and this is ten times as
 * fast as their schema.
 */
const usualHeader =
  /^\{"ledger":"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})","first":([1-9][0-9]{0,14}),"prev":"([0-9a-f]{64})"\}$/;

/** Reads a batch's first line. */
export function readHeader(text: string): ReadHeader {
  const [, ledger, first, prev] = usualHeader.exec(text) ?? [];
  if (ledger !== undefined)
    return { ok: true, header: { ledger: ledger as LedgerId, first: Number(first) as Seq, prev: prev as Head } };
  const read = readJson(text);
  if (!read.ok) return { ok: false, why: `the header is ${read.why}` };
  const header = BatchHeader.safeParse(read.json);
  return header.success ? { ok: true, header: header.data } : { ok: false, why: `header: ${firstIssue(header.error)}` };
}
