import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { jam, lane, refused } from '../../support/device/values.ts';
import { everyCapability } from '../../support/scripted-board.ts';

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('a homing', () => {
  it('is recorded before its motor turns, restores a jammed lane, and gives nobody a box', () => {
    kiosk = testKiosk().ready();
    kiosk.dispense(1, jam);
    const from = kiosk.last();
    const ticket = kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    expect(kiosk.kinds(from)).toEqual(['tested']);
    expect(kiosk.board.orders.at(-1)).toEqual({ kind: 'home', lane: 1 });
    expect(kiosk.reply(kiosk.ask(2))).toEqual(refused('busy'));
    expect(kiosk.restock(1, 1)).toEqual(refused('busy'));
    kiosk.tell({ kind: 'homed', lane: lane(1), hardware: 'ready', reason: null });
    expect(kiosk.reply(ticket)).toEqual({ kind: 'done', warnings: [] });
    expect(kiosk.lane(1).state).toBe('ready');
    expect(kiosk.lines('issued')).toEqual([]);
  });

  it('that a silent board never ends is reported after 20 s; one whose board is lost at once', () => {
    kiosk = testKiosk().ready();
    const mute = kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    kiosk.pass(19_999);
    expect(kiosk.replies(mute)).toEqual([]);
    kiosk.pass(1);
    expect(kiosk.reply(mute)).toEqual(refused('cannot-home', 1));
    const lost = kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    kiosk.tell({ kind: 'lost', reason: 'port-gone' });
    expect(kiosk.reply(lost)).toEqual(refused('cannot-home', 1));
    expect(kiosk.reply(kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) }))).toEqual(refused('board-lost', 1));
  });

  it('that leaves the lane jammed reports that', () => {
    kiosk = testKiosk().ready();
    const ticket = kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    kiosk.tell({ kind: 'homed', lane: lane(1), hardware: 'jam', reason: null });
    expect(kiosk.reply(ticket)).toEqual(refused('cannot-home', 1));
    expect(kiosk.lane(1).state).toBe('jam');
  });

  it('is not begun if the board can’t, the lane is unknown, or a box is under way', () => {
    kiosk = testKiosk({ capabilities: { ...everyCapability, homes: false } }).ready();
    const clear = (n: number) => kiosk.reply(kiosk.hand({ kind: 'clear', by: '王', lane: lane(n) }));
    expect(clear(1)).toEqual(refused('cannot-home', 1));
    expect(clear(9)).toEqual(refused('unknown-lane', 9));
    kiosk.ask();
    expect(clear(1)).toEqual(refused('busy', 1));
    expect(kiosk.lines('tested')).toEqual([]);
  });

  it('cut off by a restart is over, and its motor does not turn again', () => {
    kiosk = testKiosk().ready();
    kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    kiosk.restart();
    kiosk.boardReady();
    expect(kiosk.lines('tested').at(-1)).toMatchObject({ state: 'done', result: 'interrupted' });
    expect(kiosk.ordered('home')).toHaveLength(1);
  });
});
