import { describe, expect, it } from 'vitest';
import { ConfigChange, NewStop } from '../../shared/contracts/fleet-http.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { name, virtualFleet } from '../support/fleet/virtual-fleet.ts';

const minute = 60_000;
const lanes = [{ lane: 1, product: 'CD-M', capacity: 10, par: 8 }];
const wish = NewStop.parse({ reason: 'broken', note: 'glass broken' });
type Fleet = Awaited<ReturnType<typeof virtualFleet>>;

/** A machine whose kiosk is connected and has reported its planogram. */
async function heard(): Promise<{ fleet: Fleet; ledger: TestLedger }> {
  const fleet = await virtualFleet();
  const ledger = new TestLedger().write(
    lines.booted(fleet.now()),
    lines.configured(fleet.now(), lanes),
    lines.restocked(fleet.now(), 5),
  );
  fleet.service.connected(name, 1);
  fleet.hear(ledger);
  await fleet.take(ledger);
  return { fleet, ledger };
}

const asked = (fleet: Fleet) =>
  fleet.sent.filter(({ channel }) => channel === 'config').map(({ payload }) => JSON.parse(payload));

/**
 * The kiosk takes over what it was sent last; one of an older version leaves out what it doesn't
 * know.
 */
async function takeOver(fleet: Fleet, ledger: TestLedger, knowsStops = true): Promise<void> {
  const { version, lanes: planned, stopped } = asked(fleet).at(-1);
  const line = lines.configured(fleet.now(), planned, version);
  ledger.write(knowsStops && stopped ? { ...line, stopped } : line);
  fleet.hear(ledger, { config: version });
  await fleet.take(ledger, ledger.lines.length);
}

