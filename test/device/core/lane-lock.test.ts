import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { noon, planned, refused } from '../../support/device/values.ts';

const day = 86_400_000;

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('a lane is locked by the kiosk itself', () => {
  const expiring = () => {
    kiosk = testKiosk().ready(0);
    kiosk.restock(1, 3, 'CD-M', 'SOON', '2026-07-15');
    kiosk.restock(1, 3, 'CD-M', 'LATER', '2028-07-15');
  };

  it('from thirty days before expiry, without a message of the fleet, and unlocked when the lot is out', () => {
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

  it('by a clock years ahead, and corrected by a receipt', () => {
    expiring();
    kiosk.linkUp();
    kiosk.time.at = noon + 5 * 365 * day;
    kiosk.pass(60_000);
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'expired' });
    kiosk.receipt(undefined, { time: noon });
    kiosk.pass(60_000);
    expect(kiosk.lane(1).state).toBe('ready');
  });

  it('by the fleet’s time if its own clock went back to 1970, also after a restart without a link', () => {
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

  it.each([-1e15, 1e16, 8_640_000_000_000_000])('and it continues if a clock shows %i', (at) => {
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

  it('for a recall, wherever in the lane the lot is, and unlocked when the recall is over', () => {
    expiring();
    const lanes = [planned(1), planned(2)];
    kiosk.hear('config', { version: 1, lanes, recalls: [{ product: 'CD-M', lot: 'later' }] });
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'recalled' });
    kiosk.hear('config', { version: 2, lanes });
    expect(kiosk.lane(1).state).toBe('ready');
  });

  it('for the planogram’s own lock, for as long as it contains it', () => {
    expiring();
    kiosk.hear('config', { version: 1, lanes: [{ ...planned(1), locked: 'technician' }, planned(2)] });
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'technician' });
    kiosk.restart();
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'technician' });
    kiosk.hear('config', { version: 2, lanes: [planned(1), planned(2)] });
    expect(kiosk.lane(1).state).toBe('ready');
  });
});
