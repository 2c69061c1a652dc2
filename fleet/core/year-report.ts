import { areaOf, isWithin, prefixOf } from '../../shared/areas/jiangxi.ts';
import type { YearQuery, YearReport } from '../../shared/contracts/fleet/area.ts';
import {
  addDays,
  daysInYear,
  firstDayOfYear,
  type LocalDay,
  lastDayOfYear,
  yearOf,
} from '../../shared/rules/calendar.ts';
import { dueBoxes, owedBoxes } from '../../shared/rules/pace.ts';
import { inServiceDays } from '../../shared/rules/suspension.ts';
import { linesOf } from './area-figures.ts';
import type { MachineState } from './fleet-state.ts';
import { serviceOf } from './judge.ts';
import { firstBehind, textOrder } from './ordered.ts';
import type { MachineRecord, SuspensionRecord } from './records.ts';

type Row = YearReport['machines'][number];
type AreaRow = YearReport['areas'][number];

/** A machine's boxes of a year in the asked area. */
export interface YearBoxes {
  /** Those up to the last judged day, where the year is still going on and it was judged; null: all that fell in the year. */
  readonly judged: number | null;
  readonly fallen: number;
  readonly uncertain: number;
}

interface Known extends YearBoxes {
  readonly record: MachineRecord;
  readonly suspensions: readonly SuspensionRecord[];
  /** Null where the machine has no part in the year. */
  readonly row: Row | null;
}

/** Years whose lines are remembered at once: the one that goes on, and one that somebody compares it with. */
const yearsKept = 2;

/**
 * The verdict's lines, machine by machine. A line is made anew only where something of it changed: the days of a whole province in service are the
 * dear part of the report.
 */
export class YearLines {
  readonly #target: number;
  readonly #kept = new Map<string, Map<string, Known>>();

  constructor(target: number) {
    this.#target = target;
  }

  /** The lines of some machines, by machine. `boxesOf` tells what each gave out in the year. */
  lines(
    states: Iterable<MachineState>,
    year: number,
    today: LocalDay,
    boxesOf: (state: MachineState) => YearBoxes,
  ): Row[] {
    const known = this.#of(`${year} on ${today}`);
    const rows: Row[] = [];
    for (const state of states) {
      const { record, suspensions } = state;
      const boxes = boxesOf(state);
      let line = known.get(record.machine);
      if (!line || !isOf(line, state, boxes)) {
        line = { ...boxes, record, suspensions, row: this.#row(state, year, today, boxes) };
        known.set(record.machine, line);
      }
      if (line.row) rows.push(line.row);
    }
    return rows.sort((a, b) => textOrder(a.machine, b.machine));
  }

  #of(key: string): Map<string, Known> {
    const known = this.#kept.get(key) ?? new Map<string, Known>();
    this.#kept.delete(key);
    this.#kept.set(key, known);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > yearsKept && oldest !== undefined) this.#kept.delete(oldest);
    return known;
  }

  #row({ record, suspensions }: MachineState, year: number, today: LocalDay, boxes: YearBoxes): Row | null {
    const service = serviceOf(record, suspensions);
    const first = firstDayOfYear(year);
    const last = lastDayOfYear(year);
    const days = inServiceDays(service, first, year === yearOf(today) ? addDays(today, -1) : last);
    const ofYear = inServiceDays(service, first, last);
    if (ofYear === 0 && boxes.fallen === 0) return null;
    const issued = boxes.judged ?? boxes.fallen;
    const due = dueBoxes(this.#target, days, year);
    return {
      machine: record.machine,
      name: record.name,
      region: record.region,
      days,
      issued,
      uncertain: Math.max(0, boxes.uncertain),
      due: Number(due.toFixed(2)),
      dueOfYear: owedBoxes(this.#target, ofYear, year),
      annual: days === 0 ? null : Number(((issued * daysInYear(year)) / days).toFixed(1)),
      reached: days === 0 ? null : issued >= due,
    };
  }
}

const isOf = (line: Known, { record, suspensions }: MachineState, boxes: YearBoxes): boolean =>
  line.record === record &&
  line.suspensions === suspensions &&
  line.judged === boxes.judged &&
  line.fallen === boxes.fallen &&
  line.uncertain === boxes.uncertain;

type Sums = Record<'machines' | 'days' | 'issued' | 'uncertain' | 'judged' | 'atPace', number>;

const nothing = (): Sums => ({ machines: 0, days: 0, issued: 0, uncertain: 0, judged: 0, atPace: 0 });

/** An area's own line, then one of each area below it. */
export function yearAreas(
  region: string,
  rows: readonly Row[],
  { year, target, minDays }: { readonly year: number; readonly target: number; readonly minDays: number },
): AreaRow[] {
  const below = linesOf(region).filter((code) => code !== region);
  const sums = new Map([region, ...below].map((code) => [code, nothing()]));
  const linesAt = new Map<string, Sums[]>();
  const linesOfCounty = (county: string): Sums[] => {
    const known = linesAt.get(county);
    if (known) return known;
    const lines = [...sums].flatMap(([code, sum]) => (isWithin(county, code) ? [sum] : []));
    linesAt.set(county, lines);
    return lines;
  };
  for (const row of rows)
    for (const sum of linesOfCounty(row.region)) {
      sum.machines += 1;
      sum.days += row.days;
      sum.issued += row.issued;
      sum.uncertain += row.uncertain;
      if (row.days < minDays) continue;
      sum.judged += 1;
      if ((row.annual ?? 0) >= target) sum.atPace += 1;
    }
  return [...sums].map(([code, sum]) => areaRow(code, sum, year, target));
}

function areaRow(code: string, { days, ...sum }: Sums, year: number, target: number): AreaRow {
  const average = days === 0 ? null : (sum.issued * daysInYear(year)) / days;
  const area = areaOf(code);
  return {
    code,
    name: area?.name ?? code,
    level: area?.level ?? 'county',
    ...sum,
    machineYears: Number((days / daysInYear(year)).toFixed(3)),
    average: average === null ? null : Number(average.toFixed(1)),
    shareAtPace: sum.judged === 0 ? null : Number((sum.atPace / sum.judged).toFixed(4)),
    reached: average === null ? null : average >= target,
  };
}

/** The machines of a report that fit a question, or a page of them. */
export function yearPage(
  rows: readonly Row[],
  { missed, cursor, limit }: Pick<YearQuery, 'missed' | 'cursor' | 'limit'>,
): Pick<YearReport, 'machines' | 'count' | 'next'> {
  const fit = missed === undefined ? rows : rows.filter((row) => (row.reached === false) === (missed === 'true'));
  const start = cursor === undefined ? 0 : firstBehind(fit, (row) => row.machine > cursor);
  const machines = fit.slice(start, limit === undefined ? undefined : start + limit);
  const last = machines.at(-1);
  const isMore = start + machines.length < fit.length;
  return {
    machines,
    count: { all: rows.length, fit: fit.length },
    next: isMore && last ? last.machine : null,
  };
}

/** Whether all places where a machine stood lie in an area: then all its boxes fell there. */
export function stoodWithin({ places }: MachineRecord, area: string): boolean {
  const prefix = prefixOf(area);
  return places.length > 0 && places.every((place) => place.region.startsWith(prefix));
}
