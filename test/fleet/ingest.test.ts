import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningFleet } from '../../fleet/main.ts';
import { call, register, runFleet, testFolder, until } from '../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../support/fleet/kiosk.ts';

const name = 'JX-360102-0001';
let folder: ReturnType<typeof testFolder>;
let fleet: RunningFleet;
let kiosk: TestKiosk;
let secret: string;

beforeEach(async () => {
  folder = testFolder();
  fleet = await runFleet(folder.path);
  secret = await register(fleet, name);
  kiosk = await TestKiosk.connect(fleet, name, secret);
});

afterEach(async () => {
  await kiosk.end();
  await fleet.stop();
  folder.remove();
});

const now = Date.now();
const stocked = () => new TestLedger().write(lines.booted(now), lines.configured(now), lines.restocked(now, 8));

async function machine() {
  await fleet.service.idle();
  await fleet.tick();
  return (await call(fleet, `/api/v1/machines/${name}`)).body;
}

describe('a batch', () => {
  it('is stored, answered by a receipt with the head of the chain, and counted', async () => {
    const ledger = stocked().write(...lines.box(now), ...lines.box(now));
    await kiosk.say('events', ledger.batch());
    expect(await kiosk.receipt(7)).toMatchObject({ ledger: ledger.id, head: ledger.heads[7] });
    expect(await machine()).toMatchObject({
      issued: { today: 2, year: 2, total: 2 },
      stock: 6,
      uncertain: 0,
      ledger: { id: ledger.id, through: 7, folded: 7 },
    });
    const { body } = await call(fleet, `/api/v1/machines/${name}/events`);
    expect(body.events.map((event: { line: object }) => JSON.stringify(event.line))).toEqual(ledger.lines);
    expect(body.next).toBeNull();
  });

  it('is counted once, however often and in whatever order it comes', async () => {
    const ledger = stocked();
    for (let box = 0; box < 5; box += 1) ledger.write(...lines.box(now));
    for (const [first, last] of [
      [4, 7],
      [1, 3],
      [1, 3],
      [2, 9],
      [6, 8],
      [1, 13],
      [1, 13],
    ] as const)
      await kiosk.say('events', ledger.batch(first, last));
    await kiosk.receipt(13);
    expect(await machine()).toMatchObject({ issued: { total: 5 }, stock: 3, ledger: { through: 13 } });
    expect(await fleet.store.audit()).toEqual([]);
  });

  it('of many lines joins what is held already, wherever it begins, and one of another history is a fork', async () => {
    const ledger = stocked();
    for (let box = 0; box < 100; box += 1) ledger.write(...lines.box(now));
    const through = ledger.lines.length;
    await kiosk.say('events', ledger.batch(1, 90));
    await kiosk.say('events', ledger.batch(40, 160));
    await kiosk.say('events', ledger.batch(100, through));
    expect(await kiosk.receipt(through)).toMatchObject({ head: ledger.heads[through] });
    const other = new TestLedger(ledger.id).write(...ledger.lines.slice(0, 99), ...stocked().lines);
    for (let box = 0; box < 100; box += 1) other.write(...lines.box(now));
    await kiosk.say('events', other.batch(1, 250));
    await fleet.service.idle();
    expect((await machine()).ledger).toMatchObject({ through });
    expect(await fleet.store.audit()).toEqual([]);
    const { body } = await call(fleet, `/api/v1/machines/${name}/events?limit=500`);
    expect(body.events).toHaveLength(through);
  });

  it('that begins past the mark is not taken, and the receipt says where to go on', async () => {
    const ledger = stocked().write(...lines.box(now));
    await kiosk.say('events', ledger.batch(3));
    expect(await kiosk.receipt(0)).toMatchObject({ ledger: ledger.id, head: ledger.heads[0] });
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(5);
  });

  it.each([
    ['a held line altered', (ledger: TestLedger) => ledger.batch().replace('"added":8', '"added":9')],
    [
      'another start of the chain',
      (ledger: TestLedger) => ledger.batch().replace(ledger.heads[0] ?? '', 'f'.repeat(64)),
    ],
    [
      'a line left out',
      (ledger: TestLedger) => ledger.batch(4).replace(`"prev":"${ledger.heads[3]}"`, `"prev":"${ledger.heads[2]}"`),
    ],
  ])('whose chain does not join (%s) is a fork: nothing is taken, the machine is flagged', async (_, spoil) => {
    const ledger = stocked();
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(3);
    ledger.write(...lines.box(now));
    await kiosk.say('events', spoil(ledger));
    const shown = await until('the fork flag', async () => {
      const it = await machine();
      return it.flags.some((flag: { kind: string }) => flag.kind === 'fork') ? it : null;
    });
    expect(shown.ledger.through).toBe(3);
    expect(shown.stock).toBe(8);
  });

  it('is a fork also where the ledger’s first lines came with it, not booked yet', async () => {
    const ledger = stocked();
    const other = new TestLedger(ledger.id).write(...[2, 3, 4].map((run) => lines.booted(now, run)));
    await Promise.all([kiosk.say('events', ledger.batch()), kiosk.say('events', other.batch())]);
    await kiosk.receipt(3);
    expect((await machine()).flags.map((flag: { kind: string }) => flag.kind)).toContain('fork');
  });

  it('of a new ledger follows a fork, clears its flag and leaves its stock unverified until a count', async () => {
    const ledger = stocked().write(...lines.box(now));
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(5);
    const clone = new TestLedger(ledger.id).write(
      ...ledger.lines.slice(0, 4),
      lines.restocked(now, 1),
      lines.restocked(now, 1),
    );
    await kiosk.say('events', clone.batch(5));
    await until('the fork flag', async () =>
      (await machine()).flags.some((flag: { kind: string }) => flag.kind === 'fork'),
    );
    const fresh = new TestLedger().write(lines.booted(now, 2, ledger.id));
    await kiosk.say('events', fresh.batch());
    await kiosk.hears('receipt', (receipt) => receipt.ledger === fresh.id && receipt.through === 1);
    const after = await until('the fork flag to go', async () => {
      const it = await machine();
      return it.flags.some((flag: { kind: string }) => flag.kind === 'fork') ? null : it;
    });
    // None of them may have fallen: they are to be counted, not in doubt.
    expect([after.uncertain, after.lanes[0].unverified]).toEqual([0, 7]);
    expect(after.issued.total).toBe(1);
    expect(after.flags.map((flag: { kind: string }) => flag.kind)).toContain('stock-take');
    expect(after.ledgersBefore).toEqual([{ id: ledger.id, through: 5 }]);
    const { body } = await call(fleet, `/api/v1/machines/${name}/events?limit=2`);
    const rest = await call(fleet, `/api/v1/machines/${name}/events?after=${encodeURIComponent(body.next)}`);
    expect(
      [...body.events, ...rest.body.events].map((event: { ledger: string; seq: number }) => [event.ledger, event.seq]),
    ).toEqual([...[1, 2, 3, 4, 5].map((seq) => [ledger.id, seq]), [fresh.id, 1]]);
  });

  it.each([
    ['no JSON', 'hello'],
    ['nothing', ''],
    ['a header without chain', '{"ledger":"x"}\n'],
    ['an empty line', `${JSON.stringify({ ledger: randomUUID(), first: 1, prev: '0'.repeat(64) })}\n\n{}\n`],
    ['257 lines', `${JSON.stringify({ ledger: randomUUID(), first: 1, prev: '0'.repeat(64) })}\n${'{}\n'.repeat(257)}`],
    [
      'too many bytes',
      `${JSON.stringify({ ledger: randomUUID(), first: 1, prev: '0'.repeat(64) })}\n${'x'.repeat(65_536)}`,
    ],
    ['a number that is none', `{"ledger":"${randomUUID()}","first":1e99,"prev":"${'0'.repeat(64)}"}\n`],
    ['markup', '<script>alert(1)</script>'],
  ])('that is malformed (%s) is counted and harms nothing', async (_, payload) => {
    await kiosk.say('events', payload);
    await until('the count', async () =>
      /yaoju_malformed_total\{what="events"\} 1/.test((await call(fleet, '/metrics')).body),
    );
    const ledger = stocked();
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(3);
  });

  it('with bytes that are no UTF-8 is malformed', async () => {
    await kiosk.client.publishAsync(`yaoju/v1/${name}/events`, Buffer.from([0xff, 0xfe, 0x80]), { qos: 1 });
    await until('the count', async () =>
      /yaoju_malformed_total\{what="events"\} 1/.test((await call(fleet, '/metrics')).body),
    );
  });

  it('with lines that nobody can read is stored as it came, flagged, and never in the way', async () => {
    const ledger = stocked().write(
      { kind: 'levitated', at: now, run: 1, up: 5, height: 3 },
      'this is not JSON',
      { kind: 'issued', at: now, run: 1, up: 6, lane: -4 },
      ...lines.box(now),
    );
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(8);
    const shown = await machine();
    expect(shown).toMatchObject({ issued: { total: 1 }, ledger: { folded: 8 } });
    expect(shown.flags.find((flag: { kind: string }) => flag.kind === 'unreadable-line')).toMatchObject({
      facts: { lines: 3, lastSeq: 6 },
    });
    const { body } = await call(fleet, `/api/v1/machines/${name}/events?limit=100`);
    expect(body.events[4]).toMatchObject({ line: null, text: 'this is not JSON' });
    expect(body.events[3].line).toMatchObject({ kind: 'levitated', height: 3 });
  });
});

