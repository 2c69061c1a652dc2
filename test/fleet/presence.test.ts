import { describe, expect, it } from 'vitest';
import { call, until } from '../support/fleet/fleet.ts';
import { fleetWithKiosk } from '../support/fleet/fleet-with-kiosk.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';

const setup = fleetWithKiosk();
const { name, now, stocked } = setup;

describe('a wrong clock', () => {
  it('is corrected by a heartbeat of the same run; the raw time is kept', async () => {
    const wrong = Date.UTC(1999, 0, 1);
    const ledger = new TestLedger().write(
      lines.booted(wrong),
      lines.configured(wrong),
      lines.restocked(wrong, 5),
      ...lines.box(wrong, 1, 'CD-M', 1, 60_000),
    );
    await setup.kiosk.present(ledger, { at: wrong + 120_000, up: 120_000 });
    await setup.kiosk.receipt(0);
    await setup.kiosk.say('events', ledger.batch());
    await setup.kiosk.receipt(5);
    const shown = await setup.machine();
    expect(shown.issued).toEqual({ today: 1, year: 1, total: 1 });
    expect(shown.flags.map((flag: { kind: string }) => flag.kind)).toContain('clock-wrong');
    const { body } = await call(setup.fleet, `/api/v1/machines/${name}/events`);
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
    await setup.kiosk.say('events', ledger.batch());
    await setup.kiosk.receipt(5);
    expect((await setup.machine()).issued).toEqual({ today: 1, year: 1, total: 1 });
    expect(await setup.fleet.store.audit()).toEqual([]);
  });
});

describe('presence', () => {
  it('is answered by a receipt if the mark differs, and not if it is the same', async () => {
    const ledger = stocked();
    await setup.kiosk.present(ledger);
    expect(await setup.kiosk.receipt(0)).toMatchObject({ ledger: ledger.id });
    await setup.kiosk.say('events', ledger.batch());
    await setup.kiosk.receipt(3);
    setup.kiosk.heard.length = 0;
    await setup.kiosk.present(ledger);
    await setup.kiosk.present(ledger, { last: 9 });
    await setup.kiosk.receipt(3);
    expect(setup.kiosk.heard.filter((each) => each.channel === 'receipt')).toHaveLength(1);
  });

  it('shows the link up, down when the connection ends, and never by the will of an older run', async () => {
    const ledger = stocked();
    await setup.kiosk.present(ledger, { run: 7 });
    await until('link up', async () => (await setup.machine()).health.link.state === 'up');
    await setup.kiosk.say('presence', { online: false, run: 6 });
    await setup.kiosk.say('presence', { online: false, run: 7 });
    expect((await setup.machine()).health).toMatchObject({ link: { state: 'up' }, agent: { state: 'alive' } });
    await setup.kiosk.end();
    await until('link down', async () => (await setup.machine()).health.link.state === 'down');
  });
});

describe('a restart', () => {
  it('keeps marks, books and flags, and knows no presence until it is heard', async () => {
    const ledger = stocked().write(...lines.box(now));
    await setup.kiosk.say('events', ledger.batch());
    await setup.kiosk.receipt(5);
    const before = await setup.machine();
    await setup.kiosk.end();
    await setup.restart();
    const after = await setup.machine();
    expect(after).toMatchObject({ issued: before.issued, stock: before.stock, ledger: { id: ledger.id, through: 5 } });
    expect(after.flags.map((flag: { id: string }) => flag.id)).toEqual(
      before.flags.map((flag: { id: string }) => flag.id),
    );
    expect(after.health.link.state).toBe('unknown');
    await setup.connect();
    await setup.kiosk.present(ledger, { last: 6 });
    await setup.kiosk.receipt(5);
  });
});
