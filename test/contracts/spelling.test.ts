import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Event, readLine } from '../../shared/contracts/events.ts';
import { LotNumber, NewRequestId, RequestId } from '../../shared/contracts/ids.ts';
import { CountBody } from '../../shared/contracts/kiosk-http.ts';
import { UnreadableLine, writeLine } from '../../shared/contracts/line.ts';
import { EnteredPlan, Plan } from '../../shared/contracts/plan.ts';
import { foldLot, identityKey, lotAsRead, sameLot, searchKey } from '../../shared/contracts/spelling.ts';
import { typedLine, typedLines } from '../../shared/contracts/text.ts';

/**
 * Any text that JSON can hold, including halves of surrogate pairs, and texts of different
 * characters that look the same.
 */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.array(fc.nat(0xffff), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(...'aAａＡаАαΑßẞſıİΐéé１1－-— \u3000\u200b\u00ad\u0000\u001d\u202e\ufe0f\u0301\u0307㎏ﬁ\ud800㍿'),
      { maxLength: 20 },
    )
    .map((signs) => signs.join('')),
);

const stamp = { at: 1, run: 1, up: 1 };

describe('folding', () => {
  it.each([
    ['full width', '２０２６０１Ａ'],
    ['a zero-width space', '202601A\u200b'],
    ['a space', '202601 A'],
    ['lower case', '202601a'],
    ['a Cyrillic letter', '202601А'],
    ['scanner separators', '\x1d202601A\x08'],
    ['a byte-order mark', '\ufeff202601A'],
    ['a variation selector', '202601A\ufe0f'],
  ])('of a lot with %s is the plain lot', (_what, typed) => {
    expect(foldLot(typed)).toBe('202601A');
    expect(LotNumber.parse(typed)).toBe('202601A');
    expect(sameLot(typed, '202601A')).toBe(true);
  });

  it('distinguishes different lots', () => {
    expect(sameLot('0123', '123')).toBe(false);
    expect(sameLot('A-1', 'A1')).toBe(false);
    expect(sameLot(null, 'A1')).toBe(false);
    expect(sameLot(null, '\u200b')).toBe(true);
  });

  it('of every single character, twice, is folding it once', () => {
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const sign = String.fromCodePoint(code);
      for (const fold of [identityKey, searchKey]) {
        const once = fold(sign);
        if (fold(once) !== once) expect.fail(`U+${code.toString(16)}`);
      }
    }
  });

  it('of any text, twice, is folding it once', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const fold of [identityKey, searchKey, lotAsRead]) expect(fold(fold(text))).toBe(fold(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('makes two spellings the same exactly if their folded forms are', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        expect(sameLot(one, other)).toBe(foldLot(one) === foldLot(other));
        expect(sameLot(one, one.normalize('NFD'))).toBe(true);
        expect(sameLot(one, `\u200b${one} `)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a lot on input', () => {
  it('is bounded after folding, however it grows', () => {
    for (const typed of ['ß'.repeat(17), 'ß'.repeat(32), 'ﬁ'.repeat(17), 'ŉ'.repeat(17), '㎏'.repeat(17), 'A'.repeat(33)])
      expect(LotNumber.safeParse(typed).success, typed).toBe(false);
    expect(LotNumber.parse('ß'.repeat(16))).toBe('S'.repeat(32));
  });

  it.each(['', ' ', '\u200b', '\u0000\u001d', '\u3164'])('without a visible character is refused: %j', (typed) => {
    expect(LotNumber.safeParse(typed).success).toBe(false);
    expect(EnteredPlan.safeParse({ lanes: [], recalls: [{ product: 'CD-M', lot: typed }] }).success).toBe(false);
  });
});

describe('a line', () => {
  const restocked = (lot: string | null, lotTyped?: string) => ({
    kind: 'restocked' as const,
    ...stamp,
    lane: 1,
    product: 'CD-M',
    lot,
    lotTyped,
    expires: null,
    added: 1,
    stock: 1,
    by: 'wang',
  });

  it('with any accepted lot is read back unchanged', () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const lot = LotNumber.safeParse(typed);
        if (!lot.success) return;
        const event = Event.parse(restocked(lot.data, typed));
        expect(readLine(writeLine(event))).toEqual({ kind: 'known', event });
      }),
      { numRuns: 2_000 },
    );
  });

  it('with any event is either read back unchanged, or not written', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.oneof(fc.integer(), fc.double()), (lot, by, up) => {
        const event = { ...restocked(lot), by, up } as unknown as Event;
        let line: string;
        try {
          line = writeLine(event);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableLine);
          return;
        }
        const read = readLine(line);
        expect(read.kind === 'known' && JSON.stringify(read.event)).toBe(JSON.stringify(Event.parse(JSON.parse(line))));
        expect(JSON.parse(line)).toMatchObject({ lot, by });
      }),
      { numRuns: 2_000 },
    );
  });

  it('with a lot of 32 characters of two code units each is read back', () => {
    const event = Event.parse(restocked(LotNumber.parse('𐀀'.repeat(32))));
    expect(readLine(writeLine(event))).toEqual({ kind: 'known', event });
  });

  it('of an older version, with a lot unfolded or too long, is read in the form that is compared', () => {
    const lotOf = (lot: string) => {
      const read = readLine(JSON.stringify(restocked(lot)));
      return read.kind === 'known' && read.event.kind === 'restocked' ? read.event.lot : read;
    };
    expect(lotOf('２０２６０１Ａ')).toBe('202601A');
    expect(lotOf('S'.repeat(64))).toBe('S'.repeat(32));
    expect(lotOf('\u200b')).toBe('\u200b');
    expect(lotOf('')).toBe('');
  });

  it('of an older version, with a recall unfolded, keeps its planogram', () => {
    const plan = Plan.parse({ lanes: [], recalls: [{ product: 'CD-M', lot: '１' }] });
    expect(plan.recalls).toEqual([{ product: 'CD-M', lot: '1' }]);
  });
});

