import { afterEach, describe, expect, it } from 'vitest';
import { type Desk, desk, lane, noon, planned, product, requestNumber } from '../../support/kiosk-desk.ts';
import { ledgerNumber, memoryDisk } from '../../support/memory-disk.ts';

const one = { kind: 'one' } as const;
const cannotWrite = { kind: 'refused', refusal: 'cannot-write', lane: null };

let kiosk: Desk;
afterEach(() => kiosk.check());

describe('a disk that will not write', () => {
  it('at the request: no motor turns, who asks is told, and the next one after it recovers is served', () => {
    kiosk = desk().ready();
    const ticket = kiosk.ask();
    kiosk.disk.failing = 'disk-full';
    kiosk.looked();
    expect(kiosk.reply(ticket)).toEqual(cannotWrite);
    expect(kiosk.vends()).toEqual([]);
    expect(kiosk.state().service).toEqual({ state: 'out-of-service', reasons: ['disk'] });
    expect(kiosk.reply(kiosk.ask())).toEqual(cannotWrite);

    kiosk.pass(60_000);
    expect(kiosk.state().service.reasons).toEqual(['disk']);
    kiosk.disk.failing = null;
    kiosk.pass(5_000);
    expect(kiosk.agent.health().disk).toEqual({ state: 'ok', code: null });
    expect(kiosk.dispense('CD-M', one)).toMatchObject({ answer: { outcome: 'issued' } });
  });

  it('at the outcome: the box is booked once the disk recovers, and whoever waited gets its answer then', () => {
    kiosk = desk().ready();
    const ticket = kiosk.ask(1);
    kiosk.looked();
    kiosk.disk.failing = 'disk-read-only';
    kiosk.turned(one);
    expect(kiosk.reply(ticket)).toEqual(cannotWrite);
    expect(kiosk.lane(1).stock).toBe(5);
    const again = kiosk.ask(1, requestNumber(1));
    expect(kiosk.replies(again)).toEqual([]);

    kiosk.disk.failing = null;
    kiosk.pass(5_000);
    expect(kiosk.reply(again)).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.lines('issued')).toHaveLength(1);
    expect(kiosk.lane(1).stock).toBe(4);
  });

  it('at the outcome, and for hours: who asks again is told in bounded time, nothing is guessed', () => {
    kiosk = desk().ready();
    kiosk.ask(1);
    kiosk.looked();
    kiosk.disk.failing = 'disk-full';
    kiosk.turned(one);
    const again = kiosk.ask(1, requestNumber(1));
    kiosk.pass(60_000);
    expect(kiosk.reply(again)).toEqual(cannotWrite);
    kiosk.pass(4 * 3_600_000);
    expect(kiosk.reply(kiosk.ask(1, requestNumber(1)))).toEqual(cannotWrite);
    kiosk.disk.failing = null;
    kiosk.pass(5_000);
    expect(kiosk.reply(kiosk.ask(1, requestNumber(1)))).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.lines('uncertain')).toEqual([]);
  });

  it('at the outcome, and the process dies: the board is asked after the restart', () => {
    kiosk = desk().ready();
    kiosk.ask(1);
    kiosk.looked();
    kiosk.disk.failing = 'disk-full';
    kiosk.turned(one);
    kiosk.disk.failing = null;
    kiosk.restart();
    kiosk.boardReady();
    expect(kiosk.board.asks.at(-1)).toMatchObject({ kind: 'settle', turn: { txn: 1 } });
    kiosk.turned(one);
    expect(kiosk.reply(kiosk.ask(1, requestNumber(1)))).toMatchObject({ answer: { outcome: 'issued' } });
  });

  it('while the board stays mute: whoever waits is told within a minute, the books say uncertain when they can', () => {
    kiosk = desk().ready();
    const ticket = kiosk.ask(1);
    kiosk.looked();
    kiosk.disk.failing = 'disk-full';
    kiosk.pass(60_000);
    expect(kiosk.reply(ticket)).toEqual(cannotWrite);
    kiosk.disk.failing = null;
    kiosk.pass(5_000);
    expect(kiosk.lines('uncertain')).toMatchObject([{ txn: 1, reason: 'no-answer' }]);
  });

  it('at a staff entry: all of it or nothing, and they are told', () => {
    kiosk = desk().ready();
    const before = kiosk.last();
    kiosk.disk.failing = 'disk-full';
    expect(kiosk.restock(1, 2)).toEqual(cannotWrite);
    expect(kiosk.count(1, 2)).toEqual(cannotWrite);
    expect(kiosk.remove(1, 2)).toEqual(cannotWrite);
    expect(kiosk.reply(kiosk.hand({ kind: 'trust-sensor', by: '王' }))).toEqual(cannotWrite);
    expect(kiosk.reply(kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) }))).toEqual(cannotWrite);
    expect(kiosk.asked('home')).toEqual([]);
    expect(kiosk.last()).toBe(before);
    kiosk.disk.failing = null;
    expect(kiosk.restock(1, 2)).toEqual({ kind: 'done', warnings: [] });
    expect(kiosk.agent.health().disk.state).toBe('ok');
  });

  it('at the end of a homing: staff are told at once, its end is written when it can be', () => {
    kiosk = desk().ready();
    const ticket = kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    kiosk.disk.failing = 'disk-full';
    kiosk.tell({ kind: 'homed', lane: lane(1), hardware: 'ready', reason: null });
    expect(kiosk.reply(ticket)).toEqual({ ...cannotWrite, lane: 1 });
    kiosk.pass(120_000);
    kiosk.disk.failing = null;
    kiosk.pass(5_000);
    expect(kiosk.lines('tested').at(-1)).toMatchObject({ state: 'done', result: 'ready' });
    expect(kiosk.restock(1, 1)).toEqual({ kind: 'done', warnings: [] });
  });

  it('at the start: nothing is listened to, given out or published before the start is written down', () => {
    kiosk = desk().ready();
    const booted = kiosk.lines('booted').length;
    kiosk.disk.failing = 'disk-read-only';
    const [opened, connects] = [kiosk.opened.length, kiosk.connects.length];
    kiosk.restart();
    expect(kiosk.reply(kiosk.ask())).toEqual(cannotWrite);
    expect(kiosk.restock(1, 1)).toEqual(cannotWrite);
    kiosk.pass(600_000);
    expect([kiosk.opened.length, kiosk.connects.length]).toEqual([opened, connects]);
    kiosk.disk.failing = null;
    expect(kiosk.restock(1, 1)).toEqual(cannotWrite);
    kiosk.pass(5_000);
    expect(kiosk.kinds().at(-1)).toBe('booted');
    expect(kiosk.lines('booted')).toHaveLength(booted + 1);
    expect(kiosk.opened).toHaveLength(opened + 1);
    kiosk.boardReady();
    expect(kiosk.dispense('CD-M', one)).toMatchObject({ answer: { outcome: 'issued' } });
  });

  it('for a day: heartbeats go on and say nothing else, it is tried every five seconds, and nothing spins', () => {
    kiosk = desk().ready();
    kiosk.linkUp();
    kiosk.receipt();
    kiosk.disk.failing = 'disk-full';
    kiosk.tell({ kind: 'door', state: 'open' });
    kiosk.pass(5_000);
    expect(kiosk.said('state').at(-1)).toMatchObject({ service: { reasons: ['disk'] } });
    const [beats, tries, logged] = [kiosk.heard('presence').length, kiosk.disk.tries, kiosk.logged.length];
    kiosk.pass(24 * 3_600_000);
    expect(kiosk.heard('presence').length - beats).toBe(24 * 60);
    expect(kiosk.disk.tries - tries).toBeLessThanOrEqual((24 * 3_600) / 5);
    expect(kiosk.logged.length).toBe(logged);
  });

  it('keeps of a chattering board what it said last, not all that it said', () => {
    kiosk = desk().ready();
    kiosk.tell({ kind: 'door', state: 'closed' });
    kiosk.disk.failing = 'disk-full';
    for (let n = 0; n < 5_000; n++) kiosk.tell({ kind: 'door', state: n % 2 === 0 ? 'open' : 'closed' });
    kiosk.tell({ kind: 'lane', lane: lane(2), hardware: 'jam', drops: 0 });
    kiosk.disk.failing = null;
    const before = kiosk.last();
    kiosk.pass(5_000);
    expect(kiosk.kinds(before)).toEqual(['lane']);
    expect(kiosk.lane(2).state).toBe('jam');
  });

  it('does not bring back a board that was lost in the meantime', () => {
    kiosk = desk();
    kiosk.start();
    kiosk.disk.failing = 'disk-full';
    kiosk.boardReady();
    kiosk.tell({ kind: 'lost', reason: 'port-gone' });
    kiosk.disk.failing = null;
    kiosk.pass(5_000);
    expect(kiosk.state().board).toMatchObject({ state: 'lost', reason: 'port-gone' });
  });

  it('takes a configuration and a fork later, when it can', () => {
    kiosk = desk().ready();
    kiosk.linkUp();
    kiosk.disk.failing = 'disk-full';
    kiosk.hear('config', { version: 4, lanes: [planned(1), planned(2, 'CD-L')] });
    kiosk.hear('config', { version: 5, lanes: [planned(1)] });
    kiosk.receipt(1, { head: 'a'.repeat(64) });
    expect(kiosk.state().config).toBe(0);
    kiosk.disk.failing = null;
    kiosk.pass(5_000);
    expect(kiosk.state().config).toBe(5);
    expect(kiosk.disk.ledgers).toHaveLength(2);
  });
});

