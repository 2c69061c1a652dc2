import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { jam, noDrop, one, planned, refused, requestNumber } from '../../support/device/values.ts';

const answered = (outcome: string, reason: string | null = null) => ({
  kind: 'answer',
  answer: expect.objectContaining({ outcome, reason }),
});

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('a lane that gives nothing', () => {
  it.each([noDrop, jam])('is followed by another lane of the product: $reason', (nothing) => {
    kiosk = testKiosk().ready();
    const ticket = kiosk.ask();
    kiosk.looked();
    kiosk.turned(nothing);
    expect(kiosk.replies(ticket)).toEqual([]);
    expect(kiosk.board.orders.at(-1)).toEqual({ kind: 'look', lane: 2 });
    kiosk.looked();
    kiosk.turned(one);
    expect(kiosk.reply(ticket)).toMatchObject({ answer: { outcome: 'issued', lane: 2, txn: 2 } });
    expect(kiosk.lane(1)).toMatchObject({ stock: 5, state: nothing === jam ? 'jam' : 'empty' });
  });

  it('is not followed by another once the caller has gone', () => {
    kiosk = testKiosk().ready();
    const ticket = kiosk.ask();
    kiosk.looked();
    kiosk.agent.handle({ kind: 'left', ticket });
    kiosk.pass(10_001);
    kiosk.turned(noDrop);
    expect(kiosk.board.orders.at(-1)).toMatchObject({ kind: 'vend', txn: 1 });
    expect(kiosk.reply(kiosk.ask('CD-M', requestNumber(1)))).toEqual(answered('not-issued', 'no-drop'));
  });

  it('is the answer if the second lane gives nothing either, and there is no third', () => {
    kiosk = testKiosk({ lanes: [planned(1), planned(2), planned(3)] }).ready();
    const ticket = kiosk.ask();
    kiosk.looked();
    kiosk.turned(jam);
    kiosk.looked();
    kiosk.turned(jam);
    expect(kiosk.reply(ticket)).toMatchObject({ answer: { outcome: 'not-issued', reason: 'jam', lane: 2 } });
    expect(kiosk.lines('turning')).toHaveLength(2);
  });

  it('is followed by another also after a short unplugged cable, as long as somebody waits', () => {
    kiosk = testKiosk().ready();
    kiosk.ask('CD-M');
    kiosk.looked();
    kiosk.tell({ kind: 'lost', reason: 'port-gone' });
    kiosk.pass(2_000);
    kiosk.boardReady();
    expect(kiosk.board.orders.at(-1)).toMatchObject({ kind: 'settle', turn: { txn: 1 } });
    kiosk.turned(jam);
    expect(kiosk.board.orders.at(-1)).toEqual({ kind: 'look', lane: 2 });
  });

  it('is not followed by a turn whose end would come too late to be the answer', () => {
    kiosk = testKiosk().ready();
    const ticket = kiosk.ask('CD-M');
    kiosk.looked();
    kiosk.pass(30_001);
    kiosk.turned(jam);
    expect(kiosk.reply(ticket)).toEqual(answered('not-issued', 'jam'));
  });

  it('is the only one tried if that lane was requested', () => {
    kiosk = testKiosk().ready();
    expect(kiosk.dispense(1, noDrop)).toEqual(answered('not-issued', 'no-drop'));
    expect(kiosk.reply(kiosk.ask(1))).toEqual(refused('lane-fault'));
  });

  it('is skipped without a turn if the board reports a jam', () => {
    kiosk = testKiosk().ready();
    kiosk.ask();
    kiosk.looked({ hardware: 'jam' });
    kiosk.looked();
    expect(kiosk.vends()).toMatchObject([{ lane: 2 }]);
    expect(kiosk.lane(1).state).toBe('jam');
  });

  it.each(['door', 'busy', 'not-started', 'refused'] as const)('is not tried elsewhere after %s', (reason) => {
    kiosk = testKiosk().ready();
    expect(kiosk.dispense('CD-M', { kind: 'none', reason })).toEqual(answered('not-issued', reason));
    expect(kiosk.lane(1)).toMatchObject({ stock: 5, state: 'ready' });
  });
});
