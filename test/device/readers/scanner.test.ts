import { describe, expect, it } from 'vitest';
import { serialScanner } from '../../../device/readers/scanner/serial.ts';

/** What a scanner reports of texts that arrive in pieces, with the ms between them. */
function scans(...pieces: readonly (string | number)[]) {
  const driver = serialScanner();
  driver.opened(0);
  driver.arm(true, 0);
  let now = 0;
  for (const piece of pieces) {
    if (typeof piece === 'number') now += piece;
    else driver.received(Uint8Array.from(Buffer.from(piece, 'latin1')), now);
  }
  const texts = driver
    .take()
    .flatMap((out) =>
      out.kind === 'event' && out.event.kind === 'scanned' ? [out.event.text.use((text) => text)] : [],
    );
  return { texts, dropped: driver.dropped };
}

describe('a serial scanner', () => {
  it('takes printable text with group separators, ended by CR, LF or both', () => {
    const gs1 = ']d20102010000000014\u001d17290100';
    expect(scans(`${gs1}\r\n`, '48217730\r', '6901234567892\n').texts).toEqual([gs1, '48217730', '6901234567892']);
  });

  it('puts a code together from its pieces', () => {
    expect(scans('4821', 20, '7730', 20, '\r').texts).toEqual(['48217730']);
  });

  it('case 32: 600 characters, control characters or a long gap: exact or rejected, never half', () => {
    expect(scans(`${'A'.repeat(512)}\r`).texts).toEqual(['A'.repeat(512)]);
    expect(scans(`${'A'.repeat(600)}\r`)).toEqual({ texts: [], dropped: 1 });
    expect(scans('48\u000317730\r')).toEqual({ texts: [], dropped: 1 });
    expect(scans('4821', 300, '77301234\r')).toEqual({ texts: ['77301234'], dropped: 1 });
    expect(scans('ab\r')).toEqual({ texts: [], dropped: 1 });
  });
});
