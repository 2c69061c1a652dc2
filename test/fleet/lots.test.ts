import { describe, expect, it } from 'vitest';
import { addDays, formatDay, zoneOf } from '../../shared/rules/calendar.ts';
import { call, register } from '../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../support/fleet/kiosk.ts';
import { startedFleet } from '../support/fleet/started-fleet.ts';

const fleet = startedFleet();

const get = async (path: string) => (await call(fleet, `/api/v1${path}`)).body;
const now = Date.now();
const inDays = (days: number) => formatDay(addDays(zoneOf('Asia/Shanghai').dayOf(now), days));
const configured = (limits: object) => ({ ...lines.configured(now), limits });

/** A machine that sends these lines, evaluated. */
async function machine(name: string, ...said: object[]) {
  const secret = await register(fleet, name, { region: name.slice(3, 9) });
  const kiosk = await TestKiosk.connect(fleet, name, secret);
  const ledger = new TestLedger().write(...said);
  await kiosk.present(ledger);
  await kiosk.say('events', ledger.batch());
  await kiosk.receipt(said.length);
  await fleet.service.idle();
  await fleet.tick();
  await kiosk.end();
  const { flags } = await get(`/flags?machine=${name}`);
  return {
    one: await get(`/machines/${name}`),
    flag: (kind: string) => flags.find((each: { kind: string }) => each.kind === kind),
    stop: (await get(`/restock?region=${name.slice(3, 9)}`)).stops[0],
  };
}

describe('the stock of a machine', () => {
  it('is evaluated by the limits in force there: what the kiosk has locked is not stock, and boxes are requested', async () => {
    const load = lines.restocked(now, 8, 1, 'CD-M', 'A1', inDays(38));
    const before = await machine('JX-360102-0001', lines.booted(now), configured({}), load);
    expect(before.one.products[0]).toMatchObject({ stock: 8 });
    expect(before.one.lanes[0].lots[0]).toMatchObject({ state: 'expiring' });
    const after = await machine('JX-360103-0001', lines.booted(now), configured({ lockBeforeExpiryDays: 60 }), load);
    expect(after.one.products[0]).toMatchObject({ stock: 0, coverDays: 0 });
    expect(after.one.lanes[0].lots[0]).toMatchObject({ state: 'locked' });
    expect(after.flag('expired')).toMatchObject({ product: 'CD-M', lot: 'A1', facts: { boxes: 8 } });
    expect(after.flag('restock')).toMatchObject({ facts: { reason: 'out', stock: 0 } });
    const { machines } = await get('/machines?region=360103');
    expect(machines[0].flags).toContainEqual(expect.objectContaining({ kind: 'expired', expires: inDays(38) }));
    expect(after.stop.boxes).toBeGreaterThan(0);
    expect(after.stop.takeOut).toMatchObject([{ lane: 1, lot: 'A1', count: 8, why: 'locked' }]);
  });
});

describe('a product whose boxes are all locked', () => {
  const planned = { lane: 1, product: 'CD-M', capacity: 10, par: 10 };
  const load = (expires = '2028-12-31') => lines.restocked(now, 8, 1, 'CD-M', 'A1', expires);
  const jam = { kind: 'lane', at: now, run: 1, up: 2000, lane: 1, state: 'jam', reason: 'board' };

  it.each<[string, machine: string, said: object[], takeOut: number]>([
    ['by a recall', 'JX-360113-0001', [{ ...configured({}), recalls: [{ product: 'CD-M', lot: 'A1' }] }, load()], 8],
    ['in the planogram', 'JX-360121-0001', [lines.configured(now, [{ ...planned, locked: 'leaks' }]), load()], 0],
    ['by a jam', 'JX-360123-0001', [configured({}), load(), jam], 0],
    ['by a limit in force there', 'JX-360124-0001', [configured({ lockBeforeExpiryDays: 60 }), load(inDays(38))], 8],
  ])('%s has no stock, whatever locks them', async (_what, name, said, takeOut) => {
    const { one, stop } = await machine(name, lines.booted(now), ...said);
    expect(one.products[0]).toMatchObject({ stock: 0, coverDays: 0 });
    const counts = (stop?.takeOut ?? []).map(({ count }: { count: number }) => count);
    expect(counts.reduce((all: number, each: number) => all + each, 0)).toBe(takeOut);
  });
});

describe('boxes without an expiry', () => {
  const load = { ...lines.restocked(now, 8), lot: null, expires: null };

  it('are flagged and are not stock; no boxes are requested for them, since the date is on the pack', async () => {
    const { one, flag, stop } = await machine('JX-360104-0001', lines.booted(now), configured({}), load);
    expect(one.products[0]).toMatchObject({ stock: 0 });
    expect(flag('undated')).toMatchObject({
      product: 'CD-M',
      lane: 1,
      severity: 'high',
      next: 'date-boxes',
      facts: { boxes: 8, locked: true, written: null },
    });
    expect(stop.takeOut).toEqual([]);
    expect(stop.products[0].lanes[0].add).toBeLessThanOrEqual(2);
  });

  it('are flagged too if the machine may give them out', async () => {
    const { one, flag } = await machine('JX-360111-0001', lines.booted(now), configured({ lockUndated: false }), load);
    expect(one.products[0]).toMatchObject({ stock: 8 });
    expect(flag('undated')).toMatchObject({ severity: 'normal', facts: { boxes: 8, locked: false } });
  });

  it('include those with an impossible expiry', async () => {
    const odd = { ...load, lot: 'A1', expires: '0028-12-31' };
    const { one, flag } = await machine('JX-360112-0001', lines.booted(now), configured({}), odd);
    expect(one.products[0]).toMatchObject({ stock: 0 });
    expect(flag('undated')).toMatchObject({ facts: { boxes: 8, locked: true, written: '0028-12-31' } });
  });
});
