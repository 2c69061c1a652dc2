import { afterEach, describe, expect, it } from 'vitest';
import { type Desk, desk, lane, noon, planned, product } from '../../support/kiosk-desk.ts';

const one = { kind: 'one' } as const;
const unknown = { kind: 'unknown', reason: 'power-lost' } as const;
const done = { kind: 'done', warnings: [] };
const refused = (refusal: string, n: number | null = 1) => ({ kind: 'refused', refusal, lane: n });
const day = 86_400_000;

let kiosk: Desk;
afterEach(() => kiosk.check());

describe('a restock', () => {
  it('goes behind what is there, and the front lot falls first', () => {
    kiosk = desk().ready(2);
    kiosk.restock(1, 3, 'CD-M', 'B2', '2029-06-30');
    kiosk.restock(1, 1, 'CD-M', 'B2', '2029-06-30');
    expect(kiosk.lane(1).lots).toEqual([
      { lot: 'A1', expires: '2028-12-31', count: 2 },
      { lot: 'B2', expires: '2029-06-30', count: 4 },
    ]);
    for (let n = 0; n < 3; n++) kiosk.dispense(1, one);
    expect(kiosk.lines('issued').map(({ lot }) => lot)).toEqual(['A1', 'A1', 'B2']);
  });

  it('is all or nothing', () => {
    kiosk = desk().ready(5);
    const before = kiosk.last();
    const lanes = [1, 2].map((n) => ({
      lane: lane(n),
      product: product('CD-M'),
      lot: 'B2',
      expires: '2029-06-30',
      added: n === 1 ? 5 : 6,
    }));
    expect(kiosk.reply(kiosk.hand({ kind: 'restock', by: '王', lanes }))).toEqual(refused('over-capacity', 2));
    expect(kiosk.last()).toBe(before);
  });

  it('of two lots into one lane counts both against its capacity', () => {
    kiosk = desk().ready(0);
    const load = { lane: lane(1), product: product('CD-M'), expires: '2029-06-30', added: 6 };
    const lanes = [
      { ...load, lot: 'A' },
      { ...load, lot: 'B' },
    ];
    expect(kiosk.reply(kiosk.hand({ kind: 'restock', by: '王', lanes }))).toEqual(refused('over-capacity'));
  });

  it('leaves room for boxes that may still stand in the lane', () => {
    kiosk = desk().ready(10);
    kiosk.dispense(1, unknown);
    expect(kiosk.lane(1)).toMatchObject({ stock: 9, uncertain: 1 });
    expect(kiosk.restock(1, 1)).toEqual(refused('over-capacity'));
  });

  it('is refused for the wrong product, an unknown lane, an expired lot and a recalled one', () => {
    kiosk = desk().ready(0);
    expect(kiosk.restock(1, 1, 'CD-L')).toEqual(refused('wrong-product'));
    expect(kiosk.restock(7, 1)).toEqual(refused('unknown-lane', 7));
    expect(kiosk.restock(1, 1, 'CD-M', 'A1', '2026-05-31')).toEqual(refused('already-expired'));
    expect(kiosk.restock(1, 1, 'CD-M', 'A1', '2026-06-30')).toEqual(refused('already-expired'));
    kiosk.hear('config', {
      version: 1,
      lanes: [planned(1)],
      recalls: [{ product: product('CD-M'), lot: 'bad-7' }],
    });
    expect(kiosk.restock(1, 1, 'CD-M', 'BAD-7')).toEqual(refused('lot-recalled'));
  });

  it('warns of a lot without expiry and of an earlier one behind a later', () => {
    kiosk = desk().ready(1);
    expect(kiosk.restock(1, 1, 'CD-M', 'B', '2027-12-31')).toMatchObject({
      warnings: [{ lane: 1, code: 'earlier-behind-later' }],
    });
    expect(kiosk.restock(2, 1, 'CD-M', null, null)).toMatchObject({ warnings: [{ lane: 2, code: 'no-expiry' }] });
  });

  it('puts a lane that ran empty back in service', () => {
    kiosk = desk().ready(1);
    kiosk.dispense(1, { kind: 'none', reason: 'no-drop' });
    expect(kiosk.lane(1).state).toBe('empty');
    kiosk.restock(1, 3);
    expect(kiosk.lane(1).state).toBe('ready');
  });
});

