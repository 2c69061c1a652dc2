import { afterEach, describe, expect, it } from 'vitest';
import { sha256Chain } from '../../../device/adapters/chain.ts';
import { batchMaxLines } from '../../../shared/contracts/batch.ts';
import { headAfter } from '../../../shared/ledger/chain.ts';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

/** A kiosk with this many lines, none of them receipted. */
function withLines(lines: number): TestKiosk {
  kiosk = testKiosk().ready();
  for (let n = kiosk.last(); n < lines; n++) kiosk.count(1, 5);
  return kiosk;
}

describe('the outbox', () => {
  it('sends the lines after the last receipt, chained, each batch within its bounds', () => {
    withLines(600).linkUp();
    kiosk.receipt(256);
    const batches = kiosk.batches();
    expect(batches.map(({ first, lines }) => [first, lines.length])).toEqual([
      [1, batchMaxLines],
      [257, batchMaxLines],
      [513, 88],
    ]);
    let head = sha256Chain.first(kiosk.state().ledger);
    for (const { prev, lines } of batches) {
      expect(prev).toBe(head);
      head = headAfter(sha256Chain, head, lines);
    }
    kiosk.receipt();
    kiosk.pass(300_000);
    expect(kiosk.batches()).toHaveLength(3);
  });

  it('sends one batch after a connect, and four at once when receipts come', () => {
    withLines(3_000).linkUp();
    expect(kiosk.batches()).toHaveLength(1);
    kiosk.receipt(256);
    expect(kiosk.batches()).toHaveLength(5);
    kiosk.receipt(512);
    expect(kiosk.batches()).toHaveLength(6);
  });

  it('sends again after 30 s without progress, and not before', () => {
    withLines(20).linkUp();
    kiosk.pass(29_999);
    expect(kiosk.batches()).toHaveLength(1);
    kiosk.pass(1);
    expect(kiosk.batches().map(({ first }) => first)).toEqual([1, 1]);
    kiosk.pass(30_000);
    expect(kiosk.batches()).toHaveLength(3);
  });

  it('follows a receipt down: a fleet restored from yesterday gets again what it is missing', () => {
    withLines(20).linkUp();
    kiosk.receipt();
    kiosk.receipt(7);
    expect(kiosk.batches().at(-1)).toMatchObject({ first: 8 });
    expect(kiosk.batches().at(-1)?.lines).toHaveLength(13);
    kiosk.receipt();
    expect(kiosk.agent.health().outbox.waiting).toBe(0);
  });

  it('does not multiply batches on a slow link where each is answered twice', () => {
    withLines(5_000).linkUp();
    let [answered, max] = [0, 0];
    let fleet = 0;
    // The link carries one batch in ten seconds, and the fleet answers each, including those that
    // it has already.
    while (fleet < 5_000) {
      const batch = kiosk.batches()[answered];
      if (!batch) throw new Error('nothing under way');
      answered += 1;
      if (batch.first <= fleet + 1) fleet = Math.max(fleet, batch.first - 1 + batch.lines.length);
      kiosk.pass(10_000);
      kiosk.receipt(fleet);
      kiosk.receipt(fleet);
      max = Math.max(max, kiosk.batches().length - answered);
    }
    expect(max).toBeLessThanOrEqual(8);
    expect(answered).toBeLessThanOrEqual(2 * Math.ceil(5_000 / batchMaxLines));
  });

  it('begins at the kept position after a restart, and does not need it', () => {
    withLines(20).linkUp();
    kiosk.receipt(15);
    kiosk.restart();
    kiosk.linkUp();
    expect(kiosk.batches().at(-1)).toMatchObject({ first: 16 });
    kiosk.receipt(3);
    expect(kiosk.batches().at(-1)).toMatchObject({ first: 4 });
  });

  it('does not move on a batch that went out as the connection broke', () => {
    withLines(20).linkUp();
    kiosk.agent.link.down('closed');
    kiosk.pass(1_000);
    kiosk.agent.link.up();
    expect(kiosk.batches().map(({ first }) => first)).toEqual([1, 1]);
  });
});
