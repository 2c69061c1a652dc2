import { describe, expect, it } from 'vitest';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { hold } from '../support/fleet/store.ts';
import { minute, name, start, virtualFleet } from '../support/fleet/virtual-fleet.ts';

const stocked = () =>
  new TestLedger().write(
    lines.booted(start),
    lines.configured(start, [{ lane: 1, product: 'CD-M', capacity: 100, par: 100 }]),
    lines.restocked(start, 100),
  );

describe('on virtual time the same service', () => {
  it('calls a machine offline fifteen minutes after its last heartbeat, to the tick, and back at the next', async () => {
    const fleet = await virtualFleet();
    fleet.service.connected(name, 1);
    fleet.hear(stocked());
    await fleet.pass(14 * minute);
    expect(fleet.flags()).not.toContain('offline');
    await fleet.pass(1 * minute);
    expect(fleet.flags()).toContain('offline');
    fleet.hear(stocked());
    await fleet.service.tick();
    expect(fleet.flags()).not.toContain('offline');
  });

  it('gives every machine the same time to come back after its own start', async () => {
    const fleet = await virtualFleet();
    fleet.hear(stocked());
    await fleet.pass(10 * minute);
    await fleet.pass(0);
    await fleet.restart();
    await fleet.pass(14 * minute);
    expect(fleet.flags()).not.toContain('offline');
    await fleet.pass(2 * minute);
    expect(fleet.flags()).toContain('offline');
  });

  it('raises a flag once, and shows what was changed, if a machine is viewed while it is evaluated', async () => {
    const fleet = await virtualFleet();
    fleet.hear(stocked());
    await fleet.pass(14 * minute);
    const { reached, release } = hold(fleet.store, 'saveEvaluations');
    fleet.skip(2 * minute);
    const ticked = fleet.service.tick();
    await reached;
    await fleet.service.registry.change(name, { name: '新名字' }, 'test');
    const looked = Promise.all([fleet.service.queries.machine(name), fleet.service.queries.machine(name)]);
    release();
    for (const machine of await looked) {
      expect(machine.name).toBe('新名字');
      expect(machine.flags.map((flag) => flag.kind)).toContain('offline');
    }
    await ticked;
    const flags = await fleet.store.openFlags();
    expect(flags.filter(({ flag }) => flag.cause === 'offline')).toHaveLength(1);
  });

  it('sends the verdict of a year again when a box falls, when a machine is suspended, and when it moves', async () => {
    const fleet = await virtualFleet();
    const ledger = stocked();
    const verdict = async (region: string) => {
      const { areas, machines, count } = await fleet.service.queries.yearReport({ region }, '360000');
      const [row] = machines;
      expect([areas[0]?.machines, count.all]).toEqual([machines.length, machines.length]);
      expect([areas[0]?.issued, areas[0]?.uncertain]).toEqual([row?.issued ?? 0, row?.uncertain ?? 0]);
      return row ? [row.issued, row.uncertain, row.dueOfYear] : null;
    };
    await fleet.take(ledger);
    await fleet.pass(24 * 60 * minute);
    const [, , due = 0] = (await verdict('3601')) ?? [];
    const first = ledger.lines.length + 1;
    ledger.write(...lines.box(start), ...lines.uncertain(start));
    await fleet.take(ledger, first);
    await fleet.pass(2 * minute);
    expect(await verdict('360000')).toEqual([1, 1, due]);
    expect(await verdict('3604')).toBe(null);
    await fleet.service.suspensions.add(
      name,
      { from: '2026-06-10', until: '2026-06-20', reason: 'holiday', note: null },
      't',
    );
    await fleet.pass(minute);
    expect((await verdict('3601'))?.[2]).toBeLessThan(due);
    await fleet.service.registry.move(name, { region: '360403', site: 'clinic', from: '2026-06-02' }, 'ann');
    await fleet.pass(2 * minute);
    // The box and the day belong to the machine's place on the first day.
    expect(await verdict('3601')).toEqual([1, 1, 1]);
    expect((await verdict('3604'))?.slice(0, 2)).toEqual([0, 0]);
    expect((await verdict('360000'))?.slice(0, 2)).toEqual([1, 1]);
    const byMachine = (region: string) =>
      fleet.service.queries.issuedReport({ region, by: 'machine', limit: 5 }, '360000');
    expect((await byMachine('3601')).rows.map((row) => [row.key, row.issued])).toEqual([[name, 1]]);
    expect((await byMachine('3601')).total).toMatchObject({ issued: 1, uncertain: 1 });
    expect((await byMachine('3604')).rows).toEqual([]);
  });

  it('retires no machine before its last box fell', async () => {
    const fleet = await virtualFleet();
    const ledger = stocked().write(...lines.box(start));
    await fleet.take(ledger);
    const retire = (until: string) => fleet.service.registry.retire(name, { until, reason: 'old' });
    await expect(retire('2026-05-31')).rejects.toThrow('2026-06-01');
    await retire('2026-06-01');
    await fleet.pass(2 * 24 * 60 * minute);
    const { areas } = await fleet.service.queries.yearReport({}, '360000');
    expect(areas[0]).toMatchObject({ machines: 1, issued: 1 });
  });

  it('keeps an offline flag over its own restart: not knowing clears nothing', async () => {
    const fleet = await virtualFleet();
    fleet.hear(stocked());
    await fleet.pass(20 * minute);
    const before = fleet.service.state(name)?.flags.find(({ flag }) => flag.cause === 'offline')?.id;
    await fleet.restart();
    await fleet.pass(5 * minute);
    expect(fleet.service.state(name)?.flags.find(({ flag }) => flag.cause === 'offline')?.id).toBe(before);
  });

  it('begins a new day at midnight in Shanghai: today is 0 and yesterday counts for the pace', async () => {
    const fleet = await virtualFleet();
    const ledger = stocked().write(...lines.box(fleet.now()), ...lines.box(fleet.now()));
    await fleet.take(ledger);
    await fleet.service.tick();
    const before = await fleet.service.queries.machine(name);
    expect(before).toMatchObject({ issued: { today: 2, total: 2 }, pace: { days: 0, issued: 0 } });
    await fleet.pass(Date.UTC(2026, 5, 1, 16) - fleet.now());
    const after = await fleet.service.queries.machine(name);
    expect(after).toMatchObject({ issued: { today: 0, year: 2, total: 2 }, pace: { days: 1, issued: 2 } });
  });

  it('raises drift if the report and the books differ at the same line, and clears it', async () => {
    const fleet = await virtualFleet();
    const ledger = stocked();
    await fleet.take(ledger);
    const report = (stock: number, last: number) => {
      const lane = { lane: 1, product: 'CD-M', capacity: 100, stock, uncertain: 0, state: 'ready', lots: [] };
      const board = {
        state: 'ready',
        reason: null,
        driver: 'lbp',
        serial: null,
        model: null,
        firmware: null,
        door: 'closed',
        tempDeciC: null,
        humidityPct: null,
        dropped: 0,
      };
      const text = JSON.stringify({
        at: fleet.now(),
        run: 1,
        ledger: ledger.id,
        last,
        config: 0,
        lanes: [lane],
        board,
        service: { state: 'in-service', reasons: [] },
        sensor: 'trusted',
        agent: { version: '1', uptime: 1, rss: 1 },
      });
      fleet.service.message(name, 'state', text, text.length);
      return fleet.service.tick();
    };
    await report(99, 4);
    expect(fleet.flags()).not.toContain('drift');
    await report(99, 3);
    expect(fleet.flags()).toContain('drift');
    await report(100, 3);
    expect(fleet.flags()).not.toContain('drift');
    expect(fleet.news.filter((each) => each.kind === 'malformed')).toEqual([]);
  });
});
