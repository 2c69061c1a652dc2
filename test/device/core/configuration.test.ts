import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { one, planned, refused } from '../../support/device/values.ts';

const unknown = { kind: 'unknown', reason: 'power-lost' } as const;

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('a configuration', () => {
  it('comes into force once, and only if it is newer', () => {
    kiosk = testKiosk().ready();
    kiosk.hear('config', { version: 3, lanes: [planned(1)] });
    kiosk.hear('config', { version: 3, lanes: [planned(2)] });
    kiosk.hear('config', { version: 2, lanes: [planned(2)] });
    expect(kiosk.lines('configured').map(({ version }) => version)).toEqual([0, 3]);
    kiosk.restart();
    expect(kiosk.state().config).toBe(3);
    expect(kiosk.lines('configured')).toHaveLength(2);
  });

  it('with another product waits until the old boxes are out, locked and not refilled meanwhile', () => {
    kiosk = testKiosk().ready(2);
    kiosk.hear('config', { version: 1, lanes: [planned(1, 'CD-L'), planned(2)] });
    expect(kiosk.lane(1)).toMatchObject({ product: 'CD-M', stock: 2, state: 'locked', reason: 'product-change' });
    expect(kiosk.reply(kiosk.ask('CD-L'))).toEqual(refused('lane-locked', null));
    expect(kiosk.restock(1, 1, 'CD-L')).toEqual(refused('wrong-product', 1));
    expect(kiosk.restock(1, 1, 'CD-M')).toEqual(refused('wrong-product', 1));
    kiosk.remove(1, 2);
    expect(kiosk.lane(1)).toMatchObject({ product: 'CD-L', stock: 0, state: 'empty' });
    kiosk.restock(1, 3, 'CD-L');
    expect(kiosk.dispense('CD-L', one)).toMatchObject({ answer: { outcome: 'issued', lane: 1 } });
  });

  it('without a lane removes it when it is empty, and a count of nothing does not bring it back', () => {
    kiosk = testKiosk().ready(1);
    kiosk.dispense(1, unknown);
    kiosk.hear('config', { version: 1, lanes: [planned(2)] });
    expect(kiosk.lane(1)).toMatchObject({ stock: 0, uncertain: 1, state: 'locked' });
    kiosk.count(1, 0);
    expect(kiosk.state().lanes.map((each) => each.lane)).toEqual([2]);
  });

  it('that comes while the last box of a lane falls takes effect after that', () => {
    kiosk = testKiosk().ready(1);
    kiosk.ask(1);
    kiosk.looked();
    kiosk.hear('config', { version: 1, lanes: [planned(2)] });
    kiosk.turned({ kind: 'more', boxes: 2 });
    expect(kiosk.state().lanes.map((each) => each.lane)).toEqual([2]);
    expect(kiosk.lines('issued')).toHaveLength(1);
  });

  it('that would not fit into one batch as a line is not accepted: it would block all later ones', () => {
    kiosk = testKiosk().ready();
    const recalls = Array.from({ length: 500 }, (_, n) => ({
      product: 'ABCDEFGHIJKLMNOP',
      lot: `批${n}`.padEnd(32, '号'),
    }));
    kiosk.hear('config', { version: 1, lanes: [planned(1)], recalls });
    expect(kiosk.agent.health().unreadable).toBe(1);
    kiosk.hear('config', { version: 1, lanes: [planned(1)], recalls: recalls.slice(0, 400) });
    expect(kiosk.state().config).toBe(1);
  });

  it('of kiosk.json is used if the fleet never sent one, and again if it was changed', () => {
    const disk = testKiosk().ready().disk;
    kiosk = testKiosk({ disk, lanes: [planned(1), planned(2), planned(3)] }).start();
    expect(kiosk.state().lanes.map((each) => each.lane)).toEqual([1, 2, 3]);
    kiosk.hear('config', { version: 1, lanes: [planned(1)] });
    kiosk = testKiosk({ disk, lanes: [planned(1), planned(2), planned(3), planned(4)] }).start();
    expect(kiosk.lines('configured').map(({ version }) => version)).toEqual([0, 0, 1]);
  });
});
