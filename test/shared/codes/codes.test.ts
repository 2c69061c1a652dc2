import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goodsCode, isCartonOf, readGoodsCode } from '../../../shared/codes/goods-code.ts';
import { groupSeparator, gs1Fields, isChecked } from '../../../shared/codes/gs1-fields.ts';
import { type Label, labelText, readLabel, signedParts } from '../../../shared/codes/signed-label.ts';
import { MachineId, ProductCode } from '../../../shared/contracts/ids.ts';
import { addDays, formatDay, parseDay } from '../../../shared/rules/calendar.ts';

const today = parseDay('2026-11-29') ?? (0 as never);
const read = (text: string) => readGoodsCode(text, today);

/** A GTIN with its check digit. */
const gtinOf = (digits: string): string => {
  for (const check of '0123456789') if (isChecked(digits + check)) return digits + check;
  throw new Error(`no check digit for ${digits}`);
};

describe('codes on goods', () => {
  const same = { gtin: '02010000000014', lot: 'B260105', expires: '2029-01-31', perhaps: null };

  it('case 26: both GS1 samples say the same; an EAN-13 says the product only', () => {
    expect(read(']d201020100000000141729010010B260105')).toEqual({ code: same });
    expect(read(`010201000000001410B260105${groupSeparator}17290131`)).toEqual({ code: same });
    expect(read(`${groupSeparator}010201000000001410B260105${groupSeparator}17290100`)).toEqual({ code: same });
    expect(read('2010000000014')).toEqual({ code: { ...same, lot: null, expires: null } });
  });

  it('refuses what is misread, incomplete or something else, each for its own reason', () => {
    expect(read('2010000000015')).toEqual({ fault: 'check-digit' });
    expect(read('0102010000000015')).toEqual({ fault: 'check-digit' });
    expect(read('010201000000001417290631')).toEqual({ fault: 'no-day' });
    expect(read('010201000000001417291331')).toEqual({ fault: 'no-day' });
    expect(read('81234567890123456789')).toEqual({ fault: 'tracing' });
    expect(read('https://example.org')).toEqual({ fault: 'unknown' });
    expect(read('')).toEqual({ fault: 'unknown' });
    expect(read('010201000000001410ABCDEFGHIJKLMN17290131')).toEqual({ fault: 'separator' });
  });

  it('asks if a lot ends in what could be an expiry', () => {
    expect(read('010201000000001410B26010517290131')).toEqual({
      code: {
        ...same,
        lot: 'B26010517290131',
        expires: null,
        perhaps: { lot: 'B260105', expires: '2029-01-31' },
      },
    });
    expect(read('010201000000001410B26010517290631')).toMatchObject({ code: { perhaps: null } });
  });

  it('reads years from 50 back to 49 ahead, and knows the last day of February', () => {
    const expires = (digits: string) => read(`0102010000000014${`17${digits}`}`);
    expect(expires('280200')).toMatchObject({ code: { expires: '2028-02-29' } });
    expect(expires('750101')).toMatchObject({ code: { expires: '2075-01-01' } });
    expect(expires('760101')).toMatchObject({ code: { expires: '1976-01-01' } });
  });

  it('knows the code of a carton', () => {
    expect(isCartonOf(gtinOf('1201000000001'), '02010000000014')).toBe(true);
    expect(isCartonOf('02010000000014', '02010000000014')).toBe(false);
  });

  it('reads back every code that can be written', () => {
    const lot = fc.stringMatching(/^[0-9A-Z./-]{1,20}$/).filter((text) => text.length > 0);
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{13}$/),
        fc.option(lot),
        fc.option(fc.integer({ min: 0, max: 9_000 })),
        (d, l, n) => {
          const expires = n === null ? null : formatDay(addDays(today, n));
          const written = { gtin: gtinOf(d), lot: l, expires };
          expect(read(goodsCode(written))).toMatchObject({ code: written });
        },
      ),
    );
  });

  it('never throws, and returns no more text than it was given', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 600, unit: 'binary-ascii' }), (text) => {
        const fields = gs1Fields(text);
        expect(fields?.reduce((sum, { ai, data }) => sum + ai.length + data.length, 0) ?? 0).toBeLessThanOrEqual(
          text.length,
        );
        read(text);
        readLabel(text);
      }),
    );
  });
});

describe('signed labels', () => {
  const bag: Label = {
    kind: 'bag',
    machine: MachineId.parse('JX-360102-0001'),
    id: 'bag-7',
    lines: [
      { product: ProductCode.parse('CD-M'), lot: 'B2501', expires: '2029-01-31', boxes: 20, maker: '某某公司, 一' },
      { product: ProductCode.parse('GL-5'), lot: null, expires: null, boxes: 5, maker: null },
    ],
  };

  it('are read as they were written', () => {
    expect(readLabel(`${labelText(bag)};c2ln`)).toEqual(bag);
    expect(signedParts(`${labelText(bag)};c2ln`)).toEqual({ signed: labelText(bag), signature: 'c2ln' });
    expect(readLabel(labelText({ ...bag, kind: 'recall', machine: null }).concat(';x'))?.kind).toBe('recall');
  });

  it('are plain ASCII, which any scanner can send', () => {
    expect(labelText(bag)).toMatch(/^[ -~]+$/);
  });

  it.each(['YJ1;bag;JX-1', 'YJ1;loan;;1;CD-M,,,1,;x', 'YJ1;bag;;1;cd m,,,1,;x', 'YJ1;bag;;1;CD-M,,,x,;y', 'x'])(
    'are nothing if they are wrong: %s',
    (text) => {
      expect(readLabel(text)).toBeNull();
    },
  );
});