describe('a stock-take', () => {
  it('books the difference and overwrites nothing', () => {
    kiosk = desk().ready(5);
    kiosk.count(1, 3);
    expect(kiosk.lines('counted')).toMatchObject([{ stock: 3, was: 5 }]);
    kiosk.count(1, 6);
    expect(kiosk.lines('counted')).toMatchObject([
      { stock: 3, was: 5 },
      { stock: 6, was: 3 },
    ]);
  });

  it.each([
    { counted: 3, settled: [true, true], was: 3, uncertain: 0 },
    { counted: 4, settled: [true, false], was: 4, uncertain: 0 },
    { counted: 5, settled: [false, false], was: 5, uncertain: 0 },
    { counted: 2, settled: [true, true], was: 3, uncertain: 0 },
    { counted: 7, settled: [false, false], was: 5, uncertain: 0 },
  ])('of $counted settles two uncertain boxes before it finds a difference', ({ counted, settled, was, uncertain }) => {
    kiosk = desk().ready(5);
    kiosk.dispense(1, unknown);
    kiosk.dispense(1, unknown);
    kiosk.count(1, counted);
    expect(kiosk.lines('settled').map(({ issued }) => issued)).toEqual(settled);
    expect(kiosk.lines('counted')).toMatchObject([{ stock: counted, was }]);
    expect(kiosk.lane(1)).toMatchObject({ stock: counted, uncertain });
  });

  it('may find more than the planogram has room for since it was changed', () => {
    kiosk = desk().ready(8);
    kiosk.hear('config', { version: 1, lanes: [planned(1, 'CD-M', 4), planned(2)] });
    expect(kiosk.count(1, 8)).toEqual(done);
    expect(kiosk.count(1, 9)).toEqual(refused('over-capacity'));
  });

  it('is all or nothing, and names no lane twice', () => {
    kiosk = desk().ready(5);
    const before = kiosk.last();
    const lanes = (...pairs: [number, number][]) => pairs.map(([n, stock]) => ({ lane: lane(n), stock }));
    const count = (...pairs: [number, number][]) =>
      kiosk.reply(kiosk.hand({ kind: 'count', by: '王', lanes: lanes(...pairs) }));
    expect(count([1, 3], [2, 11])).toEqual(refused('over-capacity', 2));
    expect(count([1, 3], [9, 1])).toEqual(refused('unknown-lane', 9));
    expect(count([1, 3], [1, 4])).toEqual(refused('lane-twice', null));
    expect(kiosk.last()).toBe(before);
  });
});

describe('boxes taken out', () => {
  it('are the unfit ones first, then from the front', () => {
    kiosk = desk().ready(2);
    kiosk.restock(1, 2, 'CD-M', 'EARLY', '2026-07-10');
    kiosk.pass(20 * day);
    expect(kiosk.remove(1, 3)).toEqual(done);
    expect(kiosk.lines('removed')).toMatchObject([
      { lot: 'EARLY', removed: 2, stock: 2 },
      { lot: 'A1', removed: 1, stock: 1 },
    ]);
    expect(kiosk.lane(1).lots).toEqual([{ lot: 'A1', expires: '2028-12-31', count: 1 }]);
  });

  it('are of the lot that was named, and never more than are there', () => {
    kiosk = desk().ready(2);
    kiosk.restock(1, 2, 'CD-M', 'B2', '2029-06-30');
    expect(kiosk.remove(1, 3, 'B2')).toEqual(refused('not-so-many'));
    expect(kiosk.remove(1, 2, 'B2')).toEqual(done);
    expect(kiosk.remove(1, 3)).toEqual(refused('not-so-many'));
    expect(kiosk.lane(1).stock).toBe(2);
  });

  it('do not include those that nobody can vouch for: the lane is counted first', () => {
    kiosk = desk().ready(2);
    kiosk.dispense(1, unknown);
    expect(kiosk.remove(1, 2)).toEqual(refused('not-so-many'));
    kiosk.count(1, 2);
    expect(kiosk.remove(1, 2)).toEqual(done);
  });
});

