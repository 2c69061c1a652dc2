import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { call, until } from '../support/fleet/fleet.ts';
import { fleetWithKiosk } from '../support/fleet/fleet-with-kiosk.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';

const setup = fleetWithKiosk();
const { name, now, stocked } = setup;

describe('a batch', () => {
  it('is stored, answered by a receipt with the head of the chain, and counted', async () => {
    const ledger = stocked().write(...lines.box(now), ...lines.box(now));
    await setup.kiosk.say('events', ledger.batch());
    expect(await setup.kiosk.receipt(7)).toMatchObject({ ledger: ledger.id, head: ledger.heads[7] });
    expect(await setup.machine()).toMatchObject({
      issued: { today: 2, year: 2, total: 2 },
      stock: 6,
      uncertain: 0,
      ledger: { id: ledger.id, through: 7, folded: 7 },
    });
    const { body } = await call(setup.fleet, `/api/v1/machines/${name}/events`);
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
      await setup.kiosk.say('events', ledger.batch(first, last));
    await setup.kiosk.receipt(13);
    expect(await setup.machine()).toMatchObject({ issued: { total: 5 }, stock: 3, ledger: { through: 13 } });
    expect(await setup.fleet.store.audit()).toEqual([]);
  });

  it('of many lines joins what is stored, wherever it begins, and one of another history is a fork', async () => {
    const ledger = stocked();
    for (let box = 0; box < 100; box += 1) ledger.write(...lines.box(now));
    const through = ledger.lines.length;
    await setup.kiosk.say('events', ledger.batch(1, 90));
    await setup.kiosk.say('events', ledger.batch(40, 160));
    await setup.kiosk.say('events', ledger.batch(100, through));
    expect(await setup.kiosk.receipt(through)).toMatchObject({ head: ledger.heads[through] });
    const other = new TestLedger(ledger.id).write(...ledger.lines.slice(0, 99), ...stocked().lines);
    for (let box = 0; box < 100; box += 1) other.write(...lines.box(now));
    await setup.kiosk.say('events', other.batch(1, 250));
    await setup.fleet.service.idle();
    expect((await setup.machine()).ledger).toMatchObject({ through });
    expect(await setup.fleet.store.audit()).toEqual([]);
    const { body } = await call(setup.fleet, `/api/v1/machines/${name}/events?limit=500`);
    expect(body.events).toHaveLength(through);
  });

  it('that begins past the mark is not accepted, and the receipt says where to continue', async () => {
    const ledger = stocked().write(...lines.box(now));
    await setup.kiosk.say('events', ledger.batch(3));
    expect(await setup.kiosk.receipt(0)).toMatchObject({ ledger: ledger.id, head: ledger.heads[0] });
    await setup.kiosk.say('events', ledger.batch());
    await setup.kiosk.receipt(5);
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
  ])('whose chain does not join (%s) is a fork: nothing is accepted, the machine is flagged', async (_, spoil) => {
    const ledger = stocked();
    await setup.kiosk.say('events', ledger.batch());
    await setup.kiosk.receipt(3);
    ledger.write(...lines.box(now));
    await setup.kiosk.say('events', spoil(ledger));
    const shown = await until('the fork flag', async () => {
      const it = await setup.machine();
      return it.flags.some((flag: { kind: string }) => flag.kind === 'fork') ? it : null;
    });
    expect(shown.ledger.through).toBe(3);
    expect(shown.stock).toBe(8);
  });

  it('is a fork also if the ledger’s first lines came with it, not folded yet', async () => {
    const ledger = stocked();
    const other = new TestLedger(ledger.id).write(...[2, 3, 4].map((run) => lines.booted(now, run)));
    await Promise.all([setup.kiosk.say('events', ledger.batch()), setup.kiosk.say('events', other.batch())]);
    await setup.kiosk.receipt(3);
    expect((await setup.machine()).flags.map((flag: { kind: string }) => flag.kind)).toContain('fork');
  });

  it('of a new ledger follows a fork, clears its flag and leaves its stock unverified until a count', async () => {
    const ledger = stocked().write(...lines.box(now));
    await setup.kiosk.say('events', ledger.batch());
    await setup.kiosk.receipt(5);
    const clone = new TestLedger(ledger.id).write(
      ...ledger.lines.slice(0, 4),
      lines.restocked(now, 1),
      lines.restocked(now, 1),
    );
    await setup.kiosk.say('events', clone.batch(5));
    await until('the fork flag', async () =>
      (await setup.machine()).flags.some((flag: { kind: string }) => flag.kind === 'fork'),
    );
    const fresh = new TestLedger().write(lines.booted(now, 2, ledger.id));
    await setup.kiosk.say('events', fresh.batch());
    await setup.kiosk.hears('receipt', (receipt) => receipt.ledger === fresh.id && receipt.through === 1);
    const after = await until('the fork flag to go', async () => {
      const it = await setup.machine();
      return it.flags.some((flag: { kind: string }) => flag.kind === 'fork') ? null : it;
    });
    // None of them may have fallen: they must be counted, not in doubt.
    expect([after.uncertain, after.lanes[0].unverified]).toEqual([0, 7]);
    expect(after.issued.total).toBe(1);
    expect(after.flags.map((flag: { kind: string }) => flag.kind)).toContain('stock-take');
    expect(after.ledgersBefore).toEqual([{ id: ledger.id, through: 5 }]);
    const { body } = await call(setup.fleet, `/api/v1/machines/${name}/events?limit=2`);
    const rest = await call(setup.fleet, `/api/v1/machines/${name}/events?after=${encodeURIComponent(body.next)}`);
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
    await setup.kiosk.say('events', payload);
    await until('the count', async () =>
      /yaoju_malformed_total\{what="events"\} 1/.test((await call(setup.fleet, '/metrics')).body),
    );
    const ledger = stocked();
    await setup.kiosk.say('events', ledger.batch());
    await setup.kiosk.receipt(3);
  });

  it('with bytes that are not UTF-8 is malformed', async () => {
    await setup.kiosk.client.publishAsync(`yaoju/v1/${name}/events`, Buffer.from([0xff, 0xfe, 0x80]), { qos: 1 });
    await until('the count', async () =>
      /yaoju_malformed_total\{what="events"\} 1/.test((await call(setup.fleet, '/metrics')).body),
    );
  });

  it('with unreadable lines is stored as received, flagged, and blocks nothing', async () => {
    const ledger = stocked().write(
      { kind: 'levitated', at: now, run: 1, up: 5, height: 3 },
      'this is not JSON',
      { kind: 'issued', at: now, run: 1, up: 6, lane: -4 },
      ...lines.box(now),
    );
    await setup.kiosk.say('events', ledger.batch());
    await setup.kiosk.receipt(8);
    const shown = await setup.machine();
    expect(shown).toMatchObject({ issued: { total: 1 }, ledger: { folded: 8 } });
    expect(shown.flags.find((flag: { kind: string }) => flag.kind === 'unreadable-line')).toMatchObject({
      facts: { lines: 3, lastSeq: 6 },
    });
    const { body } = await call(setup.fleet, `/api/v1/machines/${name}/events?limit=100`);
    expect(body.events[4]).toMatchObject({ line: null, text: 'this is not JSON' });
    expect(body.events[3].line).toMatchObject({ kind: 'levitated', height: 3 });
  });
});
