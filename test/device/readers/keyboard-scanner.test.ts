import { describe, expect, it } from 'vitest';
import { keyboardScanner } from '../../../device/readers/scanner/keyboard.ts';

const shift = 42;
const control = 29;
const rows: readonly (readonly [number, string, string])[] = [
  [2, '1234567890-=', '!@#$%^&*()_+'],
  [16, 'qwertyuiop', 'QWERTYUIOP'],
  [30, 'asdfghjkl', 'ASDFGHJKL'],
  [44, 'zxcvbnm', 'ZXCVBNM'],
];

/** An event of the input system: type 1, a key, pressed or released. */
function event(code: number, value: number): number[] {
  const bytes = new Array<number>(24).fill(7);
  bytes.splice(16, 8, 1, 0, code & 0xff, code >> 8, value, 0, 0, 0);
  return bytes;
}
const press = (code: number): number[] => [...event(code, 1), ...event(code, 0)];

/** The events of a keyboard that types this text; a group separator is Ctrl and the bracket. */
function keys(text: string): number[] {
  return [...text].flatMap((sign) => {
    if (sign === '\n') return press(28);
    if (sign === '\u001d') return [...event(control, 1), ...press(27), ...event(control, 0)];
    for (const [first, plain, shifted] of rows) {
      if (plain.includes(sign)) return press(first + plain.indexOf(sign));
      if (shifted.includes(sign))
        return [...event(shift, 1), ...press(first + shifted.indexOf(sign)), ...event(shift, 0)];
    }
    throw new Error(`no key: ${sign}`);
  });
}

/** What is reported of keys that arrive in pieces, with the ms between them. */
function scans(...pieces: readonly (readonly number[] | number)[]) {
  const driver = keyboardScanner();
  driver.opened(0);
  driver.arm(true, 0);
  let now = 0;
  for (const piece of pieces) {
    if (typeof piece === 'number') now += piece;
    else driver.received(Uint8Array.from(piece), now);
  }
  const texts = driver
    .take()
    .flatMap((out) =>
      out.kind === 'event' && out.event.kind === 'scanned' ? [out.event.text.use((text) => text)] : [],
    );
  return { texts, dropped: driver.dropped };
}

describe('case 32: a scanner that types like a keyboard', () => {
  it('is read key by key, whatever language or input method the screen has', () => {
    const code = '0102010000000014\u001d17290131-10B260105aZ';
    expect(scans(keys(`${code}\n`)).texts).toEqual([code]);
  });

  it('splits of the events change nothing', () => {
    const all = keys('48217730\n');
    for (const size of [1, 7, 24, 25, 100]) {
      const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
        all.slice(index * size, (index + 1) * size),
      );
      expect(scans(...pieces).texts, `${size} bytes`).toEqual(['48217730']);
    }
  });

  it('600 keys, unknown keys and slow typing are rejected as a whole, and the next scan is exact', () => {
    const next = keys('6901234567892\n');
    expect(scans(keys(`${'A'.repeat(512)}\n`)).texts).toEqual(['A'.repeat(512)]);
    expect(scans(keys(`${'A'.repeat(600)}\n`), next)).toEqual({ texts: ['6901234567892'], dropped: 1 });
    expect(scans([...keys('4821'), ...press(103), ...keys('7730\n')], next)).toEqual({
      texts: ['6901234567892'],
      dropped: 1,
    });
    expect(scans(keys('4821'), 60, keys('77301234\n'), next)).toEqual({
      texts: ['77301234', '6901234567892'],
      dropped: 1,
    });
  });
});
