import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { lane, one, planned, requestNumber } from '../../support/device/values.ts';

const cannotWrite = { kind: 'refused', refusal: 'cannot-write', lane: null };

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('a disk that will not write', () => {
  it('at the request: no motor turns, the caller is informed, and the next one after it recovers is served', () => {
    kiosk = testKiosk().ready();
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

  it('at the outcome: the box is booked once the disk recovers, and the waiting caller gets its answer then', () => {
    kiosk = testKiosk().ready();
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

  it('at the outcome, and for hours: a caller who asks again is informed in bounded time, nothing is guessed', () => {
    kiosk = testKiosk().ready();
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
    kiosk = testKiosk().ready();
    kiosk.ask(1);
    kiosk.looked();
    kiosk.disk.failing = 'disk-full';
    kiosk.turned(one);
    kiosk.disk.failing = null;
    kiosk.restart();
    kiosk.boardReady();
    expect(kiosk.board.orders.at(-1)).toMatchObject({ kind: 'settle', turn: { txn: 1 } });
    kiosk.turned(one);
    expect(kiosk.reply(kiosk.ask(1, requestNumber(1)))).toMatchObject({ answer: { outcome: 'issued' } });
  });

  it('while the board stays silent: a waiting caller is informed within a minute, and the books say uncertain when they can', () => {
    kiosk = testKiosk().ready();
    const ticket = kiosk.ask(1);
    kiosk.looked();
    kiosk.disk.failing = 'disk-full';
    kiosk.pass(60_000);
    expect(kiosk.reply(ticket)).toEqual(cannotWrite);
    kiosk.disk.failing = null;
    kiosk.pass(5_000);
    expect(kiosk.lines('uncertain')).toMatchObject([{ txn: 1, reason: 'no-answer' }]);
  });

  it('at a staff entry: all of it or nothing, and they are informed', () => {
    kiosk = testKiosk().ready();
    const before = kiosk.last();
    kiosk.disk.failing = 'disk-full';
    expect(kiosk.restock(1, 2)).toEqual(cannotWrite);
    expect(kiosk.count(1, 2)).toEqual(cannotWrite);
    expect(kiosk.remove(1, 2)).toEqual(cannotWrite);
    expect(kiosk.reply(kiosk.hand({ kind: 'trust-sensor', by: '王' }))).toEqual(cannotWrite);
    expect(kiosk.reply(kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) }))).toEqual(cannotWrite);
    expect(kiosk.ordered('home')).toEqual([]);
    expect(kiosk.last()).toBe(before);
    kiosk.disk.failing = null;
    expect(kiosk.restock(1, 2)).toEqual({ kind: 'done', warnings: [] });
    expect(kiosk.agent.health().disk.state).toBe('ok');
  });

  it('at the end of a homing: staff are informed at once, its end is recorded when possible', () => {
    kiosk = testKiosk().ready();
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

  it('at the start: nothing is read, given out or published before the start is recorded', () => {
    kiosk = testKiosk().ready();
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

  it('for a day: heartbeats continue unchanged, a write is tried every five seconds, and nothing loops', () => {
    kiosk = testKiosk().ready();
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

  it('keeps the last report of a chattering board, not all of them', () => {
    kiosk = testKiosk().ready();
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

  it('does not restore a board that was lost in the meantime', () => {
    kiosk = testKiosk();
    kiosk.start();
    kiosk.disk.failing = 'disk-full';
    kiosk.boardReady();
    kiosk.tell({ kind: 'lost', reason: 'port-gone' });
    kiosk.disk.failing = null;
    kiosk.pass(5_000);
    expect(kiosk.state().board).toMatchObject({ state: 'lost', reason: 'port-gone' });
  });

  it('accepts a configuration and a fork later, when it can', () => {
    kiosk = testKiosk().ready();
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