describe('a request id', () => {
  const id = '6f0f6f0e-3a3e-4d44-9f57-0c6c1c7a4b11';

  it('is the same in whichever letter case', () => {
    for (const spelling of [id.toUpperCase(), '6F0F6f0e-3a3e-4D44-9f57-0c6c1c7a4b11']) {
      expect(NewRequestId.parse(spelling)).toBe(id);
      expect(RequestId.parse(spelling)).toBe(id);
    }
  });

  it('is accepted only if it is random: of version 4 or 7', () => {
    fc.assert(fc.property(fc.uuid({ version: [4, 7] }), (uuid) => NewRequestId.parse(uuid) === uuid));
    fc.assert(
      fc.property(fc.uuid({ version: [1, 2, 3, 5, 6, 8] }), (uuid) => {
        expect(NewRequestId.safeParse(uuid).success).toBe(false);
      }),
    );
  });

  it.each(['36010219-9001-0112-3400-013812345678', '00000000-0000-0000-0000-013812345678', '138-1234-5678', ''])(
    'that is another number in disguise is refused in both languages: %s',
    (number) => {
      const read = NewRequestId.safeParse(number);
      expect(read.error?.issues.map(({ message }) => message).join()).toMatch(/UUID/);
    },
  );

  it('that an older kiosk wrote down is read, of whatever version', () => {
    expect(RequestId.parse('36010219-9001-0112-3400-0138123456AB')).toBe('36010219-9001-0112-3400-0138123456ab');
  });
});

it('a PIN of full-width digits is the same PIN', () => {
  expect(CountBody.parse({ by: '王', pin: '２４６８', lanes: [{ lane: 1, stock: 1 }] }).pin).toBe('2468');
});

describe('typed text', () => {
  it.each([
    ['VT', 'a\u000bb'],
    ['NUL', 'a\u0000b'],
    ['ESC', 'a\u001b[31m'],
    ['a line feed', 'a\nb'],
    ['a noncharacter', 'a\uffff'],
    ['half a pair', 'a\ud800'],
    ['a line separator', 'a\u2028b'],
    ['only a zero-width space', '\u200b'],
    ['only a joiner', '\u200d'],
    ['only a Hangul filler', '\u3164'],
    ['nothing', '  '],
  ])('in one line with %s is refused', (_what, text) => {
    expect(typedLine(64).safeParse(text).success).toBe(false);
  });

  it('is composed, trimmed and freed of signs that nobody sees', () => {
    expect(typedLine(64).parse(' Cafe\u0301\u200b ')).toBe('Café');
    expect(typedLine(64).parse('\u202e3号机')).toBe('3号机');
    expect(typedLine(64).parse('👩‍⚕️')).toBe('👩‍⚕️');
    expect(typedLines(64).parse('one\r\ntwo\tthree')).toBe('one\ntwo\tthree');
    expect(typedLines(64).safeParse('one\u0000').success).toBe(false);
  });

  it('is taken again as it was taken, and never longer than its bound', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const type of [typedLine(16), typedLines(16)]) {
          const once = type.safeParse(text);
          if (!once.success) continue;
          expect([...once.data].length).toBeLessThanOrEqual(16);
          expect(type.parse(once.data)).toBe(once.data);
          expect(once.data).not.toMatch(/\p{Cs}/u);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a search key', () => {
  it('of a usual text is what a thorough look gives', () => {
    const usual = fc.string({ unit: fc.constantFrom(...'aB9 -.凤凰号机龥'), maxLength: 20 });
    fc.assert(
      fc.property(usual, (text) => {
        expect(searchKey(`${text}\u200b`)).toBe(searchKey(text));
      }),
    );
  });
});
