import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { lane, noDrop, one, planned, product, refused, requestNumber } from '../../support/device/values.ts';

const answered = (outcome: string, reason: string | null = null) => ({
  kind: 'answer',
  answer: expect.objectContaining({ outcome, reason }),
});

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('one box', () => {
  it('is looked for, recorded, turned, booked and answered, in that order', () => {
    kiosk = testKiosk().ready();
    const from = kiosk.last();
    const ticket = kiosk.ask();
    expect(kiosk.kinds(from)).toEqual([]);
    expect(kiosk.board.orders.at(-1)).toEqual({ kind: 'look', lane: 1 });

    kiosk.looked();
    expect(kiosk.kinds(from)).toEqual(['turning']);
    expect(kiosk.lines('turning')[0]).toMatchObject({ txn: 1, lane: 1, board: 'LB00417', before: 0, drops: 0 });
    expect(kiosk.vends()[0]).toMatchObject({ txn: 1, lane: 1, reading: { serial: 'LB00417', before: 0 } });
    expect(kiosk.replies(ticket)).toEqual([]);

    kiosk.turned(one);
    expect(kiosk.kinds(from)).toEqual(['turning', 'issued']);
    expect(kiosk.lines('issued')[0]).toMatchObject({ txn: 1, lane: 1, lot: 'A1' });
    expect(kiosk.reply(ticket)).toEqual(answered('issued'));
    expect(kiosk.lane(1).stock).toBe(4);
  });

  it('has a transaction above its own last one and above the board’s', () => {
    kiosk = testKiosk().ready();
    kiosk.nvram(900);
    kiosk.dispense('CD-M', one);
    kiosk.nvram(3);
    kiosk.dispense('CD-M', one);
    expect(kiosk.vends().map(({ txn }) => txn)).toEqual([901, 902]);
    expect(kiosk.vends()[1]?.reading.before).toBe(3);
  });

  it('is not turned for anybody else while one is under way', () => {
    kiosk = testKiosk().ready();
    kiosk.ask();
    expect(kiosk.reply(kiosk.ask())).toEqual(refused('busy'));
    expect(kiosk.restock(1, 1)).toEqual(refused('busy'));
    kiosk.looked();
    expect(kiosk.reply(kiosk.ask())).toEqual(refused('busy'));
    expect(kiosk.count(1, 3)).toEqual(refused('busy'));
    kiosk.turned(one);
    expect(kiosk.vends()).toHaveLength(1);
  });

  it('comes from the lane whose front lot expires first, and from a dated lane before an undated one', () => {
    kiosk = testKiosk({ lanes: [planned(1), planned(2), planned(3)] }).ready(0);
    kiosk.restock(1, 5, 'CD-M', 'U', null);
    kiosk.restock(2, 5, 'CD-M', 'B', '2028-12-31');
    kiosk.restock(3, 5, 'CD-M', 'C', '2028-01-31');
    kiosk.dispense('CD-M', one);
    expect(kiosk.lane(3).stock).toBe(4);
  });

  it('comes from the fuller of two lanes of the same expiry', () => {
    kiosk = testKiosk().ready();
    kiosk.restock(2, 2);
    kiosk.dispense('CD-M', one);
    expect(kiosk.lane(2).stock).toBe(6);
  });

  it('is refused, with nothing turned or recorded, if it cannot be given', () => {
    kiosk = testKiosk().ready(0);
    const from = kiosk.last();
    expect(kiosk.reply(kiosk.ask('XX'))).toEqual(refused('unknown-product'));
    expect(kiosk.reply(kiosk.ask(9))).toEqual(refused('unknown-lane'));
    expect(kiosk.reply(kiosk.ask())).toEqual(refused('out-of-stock'));
    kiosk.tell({ kind: 'door', state: 'open' });
    expect(kiosk.reply(kiosk.ask())).toEqual(refused('door-open'));
    kiosk.tell({ kind: 'lost', reason: 'mute' });
    expect(kiosk.reply(kiosk.ask())).toEqual(refused('board-lost'));
    expect(kiosk.kinds(from)).toEqual(['door']);
    expect(kiosk.vends()).toEqual([]);
  });
});

