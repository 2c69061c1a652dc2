import { afterEach, describe, expect, it } from 'vitest';
import { type Desk, desk, everyLane, lane, planned, requestNumber } from '../../support/kiosk-desk.ts';
import { everyCapability } from '../../support/scripted-board.ts';

const one = { kind: 'one' } as const;
const noDrop = { kind: 'none', reason: 'no-drop' } as const;
const jam = { kind: 'none', reason: 'jam' } as const;
const refused = (refusal: string, n: number | null = null) => ({ kind: 'refused', refusal, lane: n });

let kiosk: Desk;
afterEach(() => kiosk.check());

const drops = (n: number, count: number, hardware: 'ready' | 'jam' | 'absent' | 'empty' = 'ready') =>
  kiosk.tell({ kind: 'lane', lane: lane(n), hardware, drops: count });

describe('a blind drop sensor', () => {
  const blind = () => {
    kiosk = desk({ lanes: everyLane(4) }).ready();
    kiosk.dispense(1, noDrop);
    kiosk.dispense(2, noDrop);
    kiosk.dispense(3, noDrop);
  };

  it('stops the machine after three turns in a row, their boxes in doubt', () => {
    blind();
    expect(kiosk.lines('sensor')).toMatchObject([{ state: 'suspect', turns: [{ txn: 1 }, { txn: 2 }, { txn: 3 }] }]);
    expect(kiosk.reply(kiosk.ask(4))).toEqual(refused('sensor-suspect'));
    for (const n of [1, 2, 3]) expect(kiosk.lane(n)).toMatchObject({ stock: 4, uncertain: 1 });
    kiosk.restart();
    kiosk.boardReady();
    expect(kiosk.reply(kiosk.ask(4))).toEqual(refused('sensor-suspect'));
  });

  it('has its boxes settled by the count, whichever way', () => {
    blind();
    kiosk.count(1, 4);
    kiosk.count(2, 5);
    kiosk.count(3, 3);
    expect(kiosk.lines('settled')).toMatchObject([
      { txn: 1, issued: true, by: 'count' },
      { txn: 2, issued: false, by: 'count' },
      { txn: 3, issued: true, by: 'count' },
    ]);
    expect([1, 2, 3].map((n) => kiosk.lane(n).stock)).toEqual([4, 5, 3]);
    expect(kiosk.lines('counted').map(({ stock, was }) => [stock, was])).toEqual([
      [4, 4],
      [5, 5],
      [3, 4],
    ]);
    for (const n of [1, 2, 3])
      expect(kiosk.reply(kiosk.ask(n, requestNumber(n)))).toMatchObject({ answer: { outcome: 'not-issued' } });
  });

  it('is trusted again when staff looked after it, and is counted from nothing', () => {
    blind();
    expect(kiosk.reply(kiosk.hand({ kind: 'trust-sensor', by: '王' }))).toMatchObject({ kind: 'done' });
    expect(kiosk.dispense(4, noDrop)).toMatchObject({ answer: { reason: 'no-drop' } });
    expect(kiosk.state().sensor).toBe('trusted');
  });

  it('is not suspected where a box was seen in between, or where a motor jammed', () => {
    kiosk = desk({ lanes: everyLane(6) }).ready();
    kiosk.dispense(1, noDrop);
    kiosk.dispense(2, noDrop);
    kiosk.dispense(3, one);
    kiosk.dispense(4, noDrop);
    kiosk.dispense(5, jam);
    kiosk.dispense(6, noDrop);
    expect(kiosk.state().sensor).toBe('trusted');
  });

  it('counts the turns of one request with those of others, and stops before its second lane', () => {
    kiosk = desk({ lanes: everyLane(4) }).ready();
    kiosk.dispense(1, noDrop);
    kiosk.dispense(2, noDrop);
    const ticket = kiosk.ask('CD-M');
    kiosk.looked();
    kiosk.turned(noDrop);
    expect(kiosk.reply(ticket)).toMatchObject({ answer: { outcome: 'not-issued', lane: 3 } });
    expect(kiosk.vends()).toHaveLength(3);
  });

  it('is suspected after six turns of which nobody knows the end: no machine empties itself uncounted', () => {
    kiosk = desk().ready(8);
    const brownOut = { kind: 'unknown', reason: 'power-lost' } as const;
    for (let n = 0; n < 5; n++) kiosk.dispense(1, brownOut);
    expect(kiosk.state().sensor).toBe('trusted');
    kiosk.dispense(1, brownOut);
    expect(kiosk.lines('sensor')).toMatchObject([{ state: 'suspect', turns: [] }]);
    expect(kiosk.lane(1)).toMatchObject({ stock: 2, uncertain: 6 });
    expect(kiosk.reply(kiosk.ask())).toEqual(refused('sensor-suspect'));
  });

  it('is not suspected for turns that the board settled as given', () => {
    kiosk = desk().ready(10);
    for (let n = 0; n < 7; n++) {
      kiosk.dispense(1, { kind: 'unknown', reason: 'board-swapped' });
      kiosk.boardReady();
      kiosk.turned(one);
    }
    expect(kiosk.state().sensor).toBe('trusted');
    expect(kiosk.lane(1)).toMatchObject({ stock: 3, uncertain: 0 });
  });

  it('has as many turns as the configuration allows', () => {
    kiosk = desk({ lanes: everyLane(2) }).ready();
    kiosk.hear('config', { version: 1, lanes: everyLane(2), limits: { noDropsBeforeSuspect: 1 } });
    kiosk.dispense(1, noDrop);
    expect(kiosk.state().sensor).toBe('suspect');
  });
});

