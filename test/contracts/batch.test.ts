import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Batch,
  batchMaxBytes,
  batchMaxLines,
  fitBatch,
  readBatch,
  writeBatch,
} from '../../shared/contracts/batch.ts';
import type { Head, LedgerId, Seq } from '../../shared/contracts/ids.ts';
import { utf8Length } from '../../shared/contracts/utf8.ts';

const ledger = '3f0e8a52-5c1d-4a7e-9b21-6d0c8f4e1a77' as LedgerId;
const prev = '0'.repeat(64) as Head;
const batch = (lines: readonly string[], first = 1): Batch => ({ ledger, first: first as Seq, prev, lines });
const read = (payload: string) => readBatch(payload, Buffer.byteLength(payload));
const header = `{"ledger":"${ledger}","first":1,"prev":"${prev}"}`;

describe('a batch', () => {
  it('of 256 lines is accepted, of 257 not', () => {
    expect(read(writeBatch(batch(Array(batchMaxLines).fill('{}'))))).toMatchObject({ ok: true });
    expect(read(writeBatch(batch(Array(batchMaxLines + 1).fill('{}'))))).toEqual({
      ok: false,
      why: '257 lines, at most 256',
    });
  });

  it('of 64 KiB is accepted, of one byte more not', () => {
    const ofBytes = (bytes: number) => `${header}\n${'x'.repeat(bytes - header.length - 2)}\n`;
    expect(read(ofBytes(batchMaxBytes))).toMatchObject({ ok: true });
    expect(read(ofBytes(batchMaxBytes + 1))).toEqual({ ok: false, why: '65537 bytes, at most 65536' });
  });

  it('counts bytes, not letters', () => {
    expect(read(`${header}\n${'盒'.repeat(21_900)}\n`)).toMatchObject({ ok: false });
  });

  it('without its last line end is accepted', () => {
    expect(read(`${header}\n{"a":1}`)).toEqual({ ok: true, batch: batch(['{"a":1}']) });
  });

  it('may have no lines', () => {
    expect(read(`${header}\n`)).toEqual({ ok: true, batch: batch([]) });
  });

  it.each([
    ['', 'empty'],
    ['\n', 'the header is not JSON'],
    ['{', 'the header is not JSON'],
    ['null\n{}', /^header: /],
    ['[]\n{}', /^header: /],
    ['{}\n{}', /^header: ledger/],
    [`${header}\n\n{}`, 'an empty line'],
    [`${header}\n{}\n\n`, 'an empty line'],
    [`\n${header}\n{}`, 'the header is not JSON'],
    [`\ufeff${header}\n{}`, 'the header is not JSON'],
    [header.replace('"first":1', '"first":0'), /^header: first/],
    [header.replace('"first":1', '"first":1.5'), /^header: first/],
    [header.replace('"first":1', '"first":"1"'), /^header: first/],
    [header.replace('"first":1', '"first":1e300'), /^header: first/],
    [header.replace(prev, '0'.repeat(63)), /^header: prev/],
    [header.replace(prev, 'G'.repeat(64)), /^header: prev/],
    [header.replace(prev, 'A'.repeat(64)), /^header: prev/],
    [header.replace(ledger, 'not-a-uuid'), /^header: ledger/],
  ])('that is malformed is refused with the reason: %j', (payload, why) => {
    const result = read(payload);
    expect(result).toMatchObject({ ok: false, why: typeof why === 'string' ? why : expect.stringMatching(why) });
  });

  const line = fc
    .tuple(fc.string({ unit: 'binary', maxLength: 40 }), fc.integer({ min: 1, max: 60 }))
    .map(([text, times]) => JSON.stringify({ kind: text.repeat(times) }));

  it('that was fitted and written reads back unchanged, within its bounds, and is as full as possible', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        (lines, first) => {
          const fitted = fitBatch(batch(lines, first));
          const payload = writeBatch(fitted);
          expect(read(payload)).toEqual({ ok: true, batch: fitted });
          expect(fitted.lines).toEqual(lines.slice(0, fitted.lines.length));
          const next = lines[fitted.lines.length];
          const slack = 160;
          if (next !== undefined && fitted.lines.length < batchMaxLines)
            expect(Buffer.byteLength(payload) + Buffer.byteLength(next) + slack).toBeGreaterThan(batchMaxBytes);
        },
      ),
    );
  });

  it('is fitted with its header, whatever its number, and never a byte too large', () => {
    for (const first of [1, Number.MAX_SAFE_INTEGER])
      for (let bytes = 0; bytes < 700; bytes++) {
        const fitted = fitBatch(batch(['x'.repeat(65_000), 'y'.repeat(bytes)], first));
        expect(Buffer.byteLength(writeBatch(fitted))).toBeLessThanOrEqual(batchMaxBytes);
        if (bytes < 350) expect(fitted.lines).toHaveLength(2);
      }
  });

  it('is measured in UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });

  it('is read or refused, whatever comes, and never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void read(text)));
    fc.assert(fc.property(fc.array(fc.json()), (parts) => void read(parts.join('\n'))));
  });
});