describe('the same request', () => {
  const request = requestNumber(77);

  it('gets one answer, during its turn, after it, or after a restart', () => {
    kiosk = testKiosk().ready();
    const first = kiosk.ask('CD-M', request);
    const again = kiosk.ask('CD-M', request);
    kiosk.looked();
    const third = kiosk.ask(2, request);
    kiosk.turned(one);
    const answer = kiosk.reply(first);
    expect(answer).toEqual(answered('issued'));
    expect([again, third].map(kiosk.reply)).toEqual([answer, answer]);
    expect(kiosk.reply(kiosk.ask('CD-M', request))).toEqual(answer);
    kiosk.restart();
    expect(kiosk.reply(kiosk.ask('CD-M', request))).toEqual(answer);
    expect(kiosk.vends()).toHaveLength(1);
  });

  it('keeps its answer at a fork', () => {
    kiosk = testKiosk().ready();
    const answer = kiosk.dispense('CD-M', one, request);
    kiosk.linkUp();
    kiosk.receipt(2, { head: 'a'.repeat(64) });
    expect(kiosk.disk.ledgers).toHaveLength(2);
    expect(kiosk.reply(kiosk.ask('CD-M', request))).toEqual(answer);
    kiosk.restart();
    expect(kiosk.reply(kiosk.ask('CD-M', request))).toEqual(answer);
    expect(kiosk.vends()).toHaveLength(1);
  });

  it('keeps its answer when the box is found to have fallen after all', () => {
    kiosk = testKiosk().ready();
    kiosk.ask(1, request);
    kiosk.looked();
    kiosk.pass(60_000);
    kiosk.turned(one);
    expect(kiosk.lines('settled')[0]).toMatchObject({ txn: 1, issued: true, by: 'board' });
    expect(kiosk.reply(kiosk.ask(1, request))).toEqual(answered('uncertain', 'no-answer'));
  });

  it('does not get the first lane’s outcome while its second lane is open after a restart', () => {
    kiosk = testKiosk().ready();
    kiosk.ask('CD-M', request);
    kiosk.looked();
    kiosk.turned(noDrop);
    kiosk.looked();
    kiosk.disk.failing = 'disk-full';
    kiosk.restart();
    expect(kiosk.reply(kiosk.ask('CD-M', request))).toEqual(refused('cannot-write'));
    kiosk.disk.failing = null;
    kiosk.pass(5_000);
    kiosk.boardReady();
    kiosk.turned(one);
    expect(kiosk.reply(kiosk.ask('CD-M', request))).toEqual(answered('issued'));
  });
});

describe('nothing turns', () => {
  it('for a caller who left before the board was read, ten seconds after asking', () => {
    kiosk = testKiosk().ready();
    const ticket = kiosk.ask();
    kiosk.agent.handle({ kind: 'left', ticket });
    kiosk.pass(4_999);
    kiosk.looked();
    expect(kiosk.vends()).toHaveLength(1);
    kiosk.turned(one);
  });

  it('when the look takes longer than five seconds', () => {
    kiosk = testKiosk().ready();
    const ticket = kiosk.ask();
    kiosk.pass(5_000);
    expect(kiosk.reply(ticket)).toEqual(refused('board-lost'));
    kiosk.tell({
      kind: 'looked',
      lane: lane(1),
      reading: { serial: 'LB00417', before: 0 },
      hardware: 'ready',
      drops: 0,
      door: 'closed',
    });
    expect(kiosk.vends()).toEqual([]);
  });

  it('when the door is seen open in the look', () => {
    kiosk = testKiosk().ready();
    const ticket = kiosk.ask();
    kiosk.looked({ door: 'open' });
    expect(kiosk.reply(ticket)).toEqual(refused('door-open'));
    expect(kiosk.vends()).toEqual([]);
  });

  it('when the lane is recalled between the asking and the look', () => {
    kiosk = testKiosk().ready();
    const ticket = kiosk.ask(1);
    kiosk.hear('config', {
      version: 1,
      lanes: [planned(1), planned(2)],
      recalls: [{ product: product('CD-M'), lot: 'A1' }],
    });
    kiosk.looked();
    expect(kiosk.vends()).toEqual([]);
    expect(kiosk.reply(ticket)).toEqual(refused('lane-locked'));
  });
});