describe('the disk fills at any commit of a day', () => {
  /** A day's work; every reply is either what was promised or `cannot-write`. */
  function day(at: Desk) {
    at.start();
    at.boardReady();
    at.restock(1, 3);
    at.restock(2, 3, 'CD-M', 'B2', '2027-12-31');
    const serve = (results: readonly ({ kind: 'one' } | { kind: 'none'; reason: 'no-drop' })[]) => {
      at.ask('CD-M');
      for (const result of results) {
        if (at.board.asks.at(-1)?.kind === 'look') at.looked();
        if (at.board.asks.at(-1)?.kind === 'vend') at.turned(result);
      }
      at.pass(70_000);
    };
    serve([one]);
    serve([{ kind: 'none', reason: 'no-drop' }, one]);
    at.tell({ kind: 'door', state: 'open' });
    at.hear('config', { version: 1, lanes: [planned(1), planned(2, 'CD-L')] });
    at.count(2, 1);
    at.remove(2, 1);
    at.tell({ kind: 'door', state: 'closed' });
    serve([one]);
  }

  const commits = (() => {
    const whole = desk();
    day(whole);
    return whole.disk.tries;
  })();

  it.each(Array.from({ length: commits }, (_, n) => n))('commit %i: books and boxes agree when it is over', (n) => {
    kiosk = desk();
    kiosk.disk.failsAfter = n;
    day(kiosk);
    kiosk.disk.failing = null;
    kiosk.disk.failsAfter = null;
    kiosk.pass(70_000);
    expect(kiosk.agent.health().disk.state).toBe('ok');
    const turned = kiosk.vends().map(({ txn }) => txn);
    const ends = kiosk.disk.events().filter(({ kind }) => kind === 'issued' || kind === 'not-issued');
    expect(ends.map(({ txn }) => txn)).toEqual(turned);
    for (let ticket = 1; ticket < 30; ticket++) expect(kiosk.replies(ticket).length).toBeLessThanOrEqual(1);
  });
});

