import { afterEach, describe, expect, it } from 'vitest';
import { emptyBooks, plannedLanes } from '../../../shared/ledger/books.ts';
import { fold } from '../../../shared/ledger/fold.ts';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { planned } from '../../support/device/values.ts';

const one = { kind: 'one' } as const;
const lanes = [planned(1), planned(2)];
const stop = { version: 1, lanes, stopped: { reason: 'heat-stop' } };
const refused = { kind: 'refused', refusal: 'stopped', lane: null };

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('a stop that the fleet requests', () => {
  it('is in force from its line on: nothing is given out, and the kiosk reports that', () => {
    kiosk = testKiosk().ready();
    kiosk.hear('config', stop);
    expect(kiosk.lines('configured').at(-1)).toMatchObject({ version: 1, stopped: { reason: 'heat-stop' } });
    expect(kiosk.reply(kiosk.ask())).toEqual(refused);
    expect(kiosk.reply(kiosk.ask(1))).toEqual(refused);
    expect(kiosk.vends()).toEqual([]);
    expect(kiosk.state().service).toEqual({
      state: 'out-of-service',
      reasons: [],
      stopped: { reason: 'heat-stop' },
    });
    expect(kiosk.agent.health()).toMatchObject({ inService: false, reasons: ['stopped'] });
  });

  it('outlives a restart', () => {
    kiosk = testKiosk().ready();
    kiosk.hear('config', stop);
    kiosk.restart();
    kiosk.boardReady();
    expect(kiosk.reply(kiosk.ask())).toEqual(refused);
  });

  it('lets a turn under way end, and tries no other lane for it', () => {
    kiosk = testKiosk().ready();
    const issued = kiosk.ask();
    kiosk.looked();
    kiosk.hear('config', stop);
    kiosk.turned(one);
    expect(kiosk.reply(issued)).toMatchObject({ answer: { outcome: 'issued' } });

    kiosk.hear('config', { version: 2, lanes });
    const jammed = kiosk.ask();
    kiosk.looked();
    kiosk.hear('config', { ...stop, version: 3 });
    kiosk.turned({ kind: 'none', reason: 'jam' });
    kiosk.looked();
    expect(kiosk.reply(jammed)).toMatchObject({ answer: { outcome: 'not-issued', reason: 'jam' } });
    expect(kiosk.vends()).toHaveLength(2);
  });

  it('comes before a motor that has not turned yet', () => {
    kiosk = testKiosk().ready();
    const ticket = kiosk.ask();
    kiosk.hear('config', stop);
    kiosk.looked();
    expect(kiosk.reply(ticket)).toEqual(refused);
    expect(kiosk.vends()).toEqual([]);
  });

  it('lets staff load, count, take out and home', () => {
    kiosk = testKiosk().ready();
    kiosk.hear('config', stop);
    expect(kiosk.restock(1, 1)).toMatchObject({ kind: 'done' });
    expect(kiosk.count(1, 6)).toMatchObject({ kind: 'done' });
    expect(kiosk.remove(1, 1)).toMatchObject({ kind: 'done' });
    kiosk.hand({ kind: 'clear', by: '王', lane: planned(1).lane });
    expect(kiosk.board.orders.at(-1)).toEqual({ kind: 'home', lane: 1 });
    kiosk.tell({ kind: 'homed', lane: planned(1).lane, hardware: 'ready', reason: null });
  });

  it('ends with a newer configuration that has none', () => {
    kiosk = testKiosk().ready();
    kiosk.hear('config', stop);
    kiosk.hear('config', { version: 2, lanes, stopped: null });
    expect(kiosk.dispense('CD-M', one)).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.state().service).toEqual({ state: 'in-service', reasons: [] });
  });

  it('is repeated in a new ledger: the fleet may not have the earlier one', () => {
    kiosk = testKiosk().ready();
    kiosk.hear('config', stop);
    kiosk.linkUp();
    kiosk.receipt(2, { head: 'a'.repeat(64) });
    expect(kiosk.disk.ledgers).toHaveLength(2);
    expect(kiosk.lines('configured').at(-1)).toMatchObject({ version: 1, lanes, stopped: { reason: 'heat-stop' } });
    expect(kiosk.kinds().slice(-2)).toEqual(['booted', 'configured']);
    expect(kiosk.reply(kiosk.ask())).toEqual(refused);
  });

  it('with an older version is ignored', () => {
    kiosk = testKiosk().ready();
    kiosk.hear('config', { version: 2, lanes });
    kiosk.hear('config', stop);
    expect(kiosk.dispense('CD-M', one)).toMatchObject({ answer: { outcome: 'issued' } });
  });
});

describe('the answer to a citizen', () => {
  const noDrop = { kind: 'none', reason: 'no-drop' } as const;
  const refusal = (name: string) => ({ kind: 'refused', refusal: name, lane: null });

  it('is out of stock only if that is true', () => {
    kiosk = testKiosk().ready(1);
    kiosk.remove(1, 1);
    expect(kiosk.reply(kiosk.ask(1))).toEqual(refusal('out-of-stock'));
    expect(kiosk.dispense(2, noDrop)).toMatchObject({ answer: { outcome: 'not-issued' } });
    expect(kiosk.reply(kiosk.ask(2))).toEqual(refusal('lane-fault'));
    expect(kiosk.reply(kiosk.ask())).toEqual(refusal('lane-fault'));
    kiosk.remove(2, 1);
    expect(kiosk.reply(kiosk.ask())).toEqual(refusal('out-of-stock'));
  });

  it('never says that somebody took an uncertain box', () => {
    kiosk = testKiosk().ready(1);
    kiosk.dispense(1, { kind: 'unknown', reason: 'power-lost' });
    expect(kiosk.reply(kiosk.ask(1))).toEqual(refusal('lane-fault'));
  });
});

describe('the planogram in force', () => {
  it('is as requested, also if old boxes are still in a lane', () => {
    kiosk = testKiosk().ready(1);
    const books = emptyBooks();
    const configured = (version: number, plan: typeof lanes) =>
      fold(books, version + 1, {
        kind: 'configured',
        at: 0,
        run: 1,
        up: 0,
        version,
        lanes: plan,
        recalls: [],
        limits: {},
      } as Parameters<typeof fold>[2]);
    configured(0, [planned(1), planned(2)]);
    fold(books, 2, {
      kind: 'restocked',
      at: 0,
      run: 1,
      up: 0,
      lane: 1,
      product: 'CD-M',
      lot: null,
      expires: null,
      added: 1,
      stock: 1,
      by: '王',
    } as Parameters<typeof fold>[2]);
    configured(2, [planned(1, 'CD-L'), planned(3)]);
    expect(plannedLanes(books).map(({ lane, product }) => `${lane} ${product}`)).toEqual(['1 CD-L', '3 CD-M']);
  });
});
