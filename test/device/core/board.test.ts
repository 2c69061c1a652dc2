import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { lane, one, refused } from '../../support/device/values.ts';

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

const drops = (n: number, count: number, hardware: 'ready' | 'jam' | 'absent' | 'empty' = 'ready') =>
  kiosk.tell({ kind: 'lane', lane: lane(n), hardware, drops: count });

describe('the board', () => {
  it('that is away for five seconds is recorded as lost, once, and as found when it is back', () => {
    kiosk = testKiosk().ready();
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

  it('that flaps does not wear out the disk', () => {
    kiosk = testKiosk().ready();
    const from = kiosk.last();
    for (let n = 0; n < 200; n++) {
      kiosk.tell({ kind: 'lost', reason: 'port-gone' });
      kiosk.pass(1_000);
      kiosk.boardReady();
    }
    expect(kiosk.last()).toBe(from);
  });

  it('that is another one, or restarted, is recorded', () => {
    kiosk = testKiosk().ready();
    kiosk.boardReady('LB00417', 'watchdog');
    kiosk.boardReady('LB99999');
    expect(kiosk.lines('board').slice(1)).toMatchObject([
      { state: 'reset', reason: 'watchdog' },
      { state: 'swapped', serial: 'LB99999' },
    ]);
    expect(kiosk.dispense(1, one)).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.lines('turning')[0]).toMatchObject({ board: 'LB99999' });
  });

  it('with a name too long for a line is recorded with the part that fits', () => {
    kiosk = testKiosk().start();
    kiosk.tell({
      kind: 'ready',
      identity: { serial: 'LB1', model: 'M'.repeat(90), firmware: 'F'.repeat(90), lanes: 1 },
      restarted: null,
    });
    expect(kiosk.lines('board')).toMatchObject([{ model: 'M'.repeat(64) }]);
  });

  it('that forgot its NVRAM is never behind our own transactions', () => {
    kiosk = testKiosk().ready();
    kiosk.nvram(500);
    kiosk.dispense(1, one);
    kiosk.nvram(0);
    kiosk.restart();
    kiosk.boardReady();
    kiosk.dispense(1, one);
    expect(kiosk.vends().map(({ txn, reading }) => [txn, reading.before])).toEqual([
      [501, 500],
      [502, 0],
    ]);
  });

  it('that is busy with an older turn reports that, and is not treated as lost', () => {
    kiosk = testKiosk().ready();
    const ticket = kiosk.ask(1);
    kiosk.tell({ kind: 'look-failed', lane: lane(1), reason: 'busy' });
    expect(kiosk.reply(ticket)).toEqual(refused('busy'));
    const other = kiosk.ask(1);
    kiosk.tell({ kind: 'look-failed', lane: lane(1), reason: 'mute' });
    expect(kiosk.reply(other)).toEqual(refused('board-lost'));
  });

  it('that keeps no transaction is not asked about an uncertain one', () => {
    kiosk = testKiosk({ capabilities: { remembersTransaction: false, countsDrops: false, homes: false } }).ready();
    kiosk.ask(1);
    kiosk.looked({ reading: { serial: 'LB00417', before: null }, drops: null });
    kiosk.turned({ kind: 'unknown', reason: 'no-record' });
    kiosk.boardReady();
    expect(kiosk.ordered('settle')).toEqual([]);
    expect(kiosk.lines('turning')[0]).toMatchObject({ before: null });
    expect(kiosk.lines('turning')[0]).not.toHaveProperty('drops');
  });

  it('reports a jam in passing, and it is recorded once', () => {
    kiosk = testKiosk().ready();
    drops(1, 0, 'jam');
    drops(1, 0, 'jam');
    drops(1, 0, 'ready');
    expect(kiosk.lines('lane').filter(({ state }) => state === 'jam')).toHaveLength(1);
    expect(kiosk.lane(1).state).toBe('jam');
  });
});
