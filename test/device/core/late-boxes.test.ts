import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { jam, lane, noDrop, one, refused } from '../../support/device/values.ts';

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

const drops = (n: number, count: number, hardware: 'ready' | 'jam' | 'absent' | 'empty' = 'ready') =>
  kiosk.tell({ kind: 'lane', lane: lane(n), hardware, drops: count });

describe('boxes that nobody asked for', () => {
  it('a second box in one turn is taken out of the books, once, and stops the machine', () => {
    kiosk = testKiosk().ready();
    expect(kiosk.dispense(1, { kind: 'more', boxes: 2 })).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.lines('removed')).toMatchObject([{ removed: 1, reason: 'double-drop', by: 'board', stock: 3 }]);
    drops(1, 2);
    drops(1, 2);
    expect(kiosk.lane(1).stock).toBe(3);
    expect(kiosk.reply(kiosk.ask(2))).toEqual(refused('sensor-suspect'));
  });

  it.each([noDrop, jam])('a box that falls late, after $reason, is the request’s after all', (nothing) => {
    kiosk = testKiosk().ready();
    kiosk.dispense(1, nothing);
    drops(1, 1);
    drops(1, 1);
    expect(kiosk.lines('settled')).toMatchObject([{ txn: 1, issued: true, by: 'board' }]);
    expect(kiosk.lane(1)).toMatchObject({ stock: 4, uncertain: 0 });
    expect(kiosk.state().sensor).toBe('trusted');
  });

  it('a late box belongs to its turn even if other lanes gave boxes out since', () => {
    kiosk = testKiosk().ready();
    kiosk.dispense(1, noDrop);
    kiosk.dispense(2, one);
    drops(1, 1);
    expect(kiosk.lines('settled')).toMatchObject([{ txn: 1 }]);
  });

  it('a late second box, seen only by the counter, stops the machine', () => {
    kiosk = testKiosk().ready();
    kiosk.dispense(1, one);
    drops(1, 2);
    expect(kiosk.lines('removed')).toMatchObject([{ removed: 1, reason: 'double-drop' }]);
    expect(kiosk.state().sensor).toBe('suspect');
  });

  it('a late box is seen in the look before the next turn, and the look is repeated', () => {
    kiosk = testKiosk().ready();
    kiosk.dispense(1, jam);
    kiosk.tell({ kind: 'homed', lane: lane(1), hardware: 'ready', reason: null });
    kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    kiosk.tell({ kind: 'homed', lane: lane(1), hardware: 'ready', reason: null });
    const ticket = kiosk.ask(1);
    kiosk.looked({ drops: 1 });
    expect(kiosk.lines('removed')).toMatchObject([{ reason: 'homing-drop', removed: 1 }]);
    expect(kiosk.vends()).toHaveLength(1);
    kiosk.looked({ drops: 1 });
    kiosk.turned(one);
    expect(kiosk.reply(ticket)).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.lane(1).stock).toBe(3);
  });

  it('a counter that jumps is never booked: the machine stops', () => {
    kiosk = testKiosk().ready();
    kiosk.dispense(1, one);
    drops(1, 40);
    expect(kiosk.lines('sensor')).toMatchObject([{ state: 'suspect', reason: 'drop-counter' }]);
    expect(kiosk.lane(1).stock).toBe(4);
  });

  it('a counter that decreased, or that is another board’s, proves nothing', () => {
    kiosk = testKiosk().ready();
    kiosk.dispense(1, one);
    drops(1, 0);
    kiosk.boardReady('LB99999');
    drops(1, 9);
    expect(kiosk.lane(1).stock).toBe(4);
    expect(kiosk.state().sensor).toBe('trusted');
  });

  it('a late box that a stock-take found missing is not booked a second time', () => {
    kiosk = testKiosk().ready();
    kiosk.dispense(1, noDrop);
    kiosk.count(1, 4);
    drops(1, 1);
    expect(kiosk.lane(1).stock).toBe(4);
  });

  it('a box that falls in a homing was taken out, and is never counted as issued', () => {
    kiosk = testKiosk().ready();
    kiosk.dispense(1, one);
    kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    drops(1, 2);
    expect(kiosk.lines('removed')).toEqual([]);
    kiosk.tell({ kind: 'homed', lane: lane(1), hardware: 'ready', reason: null });
    drops(1, 2);
    expect(kiosk.lines('removed')).toMatchObject([{ removed: 1, reason: 'homing-drop', by: 'board' }]);
    expect(kiosk.lane(1).stock).toBe(3);
    expect(kiosk.state().sensor).toBe('trusted');
  });
});
