import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { noon, product } from '../../support/device/values.ts';
import { ledgerNumber, memoryDisk } from '../../support/memory-disk.ts';

const cannotWrite = { kind: 'refused', refusal: 'cannot-write', lane: null };

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('a ledger file that was damaged', () => {
  it('and cut short continues with its stock in doubt until a stock-take', () => {
    kiosk = testKiosk().ready();
    kiosk = testKiosk({ disk: kiosk.disk, cause: 'damaged' }).start();
    expect(kiosk.lane(1)).toMatchObject({ stock: 5, uncertain: 5 });
    kiosk.boardReady();
    kiosk.count(1, 5);
    expect(kiosk.lane(1)).toMatchObject({ stock: 5, uncertain: 0 });
  });

  it('and lost its whole last ledger continues the one before it, by name', () => {
    const first = testKiosk().ready();
    const before = first.disk.ledgers[0];
    if (!before) throw new Error('no ledger');
    const fresh = { id: '00000000-0000-4000-8000-000000000009' as typeof before.id, lines: [], heads: [] };
    kiosk = testKiosk({ disk: memoryDisk([before, fresh]), cause: 'damaged' }).start();
    expect(kiosk.lines('booted').at(-1)).toMatchObject({ cause: 'damaged', ledgerBefore: before.id });
    expect(kiosk.lane(1)).toMatchObject({ product: product('CD-M'), stock: 5, uncertain: 5 });
  });
});

describe('a disk that will not read', () => {
  it('while only a receipt is checked: this is reported at once, and tried again after five seconds', () => {
    kiosk = testKiosk().ready();
    kiosk.linkUp();
    kiosk.disk.unreadable = 'disk-error';
    kiosk.hear('receipt', { ledger: ledgerNumber(1), through: 1, head: kiosk.disk.ledgers[0]?.heads[0], time: noon });
    kiosk.disk.unreadable = null;
    expect(kiosk.agent.health()).toMatchObject({ inService: false, disk: { state: 'failed', code: 'disk-error' } });
    kiosk.pass(5_000);
    expect(kiosk.agent.health()).toMatchObject({ inService: true, disk: { state: 'ok', code: null } });
  });

  it('while lines must be sent, and while a receipt is checked: this is reported, and all is sent and accepted later', () => {
    kiosk = testKiosk().ready();
    kiosk.disk.unreadable = 'disk-error';
    kiosk.linkUp();
    expect(kiosk.batches()).toEqual([]);
    expect(kiosk.state().service).toEqual({ state: 'out-of-service', reasons: ['disk'] });
    expect(kiosk.reply(kiosk.ask())).toEqual(cannotWrite);
    kiosk.hear('receipt', { ledger: ledgerNumber(1), through: 1, head: kiosk.disk.ledgers[0]?.heads[0], time: noon });
    expect(kiosk.lines('forked')).toEqual([]);
    expect(kiosk.agent.health()).toMatchObject({ unreadable: 0, disk: { state: 'failed', code: 'disk-error' } });

    kiosk.disk.unreadable = null;
    kiosk.pass(5_000);
    expect(kiosk.batches().flatMap(({ lines }) => lines)).toEqual(kiosk.disk.ledgers[0]?.lines);
    kiosk.receipt();
    expect(kiosk.agent.health()).toMatchObject({ inService: true, outbox: { waiting: 0 } });
  });
});
