import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBatch, writeBatch } from '../../shared/contracts/batch.ts';
import { readLine } from '../../shared/contracts/events.ts';
import { fuzz } from './run.ts';
import { targets } from './targets.ts';

describe('parsers of input from outside', () => {
  it.each(targets)('$name: nothing breaks it', (target) => {
    const found = fuzz(target, 1, 400);
    expect(found === null ? '' : `${found.what} on ${Buffer.from(found.input).toString('base64')}`).toBe('');
  });

  it.each(targets)('$name: no text or bytes of any kind break it', ({ feed }) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.json().map((json) => new TextEncoder().encode(json)),
        ),
        (bytes) => {
          feed(bytes);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('do not accumulate noise: 20 MB through each line parser leave less than 20 MB', () => {
    const noise = new Uint8Array(64 * 1024).map((_, at) => (at * 31 + 7) % 250);
    for (const target of targets.slice(0, 3)) {
      const before = process.memoryUsage().arrayBuffers;
      for (let time = 0; time < 320; time += 1) target.feed(noise);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    }
  });

  it('read back what was written, whatever the lines contain', () => {
    const line = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !/[\n\ud800-\udfff]/.test(text));
    const ledger = fc.uuid().map((id) => id as never);
    fc.assert(
      fc.property(ledger, fc.array(line, { minLength: 1, maxLength: 20 }), (id, lines) => {
        const payload = writeBatch({ ledger: id, first: 1 as never, prev: 'a'.repeat(64) as never, lines });
        const read = readBatch(payload, Buffer.byteLength(payload));
        expect(read.ok && read.batch.lines).toEqual(lines);
      }),
    );
  });

  it('a line is an event, an unknown one or unreadable, and nothing else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['known', 'unknown', 'unreadable']).toContain(readLine(text).kind);
      }),
    );
  });
});
