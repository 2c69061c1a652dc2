import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newMachineState } from '../../fleet/core/fleet-state.ts';
import { stoodWithin, YearBook, yearRow } from '../../fleet/core/year-report.ts';
import { isWithin } from '../../shared/areas/jiangxi.ts';
import { MachineId } from '../../shared/contracts/ids.ts';
import { daysInYear, type LocalDay, parseDay } from '../../shared/rules/calendar.ts';

const target = 300;
const minDays = 30;
const year = 2026;
const today = parseDay('2026-11-24') as LocalDay;
const asked = { year, today, target, minDays };
const counties = ['360102', '360111', '360403'] as const;

const record = (index: number, region: string, inServiceFrom: string) => {
  const name = `machine ${index}`;
  return {
    machine: MachineId.parse(`JX-360102-000${index}`),
    name,
    region,
    site: 'clinic',
    address: null,
    inServiceFrom,
    inServiceUntil: null,
    registered: 0,
    secretHash: null,
    places: [{ region, site: 'clinic', name, from: inServiceFrom, until: null }],
  };
};

const steps = fc.record({
  index: fc.nat(5),
  /** Null: only its boxes changed. */
  region: fc.option(fc.constantFrom(...counties)),
  from: fc.constantFrom('2025-06-01', '2026-01-01', '2026-10-10', '2026-11-20', '2027-01-01'),
  suspended: fc.boolean(),
  /** Stood in another county before: its line is given with each question. */
  moved: fc.boolean(),
  area: fc.constantFrom('360000', '3601', '360102', '3604', '3602'),
  missed: fc.constantFrom(undefined, 'true' as const, 'false' as const),
  limit: fc.integer({ min: 1, max: 4 }),
  boxes: fc.record({
    judged: fc.constantFrom(null, 10, 350),
    fallen: fc.constantFrom(0, 350),
    uncertain: fc.constantFrom(-1, 0, 2),
  }),
});

test('a year that is kept up tells what its lines tell: by areas, and by pages that hold every machine that fits once', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 30 }), (taken) => {
      const book = new YearBook(asked);
      const states = Array.from({ length: 6 }, (_, index) => newMachineState(record(index, '360102', '2026-01-01')));
      const rows = new Map<string, NonNullable<ReturnType<typeof yearRow>>>();
      const movedIds = new Set<string>();
      for (const { index, region, from, suspended, boxes, moved: isMoved, area, missed, limit } of taken) {
        const state = states[index];
        if (!state) continue;
        const { machine } = state.record;
        if (region !== null) {
          state.record = record(index, region, from);
          state.suspensions = suspended ? [{ ...suspension, id: `s${index}`, machine }] : [];
        }
        const row = yearRow(state, asked, boxes);
        rows.delete(machine);
        if (row) rows.set(machine, row);
        movedIds.delete(machine);
        if (isMoved) movedIds.add(machine);
        book.put(machine, isMoved ? null : row);

        const here = [...rows.values()].filter((each) => isWithin(each.region, area));
        const moved = here.filter((each) => movedIds.has(each.machine));
        for (const line of book.areas(area, moved)) {
          const within = here.filter((each) => isWithin(each.region, line.code));
          const sum = (of: (each: (typeof here)[number]) => number) => within.reduce((all, each) => all + of(each), 0);
          const judged = within.filter(({ days }) => days >= minDays);
          const days = sum((each) => each.days);
          const average = days === 0 ? null : (sum((each) => each.issued) * daysInYear(year)) / days;
          expect(line).toMatchObject({
            machines: within.length,
            issued: sum((each) => each.issued),
            uncertain: sum((each) => each.uncertain),
            judged: judged.length,
            atPace: judged.filter(({ annual }) => (annual ?? 0) >= target).length,
            average: average === null ? null : Number(average.toFixed(1)),
            reached: average === null ? null : average >= target,
          });
        }
        const fit = here
          .filter(({ reached }) => missed === undefined || (reached === false) === (missed === 'true'))
          .sort((a, b) => (a.machine < b.machine ? -1 : 1));
        const count = { all: here.length, fit: fit.length };
        expect(book.page(area, moved, { missed })).toEqual({ machines: fit, count, next: null });
        const found: unknown[] = [];
        let cursor: string | undefined;
        do {
          const page = book.page(area, moved, { missed, limit, cursor });
          expect(page.count).toEqual(count);
          expect(page.machines.length).toBeLessThanOrEqual(limit);
          found.push(...page.machines);
          cursor = page.next ?? undefined;
        } while (cursor !== undefined && found.length < 20);
        expect(found).toEqual(fit);
      }
    }),
    { numRuns: 100 },
  );
});

const suspension = {
  from: '2026-02-01',
  until: '2026-03-01',
  reason: 'holiday' as const,
  note: null,
  by: 'li',
  entered: 0,
};

test('a machine stood within an area where all its places lie there', () => {
  const moved = { ...record(1, '360102', '2026-05-01') };
  const places = [...moved.places, { ...moved.places[0], region: '360403' }].map((place) => ({
    region: place.region ?? '',
    site: '',
    name: '',
    from: '2026-05-01',
    until: null,
  }));
  expect(['3601', '360000', '360102'].map((area) => stoodWithin({ ...moved, places }, area))).toEqual([
    false,
    true,
    false,
  ]);
});
