import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crcOf, LineReader, lineOf } from '../../../simulators/board/model/lbp/line.ts';
import { ascii, lbpLine, textOf } from '../../support/board-rig.ts';

/** The contract's examples, with the checksums that are printed there. */
const examples = [
  '1 HELLO*7DF0',
  '1 OK LBP/1 SPIRAL-40 2.3.1 LB00417 40 12*D794',
  '2 TXN*C23D',
  '2 OK 901 7 DROPPED*466A',
  '3 VEND 902 5*CD87',
  '3 OK 902 5 RUNNING*741E',
  '! DONE 902 5 DROPPED*DCA2',
  '4 VEND 902 5*C5CC',
  '4 OK 902 5 DROPPED*F813',
  '5 VEND 901 5*9FE9',
  '5 ERR STALE*7697',
  '6 LANE 5*199E',
  '6 OK 5 READY 318*B7BA',
];

function read(...chunks: Uint8Array[]): { bodies: string[]; dropped: number } {
  const bodies: string[] = [];
  const reader = new LineReader((body) => bodies.push(body));
  for (const chunk of chunks) reader.push(chunk);
  return { bodies, dropped: reader.dropped };
}

const bodyOf = (line: string): string => line.slice(0, -5);

test('the check value of the checksum', () => {
  expect(crcOf('123456789')).toBe(0x29b1);
});

describe.each(examples)('%s', (line) => {
  const bytes = ascii(`${line}\r\n`);

  test('is written byte for byte', () => {
    expect(textOf(lineOf(bodyOf(line)))).toBe(`${line}\r\n`);
  });

  test('is read whole', () => {
    expect(read(bytes)).toEqual({ bodies: [bodyOf(line)], dropped: 0 });
  });

  test('is read byte by byte', () => {
    expect(read(...Array.from(bytes, (byte) => Uint8Array.of(byte))).bodies).toEqual([bodyOf(line)]);
  });

  test('is read after noise that ended a line, and once', () => {
    expect(read(ascii('\x00\xffgarbage*1234\r\n\r\n\n'), bytes, ascii('half a li'))).toEqual({
      bodies: [bodyOf(line)],
      dropped: 1,
    });
  });

  test('with any single bit wrong is dropped, or is another line whose end was hit', () => {
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const spoiled = Uint8Array.from(bytes);
      spoiled[bit >> 3] = (spoiled[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(read(spoiled).bodies).toEqual([]);
    }
  });
});

test.each([
  ['a bare line feed', '1 HELLO*7DF0\n'],
  ['lower-case digits', '1 HELLO*7df0\r\n'],
  ['no checksum', '1 HELLO\r\n'],
  ['an empty body', '*FFFF\r\n'],
  ['a byte in front', 'x1 HELLO*7DF0\r\n'],
  ['two carriage returns', '1 HELLO*7DF0\r\r\n'],
  ['a star in the body', lbpLine('1 HE*LO')],
  ['a tab in the body', lbpLine('1\tHELLO')],
  ['a body of 121', lbpLine('x'.repeat(121))],
])('%s is not a line and is counted', (_, text) => {
  expect(read(ascii(text))).toEqual({ bodies: [], dropped: 1 });
});

test('a body of 120 is a line', () => {
  expect(read(ascii(lbpLine('x'.repeat(120)))).bodies).toEqual(['x'.repeat(120)]);
});

test('endless noise takes bounded memory and is one dropped line', () => {
  const noise = new Uint8Array(1 << 20).fill(0x41);
  expect(read(noise, noise, ascii('\n'), ascii('1 HELLO*7DF0\r\n'))).toEqual({ bodies: ['1 HELLO'], dropped: 1 });
});

test('any bodies in any chunks with any noise lines between are read in order', () => {
  const body = fc.stringMatching(/^[\x20-\x29\x2b-\x7e]{1,120}$/);
  fc.assert(
    fc.property(fc.array(body, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 40 })), (bodies, cuts) => {
      const bytes = ascii(bodies.map((one) => `\x80noise\n${textOf(lineOf(one))}`).join(''));
      const chunks: Uint8Array[] = [];
      let from = 0;
      for (const cut of cuts) {
        chunks.push(bytes.subarray(from, from + cut));
        from += cut;
      }
      chunks.push(bytes.subarray(from));
      expect(read(...chunks)).toEqual({ bodies, dropped: bodies.length });
    }),
  );
});
