import { afterEach, describe, expect, it } from 'vitest';
import { type Desk, desk, lane, planned, product, requestNumber } from '../../support/kiosk-desk.ts';

const one = { kind: 'one' } as const;
const noDrop = { kind: 'none', reason: 'no-drop' } as const;
const jam = { kind: 'none', reason: 'jam' } as const;
const answered = (outcome: string, reason: string | null = null) => ({
  kind: 'answer',
  answer: expect.objectContaining({ outcome, reason }),
});
const refused = (refusal: string) => ({ kind: 'refused', refusal, lane: null });

let kiosk: Desk;
afterEach(() => kiosk.check());

describe('one box', () => {
  it('is looked for, written down, turned, booked and answered, in that order', () => {
    kiosk = desk().ready();
    const from = kiosk.last();
    const ticket = kiosk.ask();
    expect(kiosk.kinds(from)).toEqual([]);
    expect(kiosk.board.asks.at(-1)).toEqual({ kind: 'look', lane: 1 });

    kiosk.looked();
    expect(kiosk.kinds(from)).toEqual(['turning']);
    expect(kiosk.lines('turning')[0]).toMatchObject({ txn: 1, lane: 1, board: 'LB00417', before: 0, drops: 0 });
    expect(kiosk.vends()[0]).toMatchObject({ txn: 1, lane: 1, sight: { serial: 'LB00417', before: 0 } });
    expect(kiosk.replies(ticket)).toEqual([]);

    kiosk.turned(one);
    expect(kiosk.kinds(from)).toEqual(['turning', 'issued']);
    expect(kiosk.lines('issued')[0]).toMatchObject({ txn: 1, lane: 1, lot: 'A1' });
    expect(kiosk.reply(ticket)).toEqual(answered('issued'));
    expect(kiosk.lane(1).stock).toBe(4);
  });

  it('has a transaction above its own last and above what the board shows', () => {
    kiosk = desk().ready();
    kiosk.nvram(900);
    kiosk.dispense('CD-M', one);
    kiosk.nvram(3);
    kiosk.dispense('CD-M', one);
    expect(kiosk.vends().map(({ txn }) => txn)).toEqual([901, 902]);
    expect(kiosk.vends()[1]?.sight.before).toBe(3);
  });

  it('is not turned for anybody else while one is under way', () => {
    kiosk = desk().ready();
    kiosk.ask();
    expect(kiosk.reply(kiosk.ask())).toEqual(refused('busy'));
    expect(kiosk.restock(1, 1)).toEqual(refused('busy'));
    kiosk.looked();
    expect(kiosk.reply(kiosk.ask())).toEqual(refused('busy'));
    expect(kiosk.count(1, 3)).toEqual(refused('busy'));
    kiosk.turned(one);
    expect(kiosk.vends()).toHaveLength(1);
  });

  it('comes from the lane whose front lot expires first, and not from a lane nobody has dated before one that is', () => {
    kiosk = desk({ lanes: [planned(1), planned(2), planned(3)] }).ready(0);
    kiosk.restock(1, 5, 'CD-M', 'U', null);
    kiosk.restock(2, 5, 'CD-M', 'B', '2028-12-31');
    kiosk.restock(3, 5, 'CD-M', 'C', '2028-01-31');
    kiosk.dispense('CD-M', one);
    expect(kiosk.lane(3).stock).toBe(4);
  });

  it('comes from the fuller of two lanes of the same expiry', () => {
    kiosk = desk().ready();
    kiosk.restock(2, 2);
    kiosk.dispense('CD-M', one);
    expect(kiosk.lane(2).stock).toBe(6);
  });

  it('is refused, with nothing turned or written, where it can not be given', () => {
    kiosk = desk().ready(0);
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

  it('gets one answer, whether it asks while it runs, after, or after a restart', () => {
    kiosk = desk().ready();
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
    kiosk = desk().ready();
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
    kiosk = desk().ready();
    kiosk.ask(1, request);
    kiosk.looked();
    kiosk.pass(60_000);
    kiosk.turned(one);
    expect(kiosk.lines('settled')[0]).toMatchObject({ txn: 1, issued: true, by: 'board' });
    expect(kiosk.reply(kiosk.ask(1, request))).toEqual(answered('uncertain', 'no-answer'));
  });

  it('is not told the first lane’s outcome while its second lane is open after a restart', () => {
    kiosk = desk().ready();
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

describe('a lane that gives nothing', () => {
  it.each([noDrop, jam])('is followed by another lane of the product: $reason', (nothing) => {
    kiosk = desk().ready();
    const ticket = kiosk.ask();
    kiosk.looked();
    kiosk.turned(nothing);
    expect(kiosk.replies(ticket)).toEqual([]);
    expect(kiosk.board.asks.at(-1)).toEqual({ kind: 'look', lane: 2 });
    kiosk.looked();
    kiosk.turned(one);
    expect(kiosk.reply(ticket)).toMatchObject({ answer: { outcome: 'issued', lane: 2, txn: 2 } });
    expect(kiosk.lane(1)).toMatchObject({ stock: 5, state: nothing === jam ? 'jam' : 'empty' });
  });

  it('is followed by none once nobody stands there any more', () => {
    kiosk = desk().ready();
    const ticket = kiosk.ask();
    kiosk.looked();
    kiosk.agent.handle({ kind: 'left', ticket });
    kiosk.pass(10_001);
    kiosk.turned(noDrop);
    expect(kiosk.board.asks.at(-1)).toMatchObject({ kind: 'vend', txn: 1 });
    expect(kiosk.reply(kiosk.ask('CD-M', requestNumber(1)))).toEqual(answered('not-issued', 'no-drop'));
  });

  it('is the answer where the second lane gives nothing either, and there is no third', () => {
    kiosk = desk({ lanes: [planned(1), planned(2), planned(3)] }).ready();
    const ticket = kiosk.ask();
    kiosk.looked();
    kiosk.turned(jam);
    kiosk.looked();
    kiosk.turned(jam);
    expect(kiosk.reply(ticket)).toMatchObject({ answer: { outcome: 'not-issued', reason: 'jam', lane: 2 } });
    expect(kiosk.lines('turning')).toHaveLength(2);
  });

  it('is followed by another also where the cable was out for a moment, as long as somebody waits', () => {
    kiosk = desk().ready();
    kiosk.ask('CD-M');
    kiosk.looked();
    kiosk.tell({ kind: 'lost', reason: 'port-gone' });
    kiosk.pass(2_000);
    kiosk.boardReady();
    expect(kiosk.board.asks.at(-1)).toMatchObject({ kind: 'settle', turn: { txn: 1 } });
    kiosk.turned(jam);
    expect(kiosk.board.asks.at(-1)).toEqual({ kind: 'look', lane: 2 });
  });

  it('is not followed by a turn whose end would come too late to be the answer', () => {
    kiosk = desk().ready();
    const ticket = kiosk.ask('CD-M');
    kiosk.looked();
    kiosk.pass(30_001);
    kiosk.turned(jam);
    expect(kiosk.reply(ticket)).toEqual(answered('not-issued', 'jam'));
  });

  it('is the only one tried where that lane was asked for', () => {
    kiosk = desk().ready();
    expect(kiosk.dispense(1, noDrop)).toEqual(answered('not-issued', 'no-drop'));
    expect(kiosk.reply(kiosk.ask(1))).toEqual(refused('lane-fault'));
  });

  it('is passed over without a turn where the board shows a jam', () => {
    kiosk = desk().ready();
    kiosk.ask();
    kiosk.looked({ hardware: 'jam' });
    kiosk.looked();
    expect(kiosk.vends()).toMatchObject([{ lane: 2 }]);
    expect(kiosk.lane(1).state).toBe('jam');
  });

  it.each(['door', 'busy', 'not-started', 'refused'] as const)('is not tried elsewhere after %s', (reason) => {
    kiosk = desk().ready();
    expect(kiosk.dispense('CD-M', { kind: 'none', reason })).toEqual(answered('not-issued', reason));
    expect(kiosk.lane(1)).toMatchObject({ stock: 5, state: 'ready' });
  });
});

describe('nothing turns', () => {
  it('for one who left before the board was seen, ten seconds after he asked', () => {
    kiosk = desk().ready();
    const ticket = kiosk.ask();
    kiosk.agent.handle({ kind: 'left', ticket });
    kiosk.pass(4_999);
    kiosk.looked();
    expect(kiosk.vends()).toHaveLength(1);
    kiosk.turned(one);
  });

  it('when the look takes longer than five seconds', () => {
    kiosk = desk().ready();
    const ticket = kiosk.ask();
    kiosk.pass(5_000);
    expect(kiosk.reply(ticket)).toEqual(refused('board-lost'));
    kiosk.tell({
      kind: 'looked',
      lane: lane(1),
      sight: { serial: 'LB00417', before: 0 },
      hardware: 'ready',
      drops: 0,
      door: 'closed',
    });
    expect(kiosk.vends()).toEqual([]);
  });

  it('when the door is seen open in the look', () => {
    kiosk = desk().ready();
    const ticket = kiosk.ask();
    kiosk.looked({ door: 'open' });
    expect(kiosk.reply(ticket)).toEqual(refused('door-open'));
    expect(kiosk.vends()).toEqual([]);
  });

  it('when the lane is recalled between the asking and the look', () => {
    kiosk = desk().ready();
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

describe('an outcome that nobody can know', () => {
  it('is uncertain after sixty seconds, and the books wait for whoever can tell', () => {
    kiosk = desk().ready();
    const ticket = kiosk.ask(1);
    kiosk.looked();
    kiosk.pass(59_999);
    expect(kiosk.replies(ticket)).toEqual([]);
    kiosk.pass(1);
    expect(kiosk.reply(ticket)).toEqual(answered('uncertain', 'no-answer'));
    expect(kiosk.lane(1)).toMatchObject({ stock: 4, uncertain: 1 });
  });

  it('is settled by the board that comes back, either way', () => {
    for (const [result, stock] of [
      [one, 4],
      [noDrop, 5],
    ] as const) {
      kiosk = desk().ready();
      kiosk.ask(1);
      kiosk.looked();
      kiosk.pass(60_000);
      kiosk.tell({ kind: 'lost', reason: 'mute' });
      kiosk.boardReady();
      expect(kiosk.board.asks.at(-1)).toMatchObject({ kind: 'settle', turn: { txn: 1, lane: 1, before: 0 } });
      kiosk.turned(result);
      expect(kiosk.lane(1)).toMatchObject({ stock, uncertain: 0 });
      expect(kiosk.lines('settled')).toHaveLength(1);
    }
  });

  it('stays uncertain where the board that comes back does not know either, and is asked once each time', () => {
    kiosk = desk().ready();
    kiosk.dispense(1, { kind: 'unknown', reason: 'power-lost' });
    kiosk.boardReady();
    kiosk.turned({ kind: 'unknown', reason: 'board-forgot' });
    kiosk.pass(600_000);
    expect(kiosk.asked('settle').length).toBeLessThanOrEqual(2);
    expect(kiosk.lines('settled')).toEqual([]);
    expect(kiosk.lane(1)).toMatchObject({ stock: 4, uncertain: 1 });
  });

  it('is not asked of another board', () => {
    kiosk = desk().ready();
    kiosk.dispense(1, { kind: 'unknown', reason: 'power-lost' });
    const asked = kiosk.asked('settle').length;
    kiosk.boardReady('LB99999');
    expect(kiosk.asked('settle')).toHaveLength(asked);
    expect(kiosk.lines('board').at(-1)).toMatchObject({ state: 'swapped', serial: 'LB99999' });
  });

  it('of long ago is not asked of a board that has turned since: it keeps only its last', () => {
    kiosk = desk().ready();
    for (let n = 0; n < 3; n++) {
      kiosk.dispense(1, { kind: 'unknown', reason: 'power-lost' });
      kiosk.turned({ kind: 'unknown', reason: 'unclear' });
    }
    const asked = kiosk.asked('settle').length;
    kiosk.boardReady();
    kiosk.turned({ kind: 'unknown', reason: 'unclear' });
    kiosk.pass(60_000);
    expect(kiosk.asked('settle').slice(asked)).toMatchObject([{ turn: { txn: 3 } }]);
  });
});

describe('after a restart', () => {
  it('an open turn is settled and never started', () => {
    kiosk = desk().ready();
    kiosk.ask(1);
    kiosk.looked();
    kiosk.restart();
    kiosk.boardReady();
    expect(kiosk.vends()).toHaveLength(1);
    expect(kiosk.board.asks.at(-1)).toMatchObject({ kind: 'settle', turn: { txn: 1, board: 'LB00417', before: 0 } });
    expect(kiosk.reply(kiosk.ask())).toEqual(refused('busy'));
    kiosk.turned(one);
    expect(kiosk.lane(1).stock).toBe(4);
    expect(kiosk.reply(kiosk.ask(1, requestNumber(1)))).toEqual(answered('issued'));
  });

  it('an open turn that gave nothing is not followed by another lane', () => {
    kiosk = desk().ready();
    kiosk.ask('CD-M');
    kiosk.looked();
    kiosk.restart();
    kiosk.boardReady();
    const ticket = kiosk.ask('CD-M', requestNumber(1));
    kiosk.turned(noDrop);
    expect(kiosk.reply(ticket)).toEqual(answered('not-issued', 'no-drop'));
    expect(kiosk.vends()).toHaveLength(1);
  });

  it('an open turn is uncertain where another board answers', () => {
    kiosk = desk().ready();
    kiosk.ask(1);
    kiosk.looked();
    kiosk.restart();
    kiosk.boardReady('LB99999');
    expect(kiosk.board.asks.at(-1)).toMatchObject({ kind: 'settle', turn: { board: 'LB00417' } });
    kiosk.turned({ kind: 'unknown', reason: 'board-swapped' });
    expect(kiosk.lines('uncertain')).toMatchObject([{ txn: 1, reason: 'board-swapped', lot: 'A1' }]);
  });

  it('an open turn is uncertain after sixty seconds with no board, and the machine goes on', () => {
    kiosk = desk().ready();
    kiosk.ask(1);
    kiosk.looked();
    kiosk.restart();
    kiosk.tell({ kind: 'lost', reason: 'port-missing' });
    kiosk.pass(60_000);
    expect(kiosk.lines('uncertain')).toMatchObject([{ reason: 'no-answer' }]);
    expect(kiosk.reply(kiosk.ask(2))).toEqual(refused('board-lost'));
  });

  it('the run rises, and what the last run left to be known is known', () => {
    kiosk = desk().ready();
    kiosk.restart();
    kiosk.restart();
    expect(kiosk.lines('booted').map(({ run }) => run)).toEqual([1, 2, 3]);
    expect(kiosk.lines('configured')).toHaveLength(1);
  });
});
