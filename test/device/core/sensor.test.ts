import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { everyLane, jam, noDrop, one, refused, requestNumber } from '../../support/device/values.ts';

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('a blind drop sensor', () => {
  const blind = () => {
    kiosk = testKiosk({ lanes: everyLane(4) }).ready();
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

  it('has its boxes settled by the count, either way', () => {
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

  it('is trusted again when staff have checked it, and its turns count from zero', () => {
    blind();
    expect(kiosk.reply(kiosk.hand({ kind: 'trust-sensor', by: '王' }))).toMatchObject({ kind: 'done' });
    expect(kiosk.dispense(4, noDrop)).toMatchObject({ answer: { reason: 'no-drop' } });
    expect(kiosk.state().sensor).toBe('trusted');
  });

  it('is not suspected if a box was seen in between, or a motor jammed', () => {
    kiosk = testKiosk({ lanes: everyLane(6) }).ready();
    kiosk.dispense(1, noDrop);
    kiosk.dispense(2, noDrop);
    kiosk.dispense(3, one);
    kiosk.dispense(4, noDrop);
    kiosk.dispense(5, jam);
    kiosk.dispense(6, noDrop);
    expect(kiosk.state().sensor).toBe('trusted');
  });

  it('counts the turns of one request with those of others, and stops before its second lane', () => {
    kiosk = testKiosk({ lanes: everyLane(4) }).ready();
    kiosk.dispense(1, noDrop);
    kiosk.dispense(2, noDrop);
    const ticket = kiosk.ask('CD-M');
    kiosk.looked();
    kiosk.turned(noDrop);
    expect(kiosk.reply(ticket)).toMatchObject({ answer: { outcome: 'not-issued', lane: 3 } });
    expect(kiosk.vends()).toHaveLength(3);
  });

  it('is suspected after six turns with unknown ends: no machine empties itself uncounted', () => {
    kiosk = testKiosk().ready(8);
    const brownOut = { kind: 'unknown', reason: 'power-lost' } as const;
    for (let n = 0; n < 5; n++) kiosk.dispense(1, brownOut);
    expect(kiosk.state().sensor).toBe('trusted');
    kiosk.dispense(1, brownOut);
    expect(kiosk.lines('sensor')).toMatchObject([{ state: 'suspect', turns: [] }]);
    expect(kiosk.lane(1)).toMatchObject({ stock: 2, uncertain: 6 });
    expect(kiosk.reply(kiosk.ask())).toEqual(refused('sensor-suspect'));
  });

  it('is not suspected for turns that the board settled as given', () => {
    kiosk = testKiosk().ready(10);
    for (let n = 0; n < 7; n++) {
      kiosk.dispense(1, { kind: 'unknown', reason: 'board-swapped' });
      kiosk.boardReady();
      kiosk.turned(one);
    }
    expect(kiosk.state().sensor).toBe('trusted');
    expect(kiosk.lane(1)).toMatchObject({ stock: 3, uncertain: 0 });
  });

  it('has as many turns as the configuration allows', () => {
    kiosk = testKiosk({ lanes: everyLane(2) }).ready();
    kiosk.hear('config', { version: 1, lanes: everyLane(2), limits: { noDropsBeforeSuspect: 1 } });
    kiosk.dispense(1, noDrop);
    expect(kiosk.state().sensor).toBe('suspect');
  });
});
