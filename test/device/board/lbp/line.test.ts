import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc16, decodeLine, encodeLine } from '../../../../device/board/lbp/codec.ts';
import { LONGEST_LINE } from '../../../../device/board/lbp/limits.ts';
import { readMessage } from '../../../../device/board/lbp/messages.ts';
import { lineGuard } from '../../../../device/board/line-guard.ts';
import { ascii, golden } from '../../../support/board/lbp-golden.ts';

test('the check value of the contract', () => {
  expect(crc16(ascii('123456789'))).toBe(0x29b1);
});

describe.each(golden)('%s: %s', (_from, body, crc) => {
  const line = ascii(`${body}*${crc}\r\n`);

  test('is encoded', () => expect(encodeLine(body)).toEqual(line));

  test('is decoded', () => expect(decodeLine(line)).toBe(body));

  test('comes byte by byte', () => {
    const guard = lineGuard(LONGEST_LINE);
    const lines = Array.from(line).flatMap((byte) => guard.push(Uint8Array.of(byte)));
    expect(lines.map(decodeLine)).toEqual([body]);
  });

  test('is found after noise that ends, and lost with noise that does not', () => {
    const noise = fc.uint8Array({ maxLength: 400 }).map((bytes) => bytes.map((byte) => (byte === 10 ? 11 : byte)));
    fc.assert(
      fc.property(noise, noise, fc.integer({ min: 1, max: 50 }), (before, after, chunk) => {
        const guard = lineGuard(LONGEST_LINE);
        const wire = Uint8Array.from([...before, 10, ...line, ...after, ...line, ...line]);
        const bodies: unknown[] = [];
        for (let at = 0; at < wire.length; at += chunk) {
          bodies.push(...guard.push(wire.subarray(at, at + chunk)).map(decodeLine));
        }
        const clean = bodies.filter((one) => one === body);
        expect(clean).toHaveLength(after.length === 0 ? 3 : 2);
      }),
    );
  });

  test('any single changed byte makes it invalid', () => {
    for (let at = 0; at < line.length; at++) {
      for (const bit of [1, 2, 4, 8, 16, 32, 64, 128]) {
        const spoilt = Uint8Array.from(line);
        spoilt[at] = (spoilt[at] ?? 0) ^ bit;
        expect(decodeLine(spoilt), `byte ${at} bit ${bit}`).not.toBe(body);
      }
    }
  });
});

test.each([
  ['', 'no CR', 'A*58E5\n'],
  ['', 'lower-case digits', `A*${crc16(ascii('A')).toString(16).toLowerCase().replace(/\d/g, 'a')}\r\n`],
  ['', 'a star within', '1*2*0000\r\n'],
  ['', 'a control character', '1\t2*0000\r\n'],
  ['', 'no body', '*FFFF\r\n'],
])('%s%s is not a line', (_, __, text) => {
  expect(decodeLine(ascii(text))).toBeNull();
});

test('empty lines are ignored, and are not counted', () => {
  expect(decodeLine(ascii('\r\n'))).toBe('empty');
  expect(decodeLine(ascii('\n'))).toBe('empty');
});

test('a body of 120 characters is the longest', () => {
  const longest = 'x'.repeat(120);
  expect(lineGuard(LONGEST_LINE).push(encodeLine(longest)).map(decodeLine)).toEqual([longest]);
  expect(() => encodeLine('x'.repeat(121))).toThrow();
});

test('ten MiB of noise without an LF cost one line of memory, little time, and are counted as one', () => {
  const guard = lineGuard(LONGEST_LINE);
  const noise = new Uint8Array(64 * 1024).fill(0xa5);
  const began = process.cpuUsage();
  for (let chunk = 0; chunk < 160; chunk++) expect(guard.push(noise)).toEqual([]);
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1000).toBeLessThan(1_000);
  expect(guard.dropped).toBe(1);
  expect(guard.droppedBytes).toBe(160 * 64 * 1024);
  expect(guard.push(ascii('\n'))).toEqual([]);
  expect(guard.push(encodeLine('1 HELLO')).map(decodeLine)).toEqual(['1 HELLO']);
});

test('no piece is ever longer than a line, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 20 }), (chunks) => {
      const guard = lineGuard(LONGEST_LINE);
      for (const chunk of chunks)
        for (const line of guard.push(chunk)) expect(line.length).toBeLessThanOrEqual(LONGEST_LINE);
    }),
  );
});

test('messages outside the protocol are foreign, never an error', () => {
  for (const body of [
    '! BOOT 1 MAGIC',
    '! BOOT -1 POWER',
    '! DONE 0 0 NONE 1',
    '! LANE 0 READY',
    '! DOOR AJAR',
    '0 OK',
    'x',
    '70000 OK',
    '! LANE 1 constructor',
    '01 OK',
  ]) {
    expect(readMessage(body), body).toEqual({ is: 'foreign' });
  }
  fc.assert(fc.property(fc.string({ unit: 'binary-ascii', maxLength: 120 }), (body) => void readMessage(body)));
});
