import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDayChanges, suspensionChanges } from '../../../fleet/registry/day-changes.ts';
import { addDays, formatDay, type LocalDay, parseDay } from '../../../shared/rules/calendar.ts';
import { call } from '../../support/fleet/fleet.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const fleet = startedProvince();
const path = `/api/v1/machines/${machines.good}`;
const today = async (): Promise<LocalDay> => parseDay((await call(fleet, '/api/v1/info')).body.day) as LocalDay;
const ago = async (days: number): Promise<string> => formatDay(addDays(await today(), -days));
const changes = async () => (await call(fleet, path)).body.dayChanges;

describe('days that were over when somebody changed whether they count', () => {
  it('are shown at the machine and in the year’s report, with who, when and why', async () => {
    const [from, until] = [await ago(10), await ago(8)];
    const span = { from, until, reason: 'broken', note: 'found out late' };
    const { body } = await call(fleet, `${path}/suspensions`, { body: span });
    const added = { what: 'suspension', counted: false, from, until, days: 3, by: 'program', why: 'found out late' };
    expect(await changes()).toMatchObject([added]);
    await call(fleet, `${path}/suspensions/${body.id}`, { method: 'PATCH', body: { until: await ago(9) } });
    expect(await changes()).toMatchObject([{ counted: true, from: until, until, days: 1 }, added]);
    await call(fleet, `${path}/suspensions/${body.id}?why=entered%20by%20mistake`, { method: 'DELETE' });
    const removed = { counted: true, from, until: await ago(9), days: 2, why: 'entered by mistake' };
    expect((await changes())[0]).toMatchObject(removed);
    const { suspensions, removed: gone } = (await call(fleet, `${path}/suspensions`)).body;
    expect([suspensions, gone[0].removed.by, gone[0].removed.why]).toEqual([[], 'program', 'entered by mistake']);
    const { year, dayChanges } = (await call(fleet, `/api/v1/reports/year?year=${from.slice(0, 4)}`)).body;
    expect([year, dayChanges[0].machine, dayChanges[0].changes.length]).toEqual([2026, machines.good, 3]);
  });

  it('do not exist for a suspension from today on', async () => {
    const before = await changes();
    await call(fleet, `${path}/suspensions`, { body: { from: await ago(0), reason: 'broken' } });
    expect(await changes()).toEqual(before);
  });

  it('need a reason if the first day of service is changed', async () => {
    const { inServiceFrom } = (await call(fleet, path)).body;
    const later = formatDay(addDays(parseDay(inServiceFrom) as LocalDay, 5));
    const change = (body: object) => call(fleet, path, { method: 'PATCH', body });
    expect((await change({ inServiceFrom: later })).status).toBe(422);
    await call(fleet, '/api/v1/users', {
      body: { user: 'repairs', role: 'technician', area: '360000', password: 'ten letters at least' },
    });
    const given = { body: { user: 'repairs', password: 'ten letters at least' }, headers: {} };
    const session = (await call(fleet, '/api/v1/session', given)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const asTechnician = (body: object) => call(fleet, path, { method: 'PATCH', body, headers: { cookie: session } });
    expect((await asTechnician({ inServiceFrom: later, why: 'mine' })).status).toBe(403);
    expect((await asTechnician({ inServiceFrom })).status).toBe(200);
    expect((await change({ inServiceFrom: later, why: 'it was installed later' })).status).toBe(200);
    expect((await changes())[0]).toMatchObject({
      ...{ what: 'first-day', counted: false, from: inServiceFrom, days: 5, why: 'it was installed later' },
    });
  });

  it('are all days that differ before and after, and no others', () => {
    const now = parseDay('2026-06-15') as LocalDay;
    const by = { at: 0, by: 'wang', why: null, today: now };
    const day = fc.integer({ min: -12, max: 6 }).map((days) => formatDay(addDays(now, days)));
    const span = fc.option(
      fc
        .tuple(day, fc.option(day))
        .map(([a, b]) => ({ from: b !== null && b < a ? b : a, until: b !== null && b < a ? a : b })),
    );
    const past = Array.from({ length: 14 }, (_, index) => formatDay(addDays(now, index - 14)));
    const holds = (it: { from: string; until: string | null } | null, each: string): boolean =>
      it !== null && it.from <= each && (it.until === null || each <= it.until);
    fc.assert(
      fc.property(span, span, (before, after) => {
        const said = suspensionChanges(before, after, by);
        for (const each of past) {
          const expected = holds(before, each) === holds(after, each) ? [] : [holds(before, each)];
          const found = said.filter(({ from, until }) => from <= each && each <= until).map(({ counted }) => counted);
          expect(found).toEqual(expected);
        }
        expect(said.every(({ until }) => until < formatDay(now))).toBe(true);
      }),
    );
    expect(firstDayChanges('2026-06-01', '2026-06-03', by)).toMatchObject([{ counted: false, days: 2 }]);
    expect(firstDayChanges('2026-06-03', '2026-06-01', by)).toMatchObject([{ counted: true, days: 2 }]);
    expect(firstDayChanges('2026-06-20', '2026-06-25', by)).toEqual([]);
  });
});
