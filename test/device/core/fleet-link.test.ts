import { afterEach, describe, expect, it } from 'vitest';
import { sha256Chain } from '../../../device/adapters/chain.ts';
import { batchMaxLines } from '../../../shared/contracts/batch.ts';
import { Online } from '../../../shared/contracts/presence.ts';
import { ReportedState } from '../../../shared/contracts/reported.ts';
import { headAfter } from '../../../shared/ledger/chain.ts';
import { type Desk, desk, planned, requestNumber } from '../../support/kiosk-desk.ts';

const one = { kind: 'one' } as const;
let kiosk: Desk;
afterEach(() => kiosk.check());

/** A kiosk with so many lines, none of them receipted. */
function withLines(lines: number): Desk {
  kiosk = desk().ready();
  for (let n = kiosk.last(); n < lines; n++) kiosk.count(1, 5);
  return kiosk;
}

describe('the connection', () => {
  it('is tried at the start, and its will is of this run', () => {
    kiosk = desk().start();
    kiosk.restart();
    kiosk.pass(0);
    expect(kiosk.wills).toEqual(['{"online":false,"run":1}', '{"online":false,"run":2}']);
  });

  it('backs off from one second to sixty with full jitter, and one try at a time', () => {
    kiosk = desk().start();
    kiosk.time.dice = 0.999;
    const waits = [];
    for (let n = 0; n < 9; n++) {
      const tried = kiosk.connects.length;
      kiosk.agent.link.down('refused');
      kiosk.agent.link.down('closed');
      const from = kiosk.up;
      while (kiosk.connects.length === tried) kiosk.pass(1);
      waits.push(Math.round((kiosk.up - from) / 1000));
      expect(kiosk.connects).toHaveLength(tried + 1);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    kiosk.time.dice = 0;
    kiosk.agent.link.down('refused');
    kiosk.pass(1);
    expect(kiosk.connects).toHaveLength(11);
  });

  it('that was let in and thrown out again does not reset the back-off; one that held does', () => {
    kiosk = desk().start();
    kiosk.time.dice = 0.999;
    const waitAfter = (heldMs: number) => {
      kiosk.agent.link.up();
      kiosk.pass(heldMs);
      const [tried, from] = [kiosk.connects.length, kiosk.up];
      kiosk.agent.link.down('closed');
      while (kiosk.connects.length === tried) kiosk.pass(10);
      return Math.round((kiosk.up - from) / 1000);
    };
    expect([waitAfter(0), waitAfter(59_000), waitAfter(0)]).toEqual([1, 2, 4]);
    expect([waitAfter(60_000), waitAfter(0)]).toEqual([1, 2]);
  });

  it('that never comes is given up after 45 s and tried again', () => {
    kiosk = desk().start();
    expect(kiosk.connects).toHaveLength(1);
    kiosk.pass(45_000);
    expect(kiosk.agent.health().link).toEqual({ state: 'down', reason: 'connect-timeout' });
    kiosk.pass(1_000);
    expect(kiosk.connects).toHaveLength(2);
  });
});

describe('presence', () => {
  it('says who is here after each connect and every 60 s with jitter, and writes nothing', () => {
    kiosk = desk().ready();
    kiosk.linkUp();
    kiosk.receipt();
    const tries = kiosk.disk.tries;
    kiosk.time.dice = 0;
    kiosk.pass(3_600_000);
    const beats = kiosk.heard('presence');
    expect(Online.parse(kiosk.said('presence')[0])).toMatchObject({ run: 1, ledger: kiosk.state().ledger, config: 0 });
    expect(beats.length).toBeGreaterThan(60);
    const gaps = beats.slice(2).map((beat, n) => beat.up - (beats[n + 1]?.up ?? 0));
    expect(new Set(gaps)).toEqual(new Set([54_000]));
    expect(kiosk.disk.tries).toBe(tries);
  });
});

describe('the reported state', () => {
  it('is told on connecting, on change at most once in 5 s, and every 15 minutes', () => {
    kiosk = desk().ready();
    kiosk.linkUp();
    for (const said of kiosk.said('state')) ReportedState.parse(said);
    expect(kiosk.heard('state')).toHaveLength(1);
    kiosk.pass(10_000);
    const before = kiosk.heard('state').length;
    for (let n = 0; n < 100; n++) {
      kiosk.count(1, 5);
      kiosk.pass(100);
    }
    expect(kiosk.heard('state').length - before).toBeLessThanOrEqual(3);
    kiosk.pass(10_000);
    const quiet = kiosk.heard('state').length;
    kiosk.pass(3_600_000);
    expect(kiosk.heard('state').length - quiet).toBe(4);
    expect(kiosk.said('state').at(-1)).toMatchObject({ last: kiosk.last() });
  });

  it('is not told faster because the connection comes and goes', () => {
    kiosk = desk().ready();
    kiosk.time.dice = 0;
    for (let n = 0; n < 20; n++) {
      kiosk.linkUp();
      kiosk.agent.link.down('closed');
      kiosk.pass(100);
    }
    expect(kiosk.heard('state')).toHaveLength(1);
    kiosk.linkUp();
    kiosk.pass(5_000);
    expect(kiosk.heard('state')).toHaveLength(2);
  });
});

describe('the outbox', () => {
  it('sends from behind the last receipt, chained, each batch within its bounds', () => {
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

  it('follows a receipt down: a fleet restored from yesterday gets again what it lacks', () => {
    withLines(20).linkUp();
    kiosk.receipt();
    kiosk.receipt(7);
    expect(kiosk.batches().at(-1)).toMatchObject({ first: 8 });
    expect(kiosk.batches().at(-1)?.lines).toHaveLength(13);
    kiosk.receipt();
    expect(kiosk.agent.health().outbox.waiting).toBe(0);
  });

  it('does not breed batches on a slow link where each is answered twice', () => {
    withLines(5_000).linkUp();
    let [answered, most] = [0, 0];
    let fleet = 0;
    // The link carries one batch in ten seconds, and the fleet answers each, also those that it has already.
    while (fleet < 5_000) {
      const batch = kiosk.batches()[answered];
      if (!batch) throw new Error('nothing under way');
      answered += 1;
      if (batch.first <= fleet + 1) fleet = Math.max(fleet, batch.first - 1 + batch.lines.length);
      kiosk.pass(10_000);
      kiosk.receipt(fleet);
      kiosk.receipt(fleet);
      most = Math.max(most, kiosk.batches().length - answered);
    }
    expect(most).toBeLessThanOrEqual(8);
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

describe('a fork', () => {
  const foreign = 'a'.repeat(64);

  it('opens a new ledger that says so, with its stock in doubt until a stock-take', () => {
    kiosk = desk().ready();
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

  it('is found where the fleet has more than this ledger: a disk image was put back', () => {
    const disk = desk().ready().disk;
    const image = disk.image();
    kiosk = desk({ disk: image }).start();
    kiosk.linkUp();
    kiosk.receipt(40, { head: foreign });
    expect(kiosk.disk.ledgers).toHaveLength(2);
    expect(kiosk.lines('turning').every(({ txn }) => txn !== 1)).toBe(true);
  });

  it('is made once, however many receipts of the old ledger still come', () => {
    kiosk = desk().ready();
    const ledger = kiosk.state().ledger;
    kiosk.linkUp();
    for (let n = 0; n < 5; n++) kiosk.hear('receipt', { ledger, through: 2, head: foreign, time: kiosk.time.at });
    expect(kiosk.disk.ledgers).toHaveLength(2);
  });

  it('in mid-turn loses nothing: the box ends in the new ledger, and its request keeps its answer', () => {
    kiosk = desk().ready();
    const ticket = kiosk.ask(1);
    kiosk.looked();
    kiosk.linkUp();
    kiosk.receipt(2, { head: foreign });
    kiosk.turned(one);
    expect(kiosk.reply(ticket)).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.disk.ledgers[1]?.lines.map((line) => JSON.parse(line).kind)).toEqual(['booted', 'issued']);
    expect(kiosk.lane(1).stock).toBe(4);
  });

  it('in mid-turn, and a restart: the turn is settled, never started', () => {
    kiosk = desk().ready();
    kiosk.ask(1);
    kiosk.looked();
    kiosk.linkUp();
    kiosk.receipt(2, { head: foreign });
    kiosk.restart();
    kiosk.boardReady();
    expect(kiosk.board.asks.at(-1)).toMatchObject({ kind: 'settle', turn: { txn: 1 } });
    kiosk.turned(one);
    expect(kiosk.reply(kiosk.ask(1, requestNumber(1)))).toMatchObject({ answer: { outcome: 'issued' } });
    expect(kiosk.vends()).toHaveLength(1);
  });

  it('with all its lines sent anew does not wait for what was sent of the old one', () => {
    withLines(600).linkUp();
    kiosk.receipt(2, { head: foreign });
    expect(kiosk.batches().at(-1)).toMatchObject({ ledger: kiosk.state().ledger, first: 1 });
    kiosk.count(1, 5);
    kiosk.receipt(1);
    expect(kiosk.batches().at(-1)).toMatchObject({ ledger: kiosk.state().ledger, first: 2 });
  });
});

describe('a command', () => {
  const id = '00000000-0000-4000-a000-000000000001';
  const command = (kind: string, over: Record<string, unknown> = {}) => ({
    id,
    kind,
    expires: kiosk.time.at + 60_000,
    ...over,
  });
  const results = () => kiosk.said('results').map(({ state, code }) => (code === null ? state : `${state}: ${code}`));

  it('is executed once, answered as often as it comes, over restarts too', () => {
    kiosk = desk().ready();
    kiosk.linkUp();
    const restart = command('restart');
    kiosk.hear('commands', restart);
    kiosk.hear('commands', restart);
    expect(kiosk.restarts).toBe(1);
    kiosk.restart();
    kiosk.linkUp();
    kiosk.hear('commands', restart);
    expect(kiosk.restarts).toBe(1);
    expect(results()).toEqual(['done', 'done', 'done']);
    expect(kiosk.lines('command').map(({ state }) => state)).toEqual(['accepted', 'done']);
  });

  it('that homes a motor is accepted, then done; its motor turns once', () => {
    kiosk = desk().ready();
    kiosk.linkUp();
    kiosk.tell({ kind: 'lane', lane: planned(1).lane, hardware: 'jam', drops: 0 });
    const clear = command('clear', { lane: 1 });
    kiosk.hear('commands', clear);
    kiosk.hear('commands', clear);
    kiosk.tell({ kind: 'homed', lane: planned(1).lane, hardware: 'ready', reason: null });
    kiosk.hear('commands', clear);
    expect(kiosk.asked('home')).toHaveLength(1);
    expect(results()).toEqual(['accepted', 'accepted', 'done', 'done']);
    expect(kiosk.lane(1).state).toBe('ready');
  });

  it('that a restart cut off has failed, and its motor does not turn again', () => {
    kiosk = desk().ready();
    kiosk.linkUp();
    const clear = command('clear', { lane: 1 });
    kiosk.hear('commands', clear);
    kiosk.restart();
    kiosk.boardReady();
    kiosk.linkUp();
    kiosk.hear('commands', clear);
    expect(results()).toEqual(['accepted', 'failed: interrupted']);
    expect(kiosk.asked('home')).toHaveLength(1);
    expect(kiosk.lines('tested').map(({ result }) => result)).toEqual([null, 'interrupted']);
  });

  it('that is too late is expired by the fleet’s clock, not by the kiosk’s', () => {
    kiosk = desk().ready();
    kiosk.linkUp();
    const now = kiosk.time.at;
    kiosk.time.at += 10 * 365 * 86_400_000;
    kiosk.receipt(undefined, { time: now });
    kiosk.hear('commands', command('restart', { expires: now + 60_000 }));
    expect(kiosk.restarts).toBe(1);
    kiosk.hear('commands', { ...command('restart', { expires: now - 1 }), id: id.replace('1', '2') });
    expect(kiosk.restarts).toBe(1);
    expect(results()).toEqual(['done', 'expired']);
  });

  it('of a kind nobody knows is refused, and one that could dispense is not known', () => {
    kiosk = desk().ready();
    kiosk.linkUp();
    kiosk.hear('commands', command('dispense', { lane: 1 }));
    expect(results()).toEqual(['failed: unknown-command']);
    expect(kiosk.board.asks).toEqual([]);
  });

  it('whose taking can not be written down is not executed', () => {
    kiosk = desk().ready();
    kiosk.linkUp();
    kiosk.disk.failing = 'disk-full';
    const restart = command('restart');
    kiosk.hear('commands', restart);
    expect(kiosk.restarts).toBe(0);
    expect(results()).toEqual([]);
    kiosk.disk.failing = null;
    kiosk.hear('commands', restart);
    expect(kiosk.restarts).toBe(1);
  });
});

describe('a message that makes no sense', () => {
  it.each([
    ['receipt', '{'],
    ['receipt', '{"ledger":"x","through":1,"head":"00","time":1}'],
    ['config', '{"version":0,"lanes":[]}'],
    ['config', '{"version":9,"lanes":[{"lane":1,"product":"CD-M","capacity":5,"par":9}]}'],
    ['config', '[]'],
    ['commands', '{"id":"1","kind":"restart","expires":1}'],
    ['commands', 'null'],
  ] as const)('on %s is counted and changes nothing: %s', (channel, payload) => {
    kiosk = desk().ready();
    kiosk.linkUp();
    const before = kiosk.last();
    kiosk.hear(channel, payload);
    expect(kiosk.agent.health().unreadable).toBe(1);
    expect(kiosk.last()).toBe(before);
    expect(kiosk.restarts).toBe(0);
  });
});
