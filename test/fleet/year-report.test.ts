import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MachineState, newMachineState } from '../../fleet/core/fleet-state.ts';
import { stoodWithin, type YearBoxes, YearLines, yearAreas, yearPage } from '../../fleet/core/year-report.ts';
import { isWithin } from '../../shared/areas/jiangxi.ts';
import { MachineId } from '../../shared/contracts/ids.ts';
import { daysInYear, type LocalDay, parseDay } from '../../shared/rules/calendar.ts';

const target = 300;
const minDays = 30;
const today = parseDay('2026-11-24') as LocalDay;
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
  boxes: fc.record({
    judged: fc.constantFrom(null, 10, 350),
    fallen: fc.constantFrom(0, 350),
    uncertain: fc.constantFrom(-1, 0, 2),
  }),
  year: fc.constantFrom(2025, 2026),
});

test('the lines of a year are the same whether they were remembered or are made anew, and areas add them up', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 30 }), (taken) => {
      const remembered = new YearLines(target);
      const states: MachineState[] = Array.from({ length: 6 }, (_, index) =>
        newMachineState(record(index, '360102', '2026-01-01')),
      );
      const boxes = new Map<string, YearBoxes>();
      const boxesOf = ({ record: { machine } }: MachineState): YearBoxes =>
        boxes.get(machine) ?? { judged: null, fallen: 0, uncertain: 0 };
      for (const { index, region, from, suspended, boxes: given, year } of taken) {
        const state = states[index];
        if (!state) continue;
        if (region !== null) {
          state.record = record(index, region, from);
          state.suspensions = suspended ? [{ ...suspension, id: `s${index}`, machine: state.record.machine }] : [];
        }
        boxes.set(state.record.machine, given);
        const rows = remembered.lines(states, year, today, boxesOf);
        expect(rows).toEqual(new YearLines(target).lines(states, year, today, boxesOf));
        for (const area of yearAreas('3601', rows, { year, target, minDays })) {
          const within = rows.filter((row) => isWithin(row.region, area.code));
          const sum = (of: (row: (typeof rows)[number]) => number) => within.reduce((all, row) => all + of(row), 0);
          const judged = within.filter((row) => row.days >= minDays);
          const days = sum((row) => row.days);
          const average = days === 0 ? null : (sum((row) => row.issued) * daysInYear(year)) / days;
          expect(area).toMatchObject({
            machines: within.length,
            issued: sum((row) => row.issued),
            uncertain: sum((row) => row.uncertain),
            judged: judged.length,
            atPace: judged.filter((row) => (row.annual ?? 0) >= target).length,
            average: average === null ? null : Number(average.toFixed(1)),
            reached: average === null ? null : average >= target,
          });
        }
      }
    }),
    { numRuns: 60 },
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

test('a report comes by pages that hold every machine that fits once', () => {
  const states = Array.from({ length: 9 }, (_, index) => newMachineState(record(index, '360102', '2026-01-01')));
  const rows = new YearLines(target).lines(states, 2026, today, ({ record: { machine } }) => ({
    judged: Number(machine.at(-1)) % 3 === 0 ? 400 : 10,
    fallen: 0,
    uncertain: 0,
  }));
  expect(yearPage(rows, {})).toEqual({ machines: rows, count: { all: 9, fit: 9 }, next: null });
  for (const missed of ['true', 'false'] as const) {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = yearPage(rows, { missed, limit: 2, cursor });
      expect(page.count).toEqual({ all: 9, fit: missed === 'true' ? 6 : 3 });
      found.push(...page.machines.map(({ machine }) => machine));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && found.length < 20);
    const plain = rows.filter(({ issued }) => issued < 300 === (missed === 'true'));
    expect(found).toEqual(plain.map(({ machine }) => machine));
  }
});

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