describe('a wrong clock', () => {
  it('is put right by a heartbeat of the same run, the raw time kept beside', async () => {
    const wrong = Date.UTC(1999, 0, 1);
    const ledger = new TestLedger().write(
      lines.booted(wrong),
      lines.configured(wrong),
      lines.restocked(wrong, 5),
      ...lines.box(wrong, 1, 'CD-M', 1, 60_000),
    );
    await kiosk.present(ledger, { at: wrong + 120_000, up: 120_000 });
    await kiosk.receipt(0);
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(5);
    const shown = await machine();
    expect(shown.issued).toEqual({ today: 1, year: 1, total: 1 });
    expect(shown.flags.map((flag: { kind: string }) => flag.kind)).toContain('clock-wrong');
    const { body } = await call(fleet, `/api/v1/machines/${name}/events`);
    const issued = body.events[4];
    expect(issued.corrected).toBe(true);
    expect(issued.line.at).toBe(wrong);
    expect(Math.abs(issued.at - (Date.now() - 58_500))).toBeLessThan(10_000);
  });

  it.each([
    ['years behind', Date.UTC(1980, 0, 1)],
    ['years ahead', Date.UTC(2090, 5, 5)],
  ])('%s without any heartbeat still counts on the day it came', async (_, at) => {
    const ledger = new TestLedger().write(
      lines.booted(at),
      lines.configured(at),
      lines.restocked(at, 5),
      ...lines.box(at),
    );
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(5);
    expect((await machine()).issued).toEqual({ today: 1, year: 1, total: 1 });
    expect(await fleet.store.audit()).toEqual([]);
  });
});