describe('a ledger file that was damaged', () => {
  it('and cut short goes on with its stock in doubt until a stock-take', () => {
    kiosk = desk().ready();
    kiosk = desk({ disk: kiosk.disk, cause: 'damaged' }).start();
    expect(kiosk.lane(1)).toMatchObject({ stock: 5, uncertain: 5 });
    kiosk.boardReady();
    kiosk.count(1, 5);
    expect(kiosk.lane(1)).toMatchObject({ stock: 5, uncertain: 0 });
  });

  it('and lost its last ledger whole continues the one before it, by name', () => {
    const first = desk().ready();
    const before = first.disk.ledgers[0];
    if (!before) throw new Error('no ledger');
    const fresh = { id: '00000000-0000-4000-8000-000000000009' as typeof before.id, lines: [], heads: [] };
    kiosk = desk({ disk: memoryDisk([before, fresh]), cause: 'damaged' }).start();
    expect(kiosk.lines('booted').at(-1)).toMatchObject({ cause: 'damaged', ledgerBefore: before.id });
    expect(kiosk.lane(1)).toMatchObject({ product: product('CD-M'), stock: 5, uncertain: 5 });
  });
});

describe('a disk that will not read', () => {
  it('while a receipt is checked, and nothing else happens: it says so at once, and is tried again after five seconds', () => {
    kiosk = desk().ready();
    kiosk.linkUp();
    kiosk.disk.unreadable = 'disk-error';
    kiosk.hear('receipt', { ledger: ledgerNumber(1), through: 1, head: kiosk.disk.ledgers[0]?.heads[0], time: noon });
    kiosk.disk.unreadable = null;
    expect(kiosk.agent.health()).toMatchObject({ inService: false, disk: { state: 'failed', code: 'disk-error' } });
    kiosk.pass(5_000);
    expect(kiosk.agent.health()).toMatchObject({ inService: true, disk: { state: 'ok', code: null } });
  });

  it('while lines are to be sent, and while a receipt is checked: it says so, rests, and sends and believes all of it later', () => {
    kiosk = desk().ready();
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