describe('a machine that must give nothing out', () => {
  it('keeps its configuration, and counts as stopped only once it reports that', async () => {
    const { fleet, ledger } = await heard();
    const { configuration, queries } = fleet.service;
    expect(queries.stop(name)).toEqual({ state: 'none', asked: null, inForce: null });
    await configuration.stopGivingOut(name, wish, 'ann');
    expect(asked(fleet)).toEqual([
      { version: 1, lanes: [{ ...lanes[0], locked: null }], recalls: [], limits: {}, stopped: { reason: 'broken' } },
    ]);
    const by = { reason: 'broken', note: 'glass broken', at: fleet.now(), by: 'ann' };
    expect(queries.stop(name)).toEqual({ state: 'asked', asked: by, inForce: null });
    fleet.skip(1000);
    await takeOver(fleet, ledger);
    expect(queries.stop(name)).toEqual({
      state: 'in-force',
      asked: by,
      inForce: { reason: 'broken', since: fleet.now() },
    });
    await fleet.restart();
    expect(fleet.service.queries.stop(name)).toMatchObject({ state: 'in-force', asked: by });

    await fleet.service.configuration.resumeGivingOut(name, 'bob');
    expect(fleet.service.queries.stop(name)).toMatchObject({ state: 'ending', asked: null });
    fleet.service.connected(name, 2);
    fleet.hear(ledger, { config: 1 });
    await takeOver(fleet, ledger);
    expect(fleet.service.queries.stop(name)).toEqual({ state: 'none', asked: null, inForce: null });
  });

  it('stays so when its lanes are changed, and its lanes stay when it is resumed', async () => {
    const { fleet } = await heard();
    const { configuration, queries } = fleet.service;
    await configuration.stopGivingOut(name, wish, 'ann');
    const wider = [...lanes, { ...lanes[0], lane: 2 }];
    await configuration.configure(
      name,
      ConfigChange.parse({ basedOn: 1, lanes: wider, recalls: [], limits: {} }),
      'bob',
    );
    expect(asked(fleet).at(-1)).toMatchObject({ version: 2, stopped: { reason: 'broken' } });
    expect(queries.stop(name).asked).toMatchObject({ by: 'ann' });
    await configuration.resumeGivingOut(name, 'bob');
    expect(asked(fleet).at(-1)).toEqual({ version: 3, lanes: wider, recalls: [], limits: {} });
    await configuration.resumeGivingOut(name, 'bob');
    expect(asked(fleet)).toHaveLength(3);
  });

  it('by a reason that this fleet no longer has is in force all the same, and can be resumed', async () => {
    const { fleet, ledger } = await heard();
    await fleet.service.configuration.configure(
      name,
      ConfigChange.parse({ basedOn: null, lanes, recalls: [], limits: {} }),
      'ann',
    );
    ledger.write({ ...lines.configured(fleet.now(), lanes, 7), stopped: { reason: 'broken' } });
    fleet.hear(ledger, { config: 7 });
    await fleet.take(ledger, ledger.lines.length);
    expect(fleet.service.queries.stop(name)).toMatchObject({ state: 'in-force', asked: null });
    await fleet.service.configuration.resumeGivingOut(name, 'bob');
    expect(asked(fleet).at(-1)).toMatchObject({ version: 8 });
    expect(asked(fleet).at(-1)).not.toHaveProperty('stopped');
    expect(fleet.service.queries.stop(name).state).toBe('ending');
  });

  it('with unknown lanes is refused: its planogram would become empty', async () => {
    const fleet = await virtualFleet();
    await expect(fleet.service.configuration.stopGivingOut(name, wish, 'ann')).rejects.toMatchObject({
      code: 'not-heard',
    });
  });

  it('is flagged while the stop is not in force, with the next step', async () => {
    const { fleet, ledger } = await heard();
    await fleet.service.configuration.stopGivingOut(name, wish, 'ann');
    await fleet.pass(minute);
    expect(fleet.flags()).not.toContain('stop-pending');
    fleet.service.disconnected(name, 1);
    await fleet.pass(2 * minute);
    expect(fleet.flags()).toContain('stop-pending');
    await fleet.pass(20 * minute);
    const found = fleet.service.state(name)?.flags.find(({ flag }) => flag.finding.kind === 'stop-pending');
    expect(found?.flag.finding).toMatchObject({ why: 'offline', reason: 'broken' });
    fleet.service.connected(name, 2);
    fleet.hear(ledger);
    await takeOver(fleet, ledger);
    await fleet.pass(minute);
    expect(fleet.flags()).not.toContain('stop-pending');
    expect(fleet.flags()).toContain('stopped');
  });

  it('whose version does not know stops is distinguished from one that has not received it', async () => {
    const { fleet, ledger } = await heard();
    await fleet.service.configuration.stopGivingOut(name, wish, 'ann');
    await takeOver(fleet, ledger, false);
    expect(fleet.service.queries.stop(name).state).toBe('unsupported');
    await fleet.pass(minute);
    const found = fleet.service.state(name)?.flags.find(({ flag }) => flag.finding.kind === 'stop-pending');
    expect(found?.flag.finding).toMatchObject({ why: 'unsupported' });
    // It was upgraded in the meantime, and the stop is requested again.
    await fleet.service.configuration.stopGivingOut(name, wish, 'ann');
    await takeOver(fleet, ledger);
    expect(fleet.service.queries.stop(name).state).toBe('in-force');
  });

  it('is not flagged as stopped while its days do not count, and is again when they do', async () => {
    const { fleet, ledger } = await heard();
    const day = '2026-06-01';
    await fleet.service.suspensions.add(name, { from: day, until: null, reason: 'broken', note: null }, 'ann');
    await fleet.service.configuration.stopGivingOut(name, wish, 'ann');
    await takeOver(fleet, ledger);
    await fleet.pass(minute);
    expect(fleet.flags()).not.toContain('stopped');
    const [one] = fleet.service.suspensions.of(name);
    await fleet.service.suspensions.drop(name, one?.id ?? '', 'test', null);
    await fleet.pass(minute);
    expect(fleet.flags()).toContain('stopped');
  });
});

describe('a reason', () => {
  it('needs a note if it is other', () => {
    expect(NewStop.safeParse({ reason: 'other' }).success).toBe(false);
    expect(NewStop.safeParse({ reason: 'other', note: 'the hall is painted' }).success).toBe(true);
  });
});

describe('a machine with a wrong secret', () => {
  it('is shown as refused until it is accepted', async () => {
    const fleet = await virtualFleet();
    await fleet.service.tick();
    const refused = async () => (await fleet.service.queries.machine(name)).health.link.refused;
    expect(await refused()).toBeNull();
    const since = fleet.now();
    fleet.service.refused('wrong-secret', name);
    fleet.skip(minute);
    fleet.service.refused('wrong-secret', name);
    expect(await refused()).toEqual({ since, last: since + minute, times: 2 });
    fleet.service.connected(name, 1);
    expect(await refused()).toBeNull();
  });
});
