import { describe, expect, it } from 'vitest';
import { ConfigChange, EndRecall, RecallMachineQuery } from '../../shared/contracts/fleet-http.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import {
  asked,
  city,
  lane,
  lanes,
  locksAsked,
  lotsAsked,
  other,
  recallOf,
  registered,
  say,
  stateAt,
  takeOver,
} from '../support/fleet/recalls.ts';
import { name, virtualFleet } from '../support/fleet/virtual-fleet.ts';

const minute = 60_000;
const all = RecallMachineQuery.parse({});

describe('a recall of an area', () => {
  it('reaches every machine there and no other, and is in force only once the machine says so', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    const away = await registered(fleet, 'AWAY-1', '360403');
    const { id } = await fleet.service.recalls.add(recallOf({ lots: ['ａ１', 'A 1', 'b2'] }), 'ann');
    await fleet.pass(minute);
    expect(lotsAsked(fleet, here)).toEqual(['A1', 'B2']);
    expect(lotsAsked(fleet, away)).toEqual([]);
    expect(await stateAt(fleet, id, here)).toBe('asked');
    // Its lanes are not known yet: what to send is not known either.
    expect(await stateAt(fleet, id, name)).toBe('not-asked');
    expect(await stateAt(fleet, id, away)).toBeNull();
    await takeOver(fleet, here, new TestLedger());
    expect(await stateAt(fleet, id, here)).toBe('in-force');
    expect((await fleet.service.lotQueries.recall(id, city)).machines).toEqual({ total: 2, inForce: 1, waiting: 1 });
  });

  it('reaches a machine that is heard later', async () => {
    const fleet = await virtualFleet();
    await fleet.service.recalls.add(recallOf(), 'ann');
    await fleet.pass(minute);
    const ledger = new TestLedger().write(lines.booted(fleet.now()), lines.configured(fleet.now(), lanes));
    await fleet.take(ledger);
    await fleet.pass(minute);
    expect(asked(fleet, name)).toMatchObject({ version: 1, recalls: [{ product: 'CD-M', lot: 'A1' }] });
  });

  it('reaches a machine that is registered or moved there later, at once, and leaves one that moves away', async () => {
    const fleet = await virtualFleet();
    const mover = await registered(fleet, 'MOVER-1', '360403');
    await fleet.service.recalls.add(recallOf(), 'ann');
    const late = await registered(fleet, 'LATE-1', '360103');
    expect(lotsAsked(fleet, late)).toEqual(['A1']);
    await fleet.service.registry.move(mover, { region: '360102', site: 'clinic', from: '2026-06-02' }, 'bob');
    expect(lotsAsked(fleet, mover)).toEqual(['A1']);
    expect(fleet.service.queries.config(mover).asked).toMatchObject({
      by: 'bob',
      recalls: [],
      areaRecalls: [{ lot: 'A1' }],
    });
    await fleet.service.registry.move(mover, { region: '360403', site: 'clinic', from: '2026-06-03' }, 'bob');
    expect(lotsAsked(fleet, mover)).toEqual([]);
  });

  it('is added to the recalls of the machine itself, which remain when it ends, also if both name one lot', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    const own = ConfigChange.parse({
      basedOn: 1,
      lanes: [{ ...lane, locked: 'leaks' }, other],
      recalls: [
        { product: 'CD-M', lot: 'a1' },
        { product: 'FM-50', lot: 'X' },
      ],
      limits: {},
    });
    await fleet.service.configuration.configure(here, own, 'ann');
    const { id } = await fleet.service.recalls.add(recallOf({ lots: ['A1', 'B2'] }), 'ann');
    await fleet.pass(minute);
    expect(lotsAsked(fleet, here)).toEqual(['A1', 'X', 'B2']);
    expect(fleet.service.queries.config(here).asked?.recalls).toEqual(own.recalls);
    const ledger = new TestLedger();
    await takeOver(fleet, here, ledger);
    const ended = await fleet.service.recalls.end(id, EndRecall.parse({ note: 'all taken out' }).note, 'bob');
    expect(ended.ended).toEqual({ at: fleet.now(), by: 'bob', note: 'all taken out' });
    await fleet.pass(minute);
    expect(lotsAsked(fleet, here)).toEqual(['A1', 'X']);
    expect(await stateAt(fleet, id, here)).toBe('lifting');
    await takeOver(fleet, here, ledger);
    expect(await stateAt(fleet, id, here)).toBe('kept');
    await expect(fleet.service.recalls.end(id, 'again', 'bob')).rejects.toMatchObject({ code: 'changed-meanwhile' });
  });

  it('of every lot locks the lanes of the product on any kiosk, in addition to the locks of the machine itself', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    const { id } = await fleet.service.recalls.add(recallOf({ lots: null }), 'ann');
    await fleet.pass(minute);
    expect(locksAsked(fleet, here)).toEqual(['recalled', null]);
    expect(fleet.service.queries.config(here).asked?.lanes.map(({ locked }) => locked ?? null)).toEqual([null, null]);
    const ledger = new TestLedger();
    await takeOver(fleet, here, ledger);
    expect(await stateAt(fleet, id, here)).toBe('in-force');
    await fleet.service.recalls.end(id, 'harmless', 'ann');
    await fleet.pass(minute);
    expect(locksAsked(fleet, here)).toEqual([null, null]);
  });

  it('names the boxes of its lots by lane, those of an unknown lot separately, and what was given out before', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    const ledger = new TestLedger().write(
      lines.booted(fleet.now()),
      lines.configured(fleet.now(), lanes, 1),
      lines.restocked(fleet.now(), 5),
      lines.restocked(fleet.now(), 2, 2, 'FM-50'),
      ...lines.box(fleet.now()),
      ...lines.uncertain(fleet.now()),
      {
        kind: 'counted',
        at: fleet.now(),
        run: 1,
        up: 9000,
        lane: 1,
        product: 'CD-M',
        stock: 6,
        was: 3,
        lots: 'kept',
        by: 'filler',
      },
    );
    await say(fleet, here, ledger, 1);
    const { id } = await fleet.service.recalls.add(recallOf({ lots: ['23051203'] }), 'ann');
    const { machines } = await fleet.service.lotQueries.recallMachines(id, all, city);
    expect(machines.find(({ machine }) => machine === here)).toMatchObject({
      lanes: [
        { lane: 1, product: 'CD-M', lot: '23051203', count: 3 },
        { lane: 1, product: 'CD-M', lot: null, count: 3 },
      ],
      issued: 1,
      uncertain: 1,
      lastIssued: fleet.now(),
    });
    expect((await fleet.service.lotQueries.recall(id, city)).boxes).toEqual({ known: 3, unknown: 3, machines: 1 });
    await fleet.pass(minute);
    const findings = fleet.service.state(here)?.flags.map(({ flag }) => flag.finding.kind);
    expect(findings).toContain('recalled');
  });

  it('survives a crash between the recall and the machines', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    const recall = { ...recallOf(), id: 'r1', at: fleet.now(), by: 'ann', ended: null };
    await fleet.store.saveRecall(recall);
    await fleet.restart();
    await fleet.pass(minute);
    expect(lotsAsked(fleet, here)).toEqual(['A1']);
  });

  it('is not seen from another area, and one of the province is seen in its counties', async () => {
    const fleet = await virtualFleet();
    const one = await fleet.service.recalls.add(recallOf(), 'ann');
    const wide = await fleet.service.recalls.add(recallOf({ region: '360000' }), 'ann');
    const { lotQueries } = fleet.service;
    expect((await lotQueries.recalls(undefined, '360403')).recalls.map(({ id }) => id)).toEqual([wide.id]);
    await expect(lotQueries.recall(one.id, '360403')).rejects.toThrow('no such recall');
    expect((await lotQueries.recalls(undefined, '360102')).recalls).toHaveLength(2);
  });

  it('with more lots than a configuration holds locks the product instead of leaving lots out', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    for (let part = 0; part < 6; part += 1)
      await fleet.service.recalls.add(
        recallOf({ lots: Array.from({ length: 100 }, (_, i) => `L${part}-${i}`) }),
        'ann',
      );
    await fleet.service.recalls.add(recallOf({ product: 'FM-50', lots: ['X'] }), 'ann');
    await fleet.pass(minute);
    expect(lotsAsked(fleet, here)).toEqual(['X']);
    expect(locksAsked(fleet, here)).toEqual(['recalled', null]);
  });
});
