import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Chain } from '../../device/adapters/chain.ts';
import { byteCodec } from '../../fleet/adapters/native/byte-lines.ts';
import { fastestChain } from '../../fleet/adapters/native/chain/fastest.ts';
import { oneShotChain } from '../../fleet/adapters/native/chain/one-shot.ts';
import { textCodec } from '../../fleet/ledger/check-batch.ts';
import { BatchHeader, readHeader } from '../../shared/contracts/batch.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';

const machine = 'JX-360102-0001' as MachineId;
const ledger = '3f0e8a52-5c1d-4a7e-9b21-6d0c8f4e1a77' as LedgerId;
const header = `{"ledger":"${ledger}","first":1,"prev":"${'0'.repeat(64)}"}`;
const form = byteCodec();

const head = form.first(ledger);

/**
 * The contract's rule, implemented a second time: h(n) is the SHA-256 of the 32 bytes of h(n−1) and
 * the bytes of line n.
 */
function byTheBook(of: string, lines: readonly string[]): string {
  const start = createHash('sha256').update(of).digest();
  return lines
    .reduce((head, line) => createHash('sha256').update(head).update(line, 'utf8').digest(), start)
    .toString('hex');
}

const asBytes = (payload: Uint8Array) => form.read({ machine, payload, bytes: payload.length });
const asText = (text: string) =>
  textCodec(sha256Chain).read({ machine, payload: text, bytes: Buffer.byteLength(text) });

/** The result of reading a payload as bytes, with its lines as texts. */
function readBytes(payload: Uint8Array) {
  const read = asBytes(payload);
  if (!read.ok) return read;
  const { lines, ...rest } = read.batch;
  const texts = Array.from({ length: lines.length }, (_, at) => lines.slice(at, at + 1).joined.toString());
  expect(lines.joined.toString()).toBe(texts.join('\n'));
  return { ok: true, batch: { ...rest, lines: texts } };
}

const line = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', '')),
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', '')),
  fc.constantFrom('{}', '\r', '\0', '中文 🎈', '\ufeff', 'x'.repeat(400)),
);
const anyHeader = fc.oneof(
  { weight: 4, arbitrary: fc.constant(header) },
  fc.constantFrom('', '{}', 'null', ` ${header}`, `\ufeff${header}`, header.replace(':1,', ':1.5,'), `${header}\r`),
);

describe('a batch as bytes', () => {
  it('is read like its text, whatever it contains', () => {
    const payload = fc
      .tuple(anyHeader, fc.array(fc.oneof({ weight: 9, arbitrary: line }, fc.constant('')), { maxLength: 12 }))
      .chain(([first, lines]) =>
        fc.constantFrom(...['', '\n', '\n\n'].map((end) => [first, ...lines].join('\n') + end)),
      );
    fc.assert(
      fc.property(fc.oneof(payload, fc.constantFrom('', '\n', '\n\n', '\n{}')), (text) => {
        expect(readBytes(Buffer.from(text))).toEqual(asText(text));
      }),
      { numRuns: 500 },
    );
  });

  it.each([256, 257])('of %i lines, with the maximum number of bytes and one more, is read like its text', (count) => {
    const text = `${header}\n${'{}\n'.repeat(count)}`;
    expect(readBytes(Buffer.from(text))).toEqual(asText(text));
    const long = `${header}\n${'x'.repeat(65_536 + count - 256 - header.length - 1)}`;
    expect(readBytes(Buffer.from(long))).toEqual(asText(long));
  });

  it('that is not UTF-8 is refused', () => {
    expect(asBytes(Buffer.concat([Buffer.from(`${header}\n`), Buffer.from([0xff, 0xfe])]))).toEqual({
      ok: false,
      why: 'not UTF-8',
    });
  });
});

describe.each([
  ['compiled', byteCodec()],
  ['by one-shot hashes', byteCodec(oneShotChain())],
])('the chain %s', (_by, form) => {
  it('gives the head by the contract’s words, over any part of a batch, and does not change the batch', () => {
    const lines = fc.array(
      line.filter((text) => text !== ''),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(lines, fc.nat(20), fc.nat(20), (texts, a, b) => {
        const payload = Buffer.from(`${header}\n${texts.join('\n')}\n`);
        const before = Buffer.from(payload);
        const read = asBytes(payload);
        if (!read.ok) throw new Error(read.why);
        const from = Math.min(a, b, texts.length);
        const to = Math.min(Math.max(a, b), texts.length);
        expect(form.headAfter(form.first(ledger), read.batch.lines.slice(from, to))).toBe(
          byTheBook(ledger, texts.slice(from, to)),
        );
        expect(payload.equals(before)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the compiled chain', () => {
  it('exists: the installation compiles it', () => {
    expect(fastestChain()).toMatchObject({ is: 'compiled' });
  });

  it('is replaced by one-shot hashes if it is missing, with the reason', () => {
    const chain = fastestChain('/nowhere/yaoju_chain.node');
    expect(chain).toMatchObject({ is: 'one-shot', why: expect.stringContaining('/nowhere/yaoju_chain.node') });
    expect(chain.headOver(head, Buffer.from('{}'))).toBe(byTheBook(ledger, ['{}']));
  });

  it.each([
    ['a head that is none', () => [head.slice(1), Buffer.from('{}')]],
    ['capital digits', () => [head.toUpperCase(), Buffer.from('{}')]],
    ['lines that are no bytes', () => [head, '{}']],
    ['nothing', () => []],
  ])('refuses %s', (_what, given) => {
    const chain = fastestChain().headOver as (...given: readonly unknown[]) => unknown;
    expect(() => chain(...given())).toThrow(TypeError);
  });
});

describe('the header as most kiosks write it', () => {
  it('is read as by its schema', () => {
    const hex = fc.constantFrom(...'0123456789abcdefAF');
    const hexes = (length: number) =>
      fc.array(hex, { minLength: length, maxLength: length }).map((all) => all.join(''));
    const guid = fc.tuple(hexes(8), hexes(4), hexes(4), hexes(4), hexes(12)).map((parts) => parts.join('-'));
    const first = fc.oneof(
      fc.nat().map(String),
      fc.constantFrom('0', '01', '-1', '1e3', '999999999999999', '9007199254740991', '9007199254740992'),
    );
    fc.assert(
      fc.property(
        fc.oneof(guid, fc.uuid()),
        first,
        fc.oneof(hexes(64), hexes(63), fc.stringMatching(/^[0-9a-f]{64}$/)),
        (of, seq, prev) => {
          const text = `{"ledger":"${of}","first":${seq},"prev":"${prev}"}`;
          const read = readHeader(text);
          let json: unknown;
          try {
            json = JSON.parse(text);
          } catch {
            json = null;
          }
          const bySchema = BatchHeader.safeParse(json);
          expect(read.ok).toBe(bySchema.success);
          if (read.ok) expect(read.header).toEqual(bySchema.data);
        },
      ),
      { numRuns: 500 },
    );
  });
});
