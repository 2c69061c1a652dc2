import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { noon, planned, product } from '../../support/device/values.ts';

const one = { kind: 'one' } as const;
const done = { kind: 'done', warnings: [] };
const refused = (refusal: string, n: number | null = 1) => ({ kind: 'refused', refusal, lane: n });
const config = (version: number, limits: object) => ({ version, lanes: [planned(1), planned(2)], limits });

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('a lane whose front box has no expiry', () => {
  it('is locked, and that is reported', () => {
    kiosk = testKiosk().ready(0);
    kiosk.restock(1, 3, 'CD-M', null, null);
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'undated', stock: 3 });
    expect(kiosk.reply(kiosk.ask(1))).toEqual(refused('lane-locked', null));
  });

  it('gives out the dated boxes in front of it, and no more', () => {
    kiosk = testKiosk().ready(1);
    kiosk.count(1, 2);
    expect(kiosk.dispense(1, one)).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'undated', stock: 1 });
  });

  it('is open again once its boxes were taken out and loaded with their date', () => {
    kiosk = testKiosk().ready(0);
    kiosk.restock(1, 3, 'CD-M', null, null);
    expect(kiosk.remove(1, 3, null)).toEqual(done);
    expect(kiosk.restock(1, 3)).toEqual(done);
    expect(kiosk.dispense(1, one)).toMatchObject({ answer: { outcome: 'issued' } });
  });

  it('is given out if the configuration says so', () => {
    kiosk = testKiosk().ready(0);
    kiosk.restock(1, 3, 'CD-M', null, null);
    kiosk.hear('config', config(1, { lockUndated: false }));
    expect(kiosk.lane(1)).toMatchObject({ state: 'ready', stock: 3 });
    expect(kiosk.dispense(1, one)).toMatchObject({ answer: { outcome: 'issued' } });
  });
});

describe('an impossible expiry', () => {
  it.each(['0028-12-31', '0999-12-31', '2208-12-31', '9999-12-31'])(
    'such as %s, from an older ledger, locks its lane whatever is configured',
    (expires) => {
      kiosk = testKiosk().ready(0);
      kiosk.hear('config', config(1, { lockUndated: false, shelfLifeYears: 30 }));
      const stamp = { at: noon, run: 1, up: 1 };
      const load = { lane: 1, product: 'CD-M', lot: 'A1', expires, added: 3, stock: 3, by: '王' };
      kiosk.disk.open().append([JSON.stringify({ kind: 'restocked', ...stamp, ...load })]);
      kiosk.restart();
      kiosk.boardReady();
      expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'misdated', stock: 3 });
      expect(kiosk.reply(kiosk.ask(1))).toEqual(refused('lane-locked', null));
    },
  );

  it('is refused on input, by the product’s shelf life', () => {
    kiosk = testKiosk().ready(0);
    expect(kiosk.restock(1, 1, 'CD-M', 'A1', '2036-05-01')).toEqual(done);
    expect(kiosk.restock(1, 1, 'CD-M', 'A1', '2037-06-30')).toEqual(refused('expires-too-late'));
    expect(kiosk.restock(1, 1, 'CD-M', 'A1', '9999-12-31')).toEqual(refused('expires-too-late'));
    kiosk.hear('config', config(1, { shelfLives: [{ product: product('CD-M'), years: 3 }], shelfLifeYears: 12 }));
    expect(kiosk.restock(1, 1, 'CD-M', 'A1', '2029-05-01')).toMatchObject({ kind: 'done' });
    expect(kiosk.restock(1, 1, 'CD-M', 'A1', '2030-05-01')).toEqual(refused('expires-too-late'));
    expect(kiosk.restock(2, 1, 'CD-M', 'A1', '2030-05-01')).toEqual(refused('expires-too-late', 2));
  });
});
