import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../fleet/limits.ts';
import { Folded } from '../../support/fleet/folded.ts';
import { lines } from '../../support/fleet/kiosk.ts';
import { openStore } from '../../support/fleet/store.ts';
import { noon, one, registerBoth, sendAndFold, stocked } from '../../support/fleet/two-machines.ts';

const now = Date.UTC(2026, 5, 1, 2);
const ledger = 'a0000000-0000-4000-8000-000000000001';
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const leewayMs = limits.heartbeatLateMs;

const box = (txn: number, up: number, run = 1) => {
  const turn = { request: 'b0000000-0000-4000-8000-000000000001', txn, lane: 1, product: 'CD-M' };
  return [
    { kind: 'turning', at: now, run, up, ...turn, board: 'LB1', before: null },
    { kind: 'issued', at: now, run, up: up + 1500, ...turn, lot: null },
  ];
};
const begun = [lines.booted(now), lines.configured(now), lines.restocked(now, 10)];
const heardAt = (up: number): Folded => new Folded().takes(ledger, begun, now).hears(1, up, now, ledger);

describe('lines from a later time than has come', () => {
  it('are not counted: a second after the heartbeat nobody has given out boxes for ten minutes', () => {
    const books = heardAt(hourMs);
    const told = Array.from({ length: 5 }, (_, n) => box(n + 1, hourMs + (n + 1) * 2 * minuteMs)).flat();
    books.takes(ledger, told, now + 1000);
    expect([books.issued(), books.waiting]).toEqual([0, { 'ahead-of-time': [10, 5, 0] }]);
  });

  it('are not counted in later runs either, however many', () => {
    const books = heardAt(hourMs);
    const told = Array.from({ length: 5 }, (_, n) => box(n + 1, minuteMs, n + 2)).flat();
    books.takes(ledger, told, now + 1000);
    expect(books.issued()).toBe(Math.floor((leewayMs + 1000) / minuteMs));
  });

  it('count again as soon as their time has come', () => {
    const books = heardAt(0).takes(ledger, box(1, hourMs), now + 1000);
    books.takes(ledger, box(2, hourMs), now + hourMs);
    expect([books.issued(), books.waiting]).toEqual([1, { 'ahead-of-time': [2, 1, 0] }]);
  });

  it('change books by a person alone, once the same and for good', () => {
    const told = [...begun, ...box(1, hourMs)];
    const refused = heardAt(0).takes(ledger, box(1, hourMs), now + 1000);
    const [, , , turned, gave] = refused.timestamps;
    expect([turned?.uncounted, gave?.uncounted]).toEqual(['ahead-of-time', 'ahead-of-time']);
    const decision = {
      id: 'd',
      machine: refused.account.machine,
      ledger: refused.account.ledger as NonNullable<typeof refused.account.ledger>,
      reason: 'ahead-of-time',
      first: 4,
      last: 5,
      verdict: 'accept',
      note: '',
      by: 'x',
      at: now,
    } as const;
    const again = (books: Folded) => {
      const chunk = { number: 1, machine: books.account.machine, ledger: decision.ledger, first: 1, received: now };
      return books.refold({
        ...chunk,
        lines: told.map((line) => JSON.stringify(line)),
        timestamps: refused.timestamps,
      });
    };
    expect(again(new Folded()).issued()).toBe(0);
    const accepted = again(new Folded([decision]));
    expect([accepted.issued(), accepted.waiting]).toEqual([1, {}]);
  });

  it('hold back neither doors nor plans', () => {
    const books = heardAt(0).takes(ledger, [{ ...lines.configured(now), up: hourMs }], now + 1000);
    expect([books.waiting, books.timestamps.at(-1)?.uncounted]).toEqual([{}, null]);
  });
});

describe('lines that a machine can have written', () => {
  it('count if they are from before the heartbeat, from any earlier run, and if no heartbeat came', () => {
    const books = heardAt(9 * hourMs).takes(ledger, [...box(1, hourMs), ...box(2, 9 * hourMs - 5000)], now + 1000);
    expect([books.issued(), books.waiting]).toEqual([2, {}]);
    const unheard = new Folded().takes(ledger, begun, now).takes(ledger, box(1, 900 * hourMs), now);
    expect([unheard.issued(), unheard.waiting]).toEqual([1, {}]);
  });

  it('count whatever the network delays, a computer sleeps, and its clock is fast or slow', () => {
    const step = fc.record({
      asleepMs: fc.integer({ min: 0, max: 3 * hourMs }),
      awakeMs: fc.integer({ min: 2000, max: 400 * hourMs }),
      restarts: fc.boolean(),
      heartbeat: fc.boolean(),
      delayMs: fc.integer({ min: 0, max: 48 * hourMs }),
    });
    const drift = fc.double({ min: -0.001, max: 0.001, noNaN: true });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), drift, fc.nat(leewayMs), (steps, fast, lateMs) => {
        const books = new Folded().takes(ledger, begun, now).hears(1, 0, now + lateMs, ledger);
        let [at, up, run, received, boxes] = [now, 0, 1, now + lateMs, 0];
        for (const { asleepMs, awakeMs, restarts, heartbeat, delayMs } of steps) {
          if (restarts) [run, up] = [run + 1, 0];
          at += asleepMs + awakeMs;
          up += Math.floor(awakeMs * (1 + fast));
          received = Math.max(received, at + delayMs);
          if (heartbeat) books.hears(run, up, received, ledger);
          boxes += 1;
          books.takes(ledger, [...box(boxes, up - 1500, run)], received);
        }
        expect([books.issued(), books.waiting]).toEqual([boxes, {}]);
      }),
    );
  });
});

describe('a fleet whose clock is set back', () => {
  it.each([
    { isNoticed: true, waiting: [] },
    { isNoticed: false, waiting: [{ reason: 'ahead-of-time' }] },
  ])('compares nothing with times of receipt from before: $isNoticed', async ({ isNoticed, waiting }) => {
    const store = await openStore(':memory:', noon);
    await registerBoth(store);
    const own = stocked();
    await sendAndFold(store, one, own);
    await store.noteHeartbeatClock(one, { ledger: own.id, run: 1, up: 0 }, noon);
    if (isNoticed) await store.clockSetBack();
    const first = own.lines.length + 1;
    await sendAndFold(store, one, own.write(...box(1, hourMs)), first, noon - 24 * hourMs);
    expect(JSON.parse(await store.account(one)).uncounted).toMatchObject(waiting);
    await store.close();
  });
});
