import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { one, requestNumber } from '../../support/device/values.ts';

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

/** A kiosk with this many lines, none of them receipted. */
function withLines(lines: number): TestKiosk {
  kiosk = testKiosk().ready();
  for (let n = kiosk.last(); n < lines; n++) kiosk.count(1, 5);
  return kiosk;
}

describe('a fork', () => {
  const foreign = 'a'.repeat(64);

  it('begins a new ledger that names the fork, with its stock in doubt until a stock-take', () => {
    kiosk = testKiosk().ready();
    const before = kiosk.state().ledger;
    kiosk.linkUp();
    kiosk.receipt(2, { head: foreign });
    expect(kiosk.disk.ledgers).toHaveLength(2);
    expect(kiosk.lines('booted').at(-1)).toMatchObject({ cause: 'fork', ledgerBefore: before });
    expect(kiosk.lane(1)).toMatchObject({ stock: 5, uncertain: 5 });
    expect(kiosk.batches().at(-1)).toMatchObject({ ledger: kiosk.state().ledger, first: 1 });
    kiosk.count(1, 5);
    expect(kiosk.lane(1)).toMatchObject({ stock: 5, uncertain: 0 });
    expect(kiosk.dispense(2, one)).toMatchObject({ answer: { outcome: 'issued' } });
  });

  it('is found if the fleet has more than this ledger: a disk image was restored', () => {
    const disk = testKiosk().ready().disk;
    const image = disk.image();
    kiosk = testKiosk({ disk: image }).start();
    kiosk.linkUp();
    kiosk.receipt(40, { head: foreign });
    expect(kiosk.disk.ledgers).toHaveLength(2);
    expect(kiosk.lines('turning').every(({ txn }) => txn !== 1)).toBe(true);
  });

  it('happens once, however many receipts of the old ledger still come', () => {
    kiosk = testKiosk().ready();
    const ledger = kiosk.state().ledger;
    kiosk.linkUp();
    for (let n = 0; n < 5; n++) kiosk.hear('receipt', { ledger, through: 2, head: foreign, time: kiosk.time.at });
    expect(kiosk.disk.ledgers).toHaveLength(2);
  });

  it('during a turn loses nothing: the box ends in the new ledger, and its request keeps its answer', () => {
    kiosk = testKiosk().ready();
    const ticket = kiosk.ask(1);
    kiosk.looked();
    kiosk.linkUp();
    kiosk.receipt(2, { head: foreign });
    kiosk.turned(one);
    expect(kiosk.reply(ticket)).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.disk.ledgers[1]?.lines.map((line) => JSON.parse(line).kind)).toEqual(['booted', 'issued']);
    expect(kiosk.lane(1).stock).toBe(4);
  });

  it('during a turn, and a restart: the turn is settled, never started', () => {
    kiosk = testKiosk().ready();
    kiosk.ask(1);
    kiosk.looked();
    kiosk.linkUp();
    kiosk.receipt(2, { head: foreign });
    kiosk.restart();
    kiosk.boardReady();
    expect(kiosk.board.orders.at(-1)).toMatchObject({ kind: 'settle', turn: { txn: 1 } });
    kiosk.turned(one);
    expect(kiosk.reply(kiosk.ask(1, requestNumber(1)))).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.vends()).toHaveLength(1);
  });

  it('with all its lines sent again does not wait for what was sent of the old ledger', () => {
    withLines(600).linkUp();
    kiosk.receipt(2, { head: foreign });
    expect(kiosk.batches().at(-1)).toMatchObject({ ledger: kiosk.state().ledger, first: 1 });
    kiosk.count(1, 5);
    kiosk.receipt(1);
    expect(kiosk.batches().at(-1)).toMatchObject({ ledger: kiosk.state().ledger, first: 2 });
  });
});