describe('presence', () => {
  it('is answered by a receipt where the mark is another, and not where it is the same', async () => {
    const ledger = stocked();
    await kiosk.present(ledger);
    expect(await kiosk.receipt(0)).toMatchObject({ ledger: ledger.id });
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(3);
    kiosk.heard.length = 0;
    await kiosk.present(ledger);
    await kiosk.present(ledger, { last: 9 });
    await kiosk.receipt(3);
    expect(kiosk.heard.filter((each) => each.channel === 'receipt')).toHaveLength(1);
  });

  it('shows the link up, down when the connection ends, and never by the will of an older run', async () => {
    const ledger = stocked();
    await kiosk.present(ledger, { run: 7 });
    await until('link up', async () => (await machine()).health.link.state === 'up');
    await kiosk.say('presence', { online: false, run: 6 });
    await kiosk.say('presence', { online: false, run: 7 });
    expect((await machine()).health).toMatchObject({ link: { state: 'up' }, agent: { state: 'alive' } });
    await kiosk.end();
    await until('link down', async () => (await machine()).health.link.state === 'down');
  });
});

describe('a restart', () => {
  it('keeps marks, books and flags, and knows no presence until it is heard', async () => {
    const ledger = stocked().write(...lines.box(now));
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(5);
    const before = await machine();
    await kiosk.end();
    await fleet.stop();
    fleet = await runFleet(folder.path);
    const after = await machine();
    expect(after).toMatchObject({ issued: before.issued, stock: before.stock, ledger: { id: ledger.id, through: 5 } });
    expect(after.flags.map((flag: { id: string }) => flag.id)).toEqual(
      before.flags.map((flag: { id: string }) => flag.id),
    );
    expect(after.health.link.state).toBe('unknown');
    kiosk = await TestKiosk.connect(fleet, name, secret);
    await kiosk.present(ledger, { last: 6 });
    await kiosk.receipt(5);
  });
});
