import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningFleet } from '../../fleet/main.ts';
import { call, register, until } from '../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../support/fleet/kiosk.ts';
import { ownFleet } from '../support/fleet/own-fleet.ts';

const name = 'JX-360102-0001';
const now = Date.now();
const lanes = [1, 2].map((lane) => ({ lane, product: 'CD-M', capacity: 10, par: 10 }));
const own = ownFleet();
let fleet: RunningFleet;
let kiosk: TestKiosk;

beforeEach(async () => {
  fleet = await own.run();
  kiosk = await TestKiosk.connect(fleet, name, await register(fleet, name));
});

afterEach(() => kiosk.end());

interface Flag {
  readonly id: string;
  readonly kind: string;
  readonly facts: Record<string, unknown>;
}

async function flags(): Promise<Flag[]> {
  await fleet.service.idle();
  await fleet.tick();
  return (await call(fleet, `/api/v1/machines/${name}`)).body.flags;
}
const lost = async () => (await flags()).find(({ kind }) => kind === 'ledger-lost');

const counted = (lane: number, stock: number) => ({
  kind: 'counted',
  at: now,
  run: 1,
  up: 9,
  lane,
  product: 'CD-M',
  stock,
  was: 0,
  by: 'zhang',
});

/** A ledger with 7 boxes in lane 1 and 3 in lane 2. */
async function first(): Promise<TestLedger> {
  const ledger = new TestLedger().write(
    lines.booted(now),
    lines.configured(now, lanes),
    lines.restocked(now, 8),
    lines.restocked(now, 3, 2),
    ...lines.box(now),
  );
  await kiosk.say('events', ledger.batch());
  await kiosk.receipt(ledger.lines.length);
  expect(await lost()).toBeUndefined();
  return ledger;
}

/** A ledger without a predecessor. */
async function second(): Promise<TestLedger> {
  const ledger = new TestLedger().write(lines.booted(now), lines.configured(now, lanes));
  await kiosk.say('events', ledger.batch());
  await kiosk.hears('receipt', (receipt) => receipt.ledger === ledger.id && receipt.through === 2);
  return ledger;
}

async function write(ledger: TestLedger, ...more: object[]): Promise<void> {
  const begin = ledger.lines.length + 1;
  ledger.write(...more);
  await kiosk.say('events', ledger.batch(begin));
  await kiosk.hears('receipt', (receipt) => receipt.ledger === ledger.id && receipt.through === ledger.lines.length);
}

describe('a ledger without a predecessor', () => {
  it('is flagged with the missing boxes, the old ledger and its mark, until every lane is counted', async () => {
    const before = await first();
    const after = await second();
    const flag = await until('the flag', lost);
    expect(flag).toMatchObject({
      severity: 'urgent',
      next: 'count-lanes',
      facts: { ledger: before.id, through: before.lines.length, boxes: 10, lanes: '1, 2' },
    });
    await write(after, counted(1, 7));
    expect((await lost())?.facts).toMatchObject({ boxes: 10, lanes: '2' });
    await write(after, lines.restocked(now, 3, 2));
    expect(await lost()).toBeDefined();
    await write(after, counted(2, 6));
    expect(await lost()).toBeUndefined();
  });

  it('is settled by a person who explains the boxes, and not by one who only acknowledges it', async () => {
    await first();
    await second();
    const flag = await until('the flag', lost);
    const acknowledge = (note?: string) =>
      call(fleet, `/api/v1/flags/${flag.id}/acknowledge`, { method: 'POST', body: note === undefined ? {} : { note } });
    expect((await acknowledge()).status).toBe(200);
    expect(await lost()).toBeDefined();
    expect((await acknowledge('taken back to the store room')).status).toBe(200);
    expect(await lost()).toBeUndefined();
    await own.stop();
    fleet = await own.run();
    expect(await lost()).toBeUndefined();
  });

  it('adds up if it happens again before a count, and remains over a restart', async () => {
    await first();
    const ledger = await second();
    await write(ledger, lines.restocked(now, 2));
    await second();
    expect((await until('the flag', lost)).facts).toMatchObject({ boxes: 12, ledger: ledger.id, through: 3 });
    await own.stop();
    fleet = await own.run();
    expect((await lost())?.facts).toMatchObject({ boxes: 12 });
  });

  it('is not flagged if the new ledger names the old one, or the machine is new', async () => {
    const before = await first();
    const after = new TestLedger().write(lines.booted(now, 2, before.id));
    await kiosk.say('events', after.batch());
    await kiosk.hears('receipt', (receipt) => receipt.ledger === after.id);
    expect(await lost()).toBeUndefined();
  });
});
