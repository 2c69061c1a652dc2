import { expect, test } from 'vitest';
import { givesNothing } from '../../fleet/evaluate/gives-nothing.ts';
import { emptyBooks } from '../../shared/ledger/books.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { name, start, virtualFleet } from '../support/fleet/virtual-fleet.ts';

const some = [{ restock: { stock: 0 } }, { restock: { stock: 1 } }];
const none = [{ restock: { stock: 0 } }];

test('a machine gives nothing if it has stopped as a whole, or if no product has a box that may be given out', () => {
  expect(givesNothing(emptyBooks(), some)).toBe(false);
  expect(givesNothing(emptyBooks(), none)).toBe(true);
  expect(givesNothing(emptyBooks(), [])).toBe(true);
  const stopped = [
    { boardState: 'lost' },
    { sensor: 'suspect' },
    { door: 'open' },
    { climate: 'out' },
    { stopped: { reason: 'repair' } },
  ] as const;
  for (const why of stopped) expect(givesNothing({ ...emptyBooks(), ...why }, some), JSON.stringify(why)).toBe(true);
});

const stamp = { at: start, run: 1, up: 1 };
const stops = {
  'sensor-suspect': { kind: 'sensor', ...stamp, state: 'suspect', reason: 'no-drops', turns: [] },
  'board-lost': {
    kind: 'board',
    ...stamp,
    state: 'lost',
    driver: 'lbp',
    serial: null,
    firmware: null,
    lanes: [],
    reason: 'mute',
  },
  'door-open': { kind: 'door', ...stamp, state: 'open' },
  climate: { kind: 'climate', ...stamp, state: 'out', tempDeciC: 431, humidityPct: 71 },
} as const;

test.each(Object.entries(stops))(
  'a machine with the flag %s is among those that give nothing, and never twice',
  async (kind, line) => {
    const fleet = await virtualFleet();
    const ledger = new TestLedger().write(lines.booted(start), lines.configured(start), lines.restocked(start, 8));
    await fleet.take(ledger);
    await fleet.pass(60_000);
    const empty = async () => (await fleet.service.queries.region('360000', '360000')).empty;
    expect(await empty()).toBe(0);
    ledger.write(line);
    await fleet.take(ledger, ledger.lines.length);
    fleet.hear(ledger);
    await fleet.pass(11 * 60_000);
    expect(fleet.flags()).toContain(kind);
    expect(await empty()).toBe(1);
    await fleet.service.suspensions.add(
      name,
      { from: '2026-06-01', until: null, reason: 'broken', note: null },
      'wang',
    );
    await fleet.pass(60_000);
    expect(await empty(), 'out of service nobody expects a box there').toBe(0);
  },
);

test('counts agree with the lists, also after somebody took a task on', async () => {
  const fleet = await virtualFleet();
  const ledger = new TestLedger().write(lines.booted(start), lines.configured(start), lines.restocked(start, 8));
  ledger.write(stops.climate, { kind: 'lane', ...stamp, lane: 1, state: 'jam', reason: 'jam' });
  await fleet.take(ledger);
  fleet.hear(ledger);
  await fleet.pass(60_000);
  const open = () => fleet.service.queries.today({ acknowledged: 'false', task: [], limit: 100 }, '360000', 'wang');
  const before = open();
  expect([before.total, before.counts.repair]).toEqual([before.tasks.length, 1]);
  for (const { id, task } of before.tasks.flatMap((each) => each.flags.map((flag) => ({ ...flag, task: each.task }))))
    if (task === 'repair') await fleet.service.flags.acknowledge(id, '', 'wang');
  const after = open();
  expect(after.counts).toEqual({ ...before.counts, repair: 0 });
  expect(after.total).toBe(Object.values(after.counts).reduce((a, b) => a + b, 0));
  expect(after.tasks).toHaveLength(after.total);
});
