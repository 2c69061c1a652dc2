import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AckCoalescer } from '../../fleet/adapters/mqtt/ack-coalescer.ts';
import { ownBytes } from '../../fleet/adapters/mqtt/own-bytes.ts';
import { byteCodec } from '../../fleet/adapters/native/byte-lines.ts';
import { mergeChunks } from '../../fleet/adapters/sqlite/ledger/chunk-merging.ts';
import { packBatches, unpackBatches } from '../../fleet/store/batch-transfer.ts';
import { writeBatch } from '../../shared/contracts/batch.ts';
import type { Head, LedgerId, MachineId, Seq } from '../../shared/contracts/ids.ts';

const ledgers = ['3f0e8a52-5c1d-4a7e-9b21-6d0c8f4e1a77', '7b1c2f64-3d0e-4b6a-9a51-0c9f6a4d1e22'] as LedgerId[];
const prev = '0'.repeat(64) as Head;
const form = byteCodec();

function chunkOf(ledger: LedgerId, first: number, texts: readonly string[]) {
  const machine = 'JX-360102-0001' as MachineId;
  const payload = Buffer.from(writeBatch({ ledger, first: first as Seq, prev, lines: texts }));
  const read = form.read({ machine, payload, bytes: payload.length });
  if (!read.ok) throw new Error(read.why);
  const head = String(first + texts.length - 1).padStart(64, '0') as Head;
  return { machine, ledger, first, received: 1, head, lines: read.batch.lines };
}

it('batches of one ledger in a group become rows of a batch’s size at most, with every line in its place', () => {
  const sizes = fc.constantFrom([1, 20], [3, 240], [4, 1], [120, 400], [200, 240], [256, 20]);
  const batch = fc.record({ ledger: fc.constantFrom(...ledgers), size: sizes });
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 12 }), (batches) => {
      const lines = new Map<LedgerId, string[]>(ledgers.map((ledger) => [ledger, []]));
      const chunks = batches.map(({ ledger, size: [count, width] }) => {
        const all = lines.get(ledger) ?? [];
        const texts = Array.from({ length: count }, (_, at) => String(all.length + at + 1).padStart(width, 'x'));
        const chunk = chunkOf(ledger, all.length + 1, texts);
        all.push(...texts);
        return chunk;
      });
      const rows = mergeChunks(chunks);
      for (const [ledger, written] of lines) {
        const own = rows.filter((row) => row.ledger === ledger);
        expect(own.flatMap((row) => row.lines.toString().split('\n'))).toEqual(written);
        let next = 1;
        for (const row of own) {
          expect(row.first).toBe(next);
          expect(row.lines.toString().split('\n')).toHaveLength(row.count);
          next += row.count;
          expect(Number(row.head)).toBe(next - 1);
          expect(row.count).toBeLessThanOrEqual(256);
          expect(row.lines.length).toBeLessThanOrEqual(65_536);
        }
      }
    }),
  );
});

it('a window of small batches is one row', () => {
  const [ledger = '' as LedgerId] = ledgers;
  expect(mergeChunks([1, 2, 3, 4].map((first) => chunkOf(ledger, first, ['{}'])))).toMatchObject([
    { first: 1, count: 4 },
  ]);
});

it('a group goes to another thread unchanged, whatever its payloads are', () => {
  const machine = fc.constantFrom('JX-360102-0001', 'JX-360102-0002') as fc.Arbitrary<MachineId>;
  const payload = fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array());
  fc.assert(
    fc.property(fc.array(fc.record({ machine, payload })), (group) => {
      const sent = group.map((each) => ({ ...each, bytes: Buffer.from(each.payload as string).length }));
      const came = unpackBatches(structuredClone(packBatches(sent)));
      expect(came.map((each) => [each.machine, Buffer.from(each.payload as Uint8Array).toString('hex')])).toEqual(
        group.map((each) => [each.machine, Buffer.from(each.payload as string).toString('hex')]),
      );
      expect(came.map((each) => each.bytes)).toEqual(sent.map((each) => each.bytes));
    }),
  );
});

it('a small payload does not keep a large read alive', () => {
  const read = Buffer.alloc(65_536);
  expect(ownBytes(read).buffer).toBe(read.buffer);
  const own = ownBytes(read.subarray(100, 400));
  expect(own).toHaveLength(300);
  expect(own.buffer.byteLength).toBeLessThan(read.length);
});

it('messages to a connection are held until their release, or for a short time, and then come completely and in order', async () => {
  const acks = new AckCoalescer();
  const connection = new PassThrough();
  const received = (): string => String(connection.read() ?? '');
  acks.hold(connection);
  acks.hold(connection);
  connection.write('acknowledged ');
  connection.write('receipt');
  expect(received()).toBe('');
  acks.release(connection);
  expect(received()).toBe('acknowledged receipt');
  acks.release(connection);
  acks.hold(connection);
  connection.write('acknowledged');
  await new Promise((resolve) => connection.once('readable', resolve));
  expect(received()).toBe('acknowledged');
});

it('batches that were received at different times stay separate rows: each line keeps its time of receipt', () => {
  const [ledger] = ledgers as [LedgerId];
  const older = { ...chunkOf(ledger, 1, ['{}']), received: 1 };
  const newer = { ...chunkOf(ledger, 2, ['{}']), received: 2 };
  expect(mergeChunks([older, newer]).map(({ first, received }) => ({ first, received }))).toEqual([
    { first: 1, received: 1 },
    { first: 2, received: 2 },
  ]);
});
