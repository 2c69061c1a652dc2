import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { noDrop, one, refused, requestNumber } from '../../support/device/values.ts';

const answered = (outcome: string, reason: string | null = null) => ({
  kind: 'answer',
  answer: expect.objectContaining({ outcome, reason }),
});

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('an outcome that nobody can know', () => {
  it('is uncertain after sixty seconds, and the books wait for a settlement', () => {
    kiosk = testKiosk().ready();
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
      kiosk = testKiosk().ready();
      kiosk.ask(1);
      kiosk.looked();
      kiosk.pass(60_000);
      kiosk.tell({ kind: 'lost', reason: 'mute' });
      kiosk.boardReady();
      expect(kiosk.board.orders.at(-1)).toMatchObject({ kind: 'settle', turn: { txn: 1, lane: 1, before: 0 } });
      kiosk.turned(result);
      expect(kiosk.lane(1)).toMatchObject({ stock, uncertain: 0 });
      expect(kiosk.lines('settled')).toHaveLength(1);
    }
  });

  it('stays uncertain if the returning board does not know either; it is asked once each time', () => {
    kiosk = testKiosk().ready();
    kiosk.dispense(1, { kind: 'unknown', reason: 'power-lost' });
    kiosk.boardReady();
    kiosk.turned({ kind: 'unknown', reason: 'board-forgot' });
    kiosk.pass(600_000);
    expect(kiosk.ordered('settle').length).toBeLessThanOrEqual(2);
    expect(kiosk.lines('settled')).toEqual([]);
    expect(kiosk.lane(1)).toMatchObject({ stock: 4, uncertain: 1 });
  });

  it('is not asked of another board', () => {
    kiosk = testKiosk().ready();
    kiosk.dispense(1, { kind: 'unknown', reason: 'power-lost' });
    const asked = kiosk.ordered('settle').length;
    kiosk.boardReady('LB99999');
    expect(kiosk.ordered('settle')).toHaveLength(asked);
    expect(kiosk.lines('board').at(-1)).toMatchObject({ state: 'swapped', serial: 'LB99999' });
  });

  it('from long ago is not asked of a board that has turned since: it keeps only its last one', () => {
    kiosk = testKiosk().ready();
    for (let n = 0; n < 3; n++) {
      kiosk.dispense(1, { kind: 'unknown', reason: 'power-lost' });
      kiosk.turned({ kind: 'unknown', reason: 'unclear' });
    }
    const asked = kiosk.ordered('settle').length;
    kiosk.boardReady();
    kiosk.turned({ kind: 'unknown', reason: 'unclear' });
    kiosk.pass(60_000);
    expect(kiosk.ordered('settle').slice(asked)).toMatchObject([{ turn: { txn: 3 } }]);
  });
});

describe('after a restart', () => {
  it('an open turn is settled and never started', () => {
    kiosk = testKiosk().ready();
    kiosk.ask(1);
    kiosk.looked();
    kiosk.restart();
    kiosk.boardReady();
    expect(kiosk.vends()).toHaveLength(1);
    expect(kiosk.board.orders.at(-1)).toMatchObject({ kind: 'settle', turn: { txn: 1, board: 'LB00417', before: 0 } });
    expect(kiosk.reply(kiosk.ask())).toEqual(refused('busy'));
    kiosk.turned(one);
    expect(kiosk.lane(1).stock).toBe(4);
    expect(kiosk.reply(kiosk.ask(1, requestNumber(1)))).toEqual(answered('issued'));
  });

  it('an open turn that gave nothing is not followed by another lane', () => {
    kiosk = testKiosk().ready();
    kiosk.ask('CD-M');
    kiosk.looked();
    kiosk.restart();
    kiosk.boardReady();
    const ticket = kiosk.ask('CD-M', requestNumber(1));
    kiosk.turned(noDrop);
    expect(kiosk.reply(ticket)).toEqual(answered('not-issued', 'no-drop'));
    expect(kiosk.vends()).toHaveLength(1);
  });

  it('an open turn is uncertain if another board answers', () => {
    kiosk = testKiosk().ready();
    kiosk.ask(1);
    kiosk.looked();
    kiosk.restart();
    kiosk.boardReady('LB99999');
    expect(kiosk.board.orders.at(-1)).toMatchObject({ kind: 'settle', turn: { board: 'LB00417' } });
    kiosk.turned({ kind: 'unknown', reason: 'board-swapped' });
    expect(kiosk.lines('uncertain')).toMatchObject([{ txn: 1, reason: 'board-swapped', lot: 'A1' }]);
  });

  it('an open turn is uncertain after sixty seconds without a board, and the machine continues', () => {
    kiosk = testKiosk().ready();
    kiosk.ask(1);
    kiosk.looked();
    kiosk.restart();
    kiosk.tell({ kind: 'lost', reason: 'port-missing' });
    kiosk.pass(60_000);
    expect(kiosk.lines('uncertain')).toMatchObject([{ reason: 'no-answer' }]);
    expect(kiosk.reply(kiosk.ask(2))).toEqual(refused('board-lost'));
  });

  it('the run rises, and what the last run left open is restored', () => {
    kiosk = testKiosk().ready();
    kiosk.restart();
    kiosk.restart();
    expect(kiosk.lines('booted').map(({ run }) => run)).toEqual([1, 2, 3]);
    expect(kiosk.lines('configured')).toHaveLength(1);
  });
});