describe('boxes that nobody asked for', () => {
  it('a second box in one turn is taken out of the books, once, and stops the machine', () => {
    kiosk = desk().ready();
    expect(kiosk.dispense(1, { kind: 'more', boxes: 2 })).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.lines('removed')).toMatchObject([{ removed: 1, reason: 'double-drop', by: 'board', stock: 3 }]);
    drops(1, 2);
    drops(1, 2);
    expect(kiosk.lane(1).stock).toBe(3);
    expect(kiosk.reply(kiosk.ask(2))).toEqual(refused('sensor-suspect'));
  });

  it.each([noDrop, jam])('a box that falls late, after $reason, is the request’s after all', (nothing) => {
    kiosk = desk().ready();
    kiosk.dispense(1, nothing);
    drops(1, 1);
    drops(1, 1);
    expect(kiosk.lines('settled')).toMatchObject([{ txn: 1, issued: true, by: 'board' }]);
    expect(kiosk.lane(1)).toMatchObject({ stock: 4, uncertain: 0 });
    expect(kiosk.state().sensor).toBe('trusted');
  });

  it('a late box is its turn’s also where others were given out of other lanes since', () => {
    kiosk = desk().ready();
    kiosk.dispense(1, noDrop);
    kiosk.dispense(2, one);
    drops(1, 1);
    expect(kiosk.lines('settled')).toMatchObject([{ txn: 1 }]);
  });

  it('a late second box, seen only by the counter, stops the machine', () => {
    kiosk = desk().ready();
    kiosk.dispense(1, one);
    drops(1, 2);
    expect(kiosk.lines('removed')).toMatchObject([{ removed: 1, reason: 'double-drop' }]);
    expect(kiosk.state().sensor).toBe('suspect');
  });

  it('a late box is seen in the look before the next turn, and the look is repeated', () => {
    kiosk = desk().ready();
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

  it('a counter that leaps is never booked: the machine stops', () => {
    kiosk = desk().ready();
    kiosk.dispense(1, one);
    drops(1, 40);
    expect(kiosk.lines('sensor')).toMatchObject([{ state: 'suspect', reason: 'drop-counter' }]);
    expect(kiosk.lane(1).stock).toBe(4);
  });

  it('a counter that fell, or that is another board’s, tells nothing', () => {
    kiosk = desk().ready();
    kiosk.dispense(1, one);
    drops(1, 0);
    kiosk.boardReady('LB99999');
    drops(1, 9);
    expect(kiosk.lane(1).stock).toBe(4);
    expect(kiosk.state().sensor).toBe('trusted');
  });

  it('a late box that a stock-take has found gone is not booked a second time', () => {
    kiosk = desk().ready();
    kiosk.dispense(1, noDrop);
    kiosk.count(1, 4);
    drops(1, 1);
    expect(kiosk.lane(1).stock).toBe(4);
  });

  it('a box that falls in a homing was taken out, and is never counted as issued', () => {
    kiosk = desk().ready();
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

describe('a homing', () => {
  it('is written down before its motor turns, puts a jammed lane back, and is nobody’s box', () => {
    kiosk = desk().ready();
    kiosk.dispense(1, jam);
    const from = kiosk.last();
    const ticket = kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    expect(kiosk.kinds(from)).toEqual(['tested']);
    expect(kiosk.board.asks.at(-1)).toEqual({ kind: 'home', lane: 1 });
    expect(kiosk.reply(kiosk.ask(2))).toEqual(refused('busy'));
    expect(kiosk.restock(1, 1)).toEqual(refused('busy'));
    kiosk.tell({ kind: 'homed', lane: lane(1), hardware: 'ready', reason: null });
    expect(kiosk.reply(ticket)).toEqual({ kind: 'done', warnings: [] });
    expect(kiosk.lane(1).state).toBe('ready');
    expect(kiosk.lines('issued')).toEqual([]);
  });

  it('that a mute board never ends is told after 20 s; one whose board is lost at once', () => {
    kiosk = desk().ready();
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

  it('that leaves the lane jammed says so', () => {
    kiosk = desk().ready();
    const ticket = kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    kiosk.tell({ kind: 'homed', lane: lane(1), hardware: 'jam', reason: null });
    expect(kiosk.reply(ticket)).toEqual(refused('cannot-home', 1));
    expect(kiosk.lane(1).state).toBe('jam');
  });

  it('is not begun by a board that can not, on an unknown lane, or while a box is under way', () => {
    kiosk = desk({ capabilities: { ...everyCapability, homes: false } }).ready();
    const clear = (n: number) => kiosk.reply(kiosk.hand({ kind: 'clear', by: '王', lane: lane(n) }));
    expect(clear(1)).toEqual(refused('cannot-home', 1));
    expect(clear(9)).toEqual(refused('unknown-lane', 9));
    kiosk.ask();
    expect(clear(1)).toEqual(refused('busy', 1));
    expect(kiosk.lines('tested')).toEqual([]);
  });

  it('cut off by a restart is over, and its motor does not turn again', () => {
    kiosk = desk().ready();
    kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    kiosk.restart();
    kiosk.boardReady();
    expect(kiosk.lines('tested').at(-1)).toMatchObject({ state: 'done', result: 'interrupted' });
    expect(kiosk.asked('home')).toHaveLength(1);
  });
});

describe('the board', () => {
  it('that is away for five seconds is written down as lost, once, and as found when it is back', () => {
    kiosk = desk().ready();
    const from = kiosk.last();
    kiosk.tell({ kind: 'lost', reason: 'port-gone' });
    kiosk.tell({ kind: 'lost', reason: 'port-missing' });
    kiosk.pass(4_999);
    expect(kiosk.kinds(from)).toEqual([]);
    kiosk.pass(600_000);
    kiosk.boardReady();
    expect(kiosk.lines('board').slice(1)).toMatchObject([
      { state: 'lost', serial: 'LB00417', reason: 'port-missing' },
      { state: 'found', serial: 'LB00417' },
    ]);
  });

  it('that flaps wears out nothing', () => {
    kiosk = desk().ready();
    const from = kiosk.last();
    for (let n = 0; n < 200; n++) {
      kiosk.tell({ kind: 'lost', reason: 'port-gone' });
      kiosk.pass(1_000);
      kiosk.boardReady();
    }
    expect(kiosk.last()).toBe(from);
  });

  it('that is another one, or came up anew, is written down', () => {
    kiosk = desk().ready();
    kiosk.boardReady('LB00417', 'watchdog');
    kiosk.boardReady('LB99999');
    expect(kiosk.lines('board').slice(1)).toMatchObject([
      { state: 'reset', reason: 'watchdog' },
      { state: 'swapped', serial: 'LB99999' },
    ]);
    expect(kiosk.dispense(1, one)).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.lines('turning')[0]).toMatchObject({ board: 'LB99999' });
  });

  it('with a name too long for a line is written down by the part that fits', () => {
    kiosk = desk().start();
    kiosk.tell({
      kind: 'ready',
      identity: { serial: 'LB1', model: 'M'.repeat(90), firmware: 'F'.repeat(90), lanes: 1 },
      restarted: null,
    });
    expect(kiosk.lines('board')).toMatchObject([{ model: 'M'.repeat(64) }]);
  });

  it('that forgot its NVRAM is never behind our own transactions', () => {
    kiosk = desk().ready();
    kiosk.nvram(500);
    kiosk.dispense(1, one);
    kiosk.nvram(0);
    kiosk.restart();
    kiosk.boardReady();
    kiosk.dispense(1, one);
    expect(kiosk.vends().map(({ txn, sight }) => [txn, sight.before])).toEqual([
      [501, 500],
      [502, 0],
    ]);
  });

  it('that is busy with an older turn says so, and is not taken for lost', () => {
    kiosk = desk().ready();
    const ticket = kiosk.ask(1);
    kiosk.tell({ kind: 'look-failed', lane: lane(1), reason: 'busy' });
    expect(kiosk.reply(ticket)).toEqual(refused('busy'));
    const other = kiosk.ask(1);
    kiosk.tell({ kind: 'look-failed', lane: lane(1), reason: 'mute' });
    expect(kiosk.reply(other)).toEqual(refused('board-lost'));
  });

  it('that keeps no transaction is not asked about an uncertain one', () => {
    kiosk = desk({ capabilities: { remembersTransaction: false, countsDrops: false, homes: false } }).ready();
    kiosk.ask(1);
    kiosk.looked({ sight: { serial: 'LB00417', before: null }, drops: null });
    kiosk.turned({ kind: 'unknown', reason: 'no-record' });
    kiosk.boardReady();
    expect(kiosk.asked('settle')).toEqual([]);
    expect(kiosk.lines('turning')[0]).toMatchObject({ before: null });
    expect(kiosk.lines('turning')[0]).not.toHaveProperty('drops');
  });

  it('tells a jam in passing, and it is written down once', () => {
    kiosk = desk().ready();
    drops(1, 0, 'jam');
    drops(1, 0, 'jam');
    drops(1, 0, 'ready');
    expect(kiosk.lines('lane').filter(({ state }) => state === 'jam')).toHaveLength(1);
    expect(kiosk.lane(1).state).toBe('jam');
  });
});

describe('door and climate', () => {
  it('a board that says thousands of things at once is heard out', () => {
    kiosk = desk().ready();
    for (let n = 0; n < 3_000; n++) kiosk.board.say({ kind: 'door', state: n % 2 ? 'closed' : 'open' });
    kiosk.tell({ kind: 'climate', tempDeciC: 200, humidityPct: 50 });
    expect(kiosk.dispense(1, one)).toMatchObject({ answer: { outcome: 'issued' } });
  });

  it('an open door stops the machine until it is closed, and each change is one line', () => {
    kiosk = desk().ready();
    for (const state of ['closed', 'open', 'open', 'closed'] as const) kiosk.tell({ kind: 'door', state });
    expect(kiosk.lines('door').map(({ state }) => state)).toEqual(['closed', 'open', 'closed']);
    expect(kiosk.state().service.state).toBe('in-service');
  });

  it('a door that rattles all day is heeded at once, and written down a bounded number of times, the last time rightly', () => {
    kiosk = desk().ready();
    const day = 24 * 3_600_000;
    for (let atMs = 0; atMs < day; atMs += 10_000) {
      kiosk.tell({ kind: 'door', state: 'open' });
      expect(kiosk.state().service.reasons).toEqual(['door-open']);
      kiosk.pass(5_000);
      kiosk.tell({ kind: 'door', state: 'closed' });
      expect(kiosk.state().service.reasons).toEqual([]);
      kiosk.pass(5_000);
    }
    expect(kiosk.lines('door').length).toBeGreaterThan(2 * 480);
    expect(kiosk.lines('door').length).toBeLessThanOrEqual(2 * (20 + 480));
    kiosk.tell({ kind: 'door', state: 'open' });
    expect(kiosk.state().service.reasons).toEqual(['door-open']);
    kiosk.pass(180_000);
    expect(kiosk.lines('door').at(-1)).toMatchObject({ state: 'open' });
    kiosk.tell({ kind: 'door', state: 'closed' });
    expect(kiosk.lines('door').at(-1)).toMatchObject({ state: 'closed' });
  });

  it('a board that comes and goes all day, or restarts over and over, is written down a bounded number of times', () => {
    kiosk = desk().ready();
    for (let n = 0; n < 4_320; n++) {
      kiosk.tell({ kind: 'lost', reason: 'mute' });
      kiosk.pass(10_000);
      kiosk.boardReady();
      kiosk.boardReady('LB00417', 'WATCHDOG');
      kiosk.pass(10_000);
    }
    expect(kiosk.lines('board').length).toBeLessThanOrEqual(1 + 2 * (20 + 480));
    expect(kiosk.state().service.reasons).toEqual([]);
    kiosk.tell({ kind: 'lost', reason: 'mute' });
    kiosk.pass(200_000);
    expect(kiosk.lines('board').at(-1)).toMatchObject({ state: 'lost' });
  });

  const climate = (tempDeciC: number | null, humidityPct: number | null) =>
    kiosk.tell({ kind: 'climate', tempDeciC, humidityPct });

  it('heat stops the machine, and a degree under the limit puts it back, without fluttering', () => {
    kiosk = desk().ready();
    for (const temp of [400, 401, 400, 395, 391, 390, 395, 400]) climate(temp, 50);
    expect(kiosk.lines('climate').map(({ state, tempDeciC }) => [state, tempDeciC])).toEqual([
      ['out', 401],
      ['ok', 390],
    ]);
    climate(300, 96);
    expect(kiosk.reply(kiosk.ask(1))).toEqual(refused('climate'));
    climate(300, 93);
    expect(kiosk.state().service.state).toBe('out-of-service');
    climate(300, 92);
    expect(kiosk.state().service.state).toBe('in-service');
  });

  it('a sensor that falls silent does not end a heat stop', () => {
    kiosk = desk().ready();
    climate(450, 50);
    climate(null, null);
    expect(kiosk.state().service.reasons).toEqual(['climate']);
    climate(300, null);
    expect(kiosk.state().service.reasons).toEqual([]);
  });

  it('has the limits of the configuration in force', () => {
    kiosk = desk().ready();
    kiosk.hear('config', { version: 1, lanes: [planned(1)], limits: { tempMaxDeciC: 300 } });
    climate(310, 50);
    expect(kiosk.state().service.reasons).toEqual(['climate']);
  });
});
