import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type YearMachine, YearTotals, yearRow } from '../../fleet/lists/year-report.ts';
import { regionOn, staysOf } from '../../fleet/registry/stays.ts';
import { isWithin } from '../../shared/areas/jiangxi.ts';
import { addDays, daysInYear, formatDay, type LocalDay, parseDay } from '../../shared/rules/calendar.ts';

const target = 300;
const paceMinDays = 30;
const year = 2026;
const asked = { year, target, paceMinDays };
const counties = ['360102', '360111', '360403'] as const;

const parts = fc.uniqueArray(
  fc.record({
    region: fc.constantFrom(...counties),
    days: fc.nat(200),
    ofYear: fc.integer({ min: 200, max: 365 }),
    boxes: fc.constantFrom(0, 10, 350),
    uncertain: fc.nat(2),
  }),
  { maxLength: 3, selector: ({ region }) => region },
);

const steps = fc.record({
  index: fc.nat(5),
  parts,
  area: fc.constantFrom('360000', '3601', '360102', '3604', '3602'),
  missed: fc.constantFrom(undefined, 'true' as const, 'false' as const),
  limit: fc.integer({ min: 1, max: 4 }),
});

test('a year that is kept up to date equals its lines: by areas, and by pages that have every matching machine once', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 30 }), (taken) => {
      const book = new YearTotals(asked);
      const all = new Map<string, YearMachine>();
      for (const { index, parts: of, area, missed, limit } of taken) {
        const one = { machine: `JX-360102-000${index}`, name: `machine ${index}`, parts: of };
        all.set(one.machine, one);
        book.put(one);

        const rowsIn = (code: string) => [...all.values()].flatMap((each) => yearRow(each, code, asked) ?? []);
        for (const line of book.areas(area)) {
          const within = rowsIn(line.code);
          const sum = (count: (each: (typeof within)[number]) => number) =>
            within.reduce((sofar, each) => sofar + count(each), 0);
          const judged = within.filter(({ days }) => days >= paceMinDays);
          const days = sum((each) => each.days);
          const average = days === 0 ? null : (sum((each) => each.issued) * daysInYear(year)) / days;
          expect(line).toMatchObject({
            machines: within.length,
            issued: sum((each) => each.issued),
            uncertain: sum((each) => each.uncertain),
            judged: judged.length,
            atPace: judged.filter(({ reached }) => reached).length,
            average: average === null ? null : Number(average.toFixed(1)),
            reached: average === null || judged.length === 0 ? null : average >= target,
          });
          // Boxes and days are those of the machine's time there, whatever other places it was in.
          const here = [...all.values()]
            .flatMap((each) => each.parts)
            .filter((part) => isWithin(part.region, line.code));
          expect(line.issued).toBe(here.reduce((sofar, part) => sofar + part.boxes, 0));
          expect(days).toBe(here.reduce((sofar, part) => sofar + part.days, 0));
        }
        const fit = rowsIn(area)
          .filter(({ reached }) => missed === undefined || (reached === false) === (missed === 'true'))
          .sort((a, b) => (a.machine < b.machine ? -1 : 1));
        const count = { all: rowsIn(area).length, fit: fit.length };
        expect(book.page(area, { missed })).toEqual({ machines: fit, count, next: null });
        const found: unknown[] = [];
        let cursor: string | undefined;
        do {
          const page = book.page(area, { missed, limit, cursor });
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

test('stays have the county of each of their days, and have every day once', () => {
  const first = parseDay('2026-01-01') as LocalDay;
  const place = fc.record({ region: fc.constantFrom(...counties), from: fc.integer({ min: -20, max: 60 }) });
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 40 }), (places, span) => {
      const record = {
        region: '360102',
        places: places.map(({ region, from }) => ({
          region,
          site: '',
          name: '',
          from: formatDay(addDays(first, from)),
          until: null,
        })),
      };
      const last = addDays(first, span);
      const stays = staysOf(record, first, last);
      let next = first;
      for (const { region, from, until } of stays) {
        expect(from).toBe(next);
        expect(until).toBeGreaterThanOrEqual(from);
        for (let day = from; day <= until; day = addDays(day, 1)) expect(region).toBe(regionOn(record, day));
        next = addDays(until, 1);
      }
      expect(next).toBe(addDays(last, 1));
    }),
  );
});