describe('a lane is locked by the kiosk itself', () => {
  const expiring = () => {
    kiosk = desk().ready(0);
    kiosk.restock(1, 3, 'CD-M', 'SOON', '2026-07-15');
    kiosk.restock(1, 3, 'CD-M', 'LATER', '2028-07-15');
  };

  it('from thirty days before expiry, without a word from the fleet, and unlocked when the lot is out', () => {
    expiring();
    kiosk.pass(13 * day);
    expect(kiosk.lane(1).state).toBe('ready');
    kiosk.pass(2 * day);
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'closing' });
    expect(kiosk.reply(kiosk.ask(1))).toEqual(refused('lane-locked', null));
    kiosk.pass(31 * day);
    expect(kiosk.lane(1).reason).toBe('expired');
    kiosk.remove(1, 3);
    expect(kiosk.lane(1)).toMatchObject({ state: 'ready', stock: 3 });
    expect(kiosk.lines('lane').length).toBe(3);
  });

  it('by a clock years ahead, and put right by a receipt', () => {
    expiring();
    kiosk.linkUp();
    kiosk.time.at = noon + 5 * 365 * day;
    kiosk.pass(60_000);
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'expired' });
    kiosk.receipt(undefined, { time: noon });
    kiosk.pass(60_000);
    expect(kiosk.lane(1).state).toBe('ready');
  });

  it('by the fleet’s time where its own clock fell back to 1970, also after a restart without a link', () => {
    expiring();
    kiosk.linkUp();
    kiosk.receipt(undefined, { time: noon + 60 * day });
    kiosk.time.at = 0;
    kiosk.pass(60_000);
    expect(kiosk.lane(1).reason).toBe('expired');
    kiosk.restart();
    expect(kiosk.lane(1).reason).toBe('expired');
    kiosk.pass(60_000);
    expect(kiosk.lane(1).reason).toBe('expired');
  });

  it.each([-1e15, 1e16, 8_640_000_000_000_000])('and it goes on where a clock says %i', (at) => {
    expiring();
    kiosk.time.at = at;
    kiosk.linkUp();
    kiosk.pass(60_000);
    kiosk.tell({ kind: 'door', state: 'closed' });
    kiosk.receipt(undefined, { time: 8_640_000_000_000_000 });
    kiosk.pass(60_000);
    kiosk.restart();
    kiosk.linkUp();
    kiosk.receipt(undefined, { time: noon });
    kiosk.pass(60_000);
    expect(kiosk.lane(1).state).toBe('ready');
  });

  it('for a recall, wherever in the lane the lot stands, and unlocked when the recall is over', () => {
    expiring();
    const lanes = [planned(1), planned(2)];
    kiosk.hear('config', { version: 1, lanes, recalls: [{ product: 'CD-M', lot: 'later' }] });
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'recalled' });
    kiosk.hear('config', { version: 2, lanes });
    expect(kiosk.lane(1).state).toBe('ready');
  });

  it('for the planogram’s own lock, for as long as it stands there', () => {
    expiring();
    kiosk.hear('config', { version: 1, lanes: [{ ...planned(1), locked: 'technician' }, planned(2)] });
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'technician' });
    kiosk.restart();
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'technician' });
    kiosk.hear('config', { version: 2, lanes: [planned(1), planned(2)] });
    expect(kiosk.lane(1).state).toBe('ready');
  });
});

