import { describe, expect, it } from 'vitest';
import * as api from '../../../shared/contracts/fleet-http.ts';
import { call } from '../../support/fleet/fleet.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const { good, poor, away } = machines;
const fleet = startedProvince();
const { get } = fleet;

describe('an answer', () => {
  it.each(['', `also=${good}&also=${poor}&`, `without=${poor}&`, `machine=${good}&machine=${away}&`])(
    'has the same sheet by pages as all at once: %s',
    async (asked) => {
      const whole = await get(`/restock?${asked}`);
      expect(whole.next).toBe(null);
      expect(whole.total).toBe(whole.stops.length);
      const stops: unknown[] = [];
      for (let cursor = ''; ; ) {
        const page = await get(`/restock?${asked}limit=1&cursor=${cursor}`);
        expect([page.total, page.sum, page.takeOutSum]).toEqual([whole.total, whole.sum, whole.takeOutSum]);
        stops.push(...page.stops);
        if (page.next === null || stops.length > whole.total) break;
        cursor = page.next;
      }
      expect(stops).toEqual(whole.stops);
    },
  );

  it.each(['', '&region=3601', '&from=2025-06&to=2026-02'])(
    'has the same boxes by machine by pages as all at once: %s',
    async (asked) => {
      const whole = await get(`/reports/issued?by=machine${asked}`);
      const rows: unknown[] = [];
      for (let cursor = ''; ; ) {
        const page = await get(`/reports/issued?by=machine${asked}&limit=1${cursor}`);
        expect(page.total).toEqual(whole.total);
        rows.push(...page.rows);
        if (page.next === null || rows.length > whole.rows.length) break;
        cursor = `&cursor=${page.next}`;
      }
      expect(rows).toEqual(whole.rows);
    },
  );

  it('has the same verdict by pages as all at once', async () => {
    const whole = await get('/reports/year');
    const machines: unknown[] = [];
    for (let cursor = ''; ; ) {
      const page = await get(`/reports/year?limit=1${cursor}`);
      expect([page.areas, page.count]).toEqual([whole.areas, whole.count]);
      machines.push(...page.machines);
      if (page.next === null || machines.length > whole.count.fit) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(machines).toEqual(whole.machines);
  });

  it('of the ledger pages through every line once, both ways', async () => {
    const seqs: number[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: { events: { seq: number }[]; next: string | null } = await get(
        `/machines/${good}/events?limit=37&after=${after}`,
      );
      seqs.push(...page.events.map((event) => event.seq));
      after = page.next;
    }
    const through = (await get(`/machines/${good}`)).ledger.through;
    expect(seqs).toEqual(Array.from({ length: through }, (_, index) => index + 1));
    const back: number[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: { events: { seq: number }[]; next: string | null } = await get(
        `/machines/${good}/events?limit=41&order=newest&after=${after}`,
      );
      back.push(...page.events.map((event) => event.seq));
      after = page.next;
    }
    expect(back).toEqual(seqs.reverse());
  });

  it('of the ledger has only the lines of a day or of some days', async () => {
    const { events } = await get(`/machines/${good}/events?limit=1000`);
    const days: string[] = [...new Set(events.map(({ day }: { day: string }) => day))].sort() as string[];
    const [from = '', to = ''] = [days[3], days[5]];
    const of = (lists: { events: { day: string }[] }) => lists.events;
    const within = (first: string, last: string) =>
      events.filter(({ day }: { day: string }) => day >= first && day <= last);
    expect(of(await get(`/machines/${good}/events?limit=1000&day=${to}`))).toEqual(within(to, to));
    expect(of(await get(`/machines/${good}/events?limit=1000&from=${from}&to=${to}`))).toEqual(within(from, to));
    expect(of(await get(`/machines/${good}/events?limit=1000&to=${from}`))).toEqual(within('', from));
    expect(within(from, to).length).toBeGreaterThan(within(to, to).length);
    expect(within(to, to).length).toBeGreaterThan(0);
    expect(of(await get(`/machines/${good}/events?day=2001-01-01`))).toEqual([]);
    for (const asked of [`day=${to}&from=${from}`, `from=${to}&to=${from}`, 'day=2026-02-30'])
      expect((await call(fleet, `/api/v1/machines/${good}/events?${asked}`)).status, asked).toBe(422);
  });

  it('of the machines pages through all, by every column, both ways', async () => {
    for (const column of api.MachineSort.options)
      for (const sort of [column, `-${column}`]) {
        const names: string[] = [];
        for (let cursor: string | null = null; ; ) {
          const page: api.MachineList = await get(
            `/machines?sort=${sort}&limit=1${cursor === null ? '' : `&cursor=${cursor}`}`,
          );
          names.push(...page.machines.map((each) => each.machine));
          cursor = page.next;
          if (cursor === null) break;
        }
        expect([...names].sort(), sort).toEqual([good, poor, away].sort());
      }
  });
});