describe('a configuration', () => {
  it('comes into force once, and only where it is newer', () => {
    kiosk = desk().ready();
    kiosk.hear('config', { version: 3, lanes: [planned(1)] });
    kiosk.hear('config', { version: 3, lanes: [planned(2)] });
    kiosk.hear('config', { version: 2, lanes: [planned(2)] });
    expect(kiosk.lines('configured').map(({ version }) => version)).toEqual([0, 3]);
    kiosk.restart();
    expect(kiosk.state().config).toBe(3);
    expect(kiosk.lines('configured')).toHaveLength(2);
  });

  it('with another product waits until the old boxes are out, locked and not refilled meanwhile', () => {
    kiosk = desk().ready(2);
    kiosk.hear('config', { version: 1, lanes: [planned(1, 'CD-L'), planned(2)] });
    expect(kiosk.lane(1)).toMatchObject({ product: 'CD-M', stock: 2, state: 'locked', reason: 'product-change' });
    expect(kiosk.reply(kiosk.ask('CD-L'))).toEqual(refused('lane-locked', null));
    expect(kiosk.restock(1, 1, 'CD-L')).toEqual(refused('wrong-product'));
    expect(kiosk.restock(1, 1, 'CD-M')).toEqual(refused('wrong-product'));
    kiosk.remove(1, 2);
    expect(kiosk.lane(1)).toMatchObject({ product: 'CD-L', stock: 0, state: 'empty' });
    kiosk.restock(1, 3, 'CD-L');
    expect(kiosk.dispense('CD-L', one)).toMatchObject({ answer: { outcome: 'issued', lane: 1 } });
  });

  it('without a lane lets it go when it is empty, and a count of nothing does not bring it back', () => {
    kiosk = desk().ready(1);
    kiosk.dispense(1, unknown);
    kiosk.hear('config', { version: 1, lanes: [planned(2)] });
    expect(kiosk.lane(1)).toMatchObject({ stock: 0, uncertain: 1, state: 'locked' });
    kiosk.count(1, 0);
    expect(kiosk.state().lanes.map((each) => each.lane)).toEqual([2]);
  });

  it('that comes while the last box of a lane falls takes effect when it has', () => {
    kiosk = desk().ready(1);
    kiosk.ask(1);
    kiosk.looked();
    kiosk.hear('config', { version: 1, lanes: [planned(2)] });
    kiosk.turned({ kind: 'more', boxes: 2 });
    expect(kiosk.state().lanes.map((each) => each.lane)).toEqual([2]);
    expect(kiosk.lines('issued')).toHaveLength(1);
  });

  it('that would not fit into one batch as a line is not taken: it would stand in the way of all behind it', () => {
    kiosk = desk().ready();
    const recalls = Array.from({ length: 500 }, (_, n) => ({
      product: 'ABCDEFGHIJKLMNOP',
      lot: `批${n}`.padEnd(32, '号'),
    }));
    kiosk.hear('config', { version: 1, lanes: [planned(1)], recalls });
    expect(kiosk.agent.health().unreadable).toBe(1);
    kiosk.hear('config', { version: 1, lanes: [planned(1)], recalls: recalls.slice(0, 400) });
    expect(kiosk.state().config).toBe(1);
  });

  it('of kiosk.json is taken where the fleet never sent one, and taken again where it was changed', () => {
    const disk = desk().ready().disk;
    kiosk = desk({ disk, lanes: [planned(1), planned(2), planned(3)] }).start();
    expect(kiosk.state().lanes.map((each) => each.lane)).toEqual([1, 2, 3]);
    kiosk.hear('config', { version: 1, lanes: [planned(1)] });
    kiosk = desk({ disk, lanes: [planned(1), planned(2), planned(3), planned(4)] }).start();
    expect(kiosk.lines('configured').map(({ version }) => version)).toEqual([0, 0, 1]);
  });
});
