import { areaOf, inArea, isWithin } from '../../shared/areas/jiangxi.ts';
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
import type { Condition } from './catalogue.ts';
import type { MachineState } from './fleet-state.ts';
import { serviceOf } from './judge.ts';
import { NamedRows } from './named-rows.ts';
import { textOrder } from './ordered.ts';
import type { MachineRecord } from './records.ts';

type Row = YearReport['machines'][number];
type AreaRow = YearReport['areas'][number];

/** A machine's boxes of a year in the asked area. */
export interface YearBoxes {
  /** Those up to the last judged day, where the year is still going on and it was judged; null: all that fell in the year. */
  readonly judged: number | null;
  readonly fallen: number;
  readonly uncertain: number;
}

/** The year that a report is of, the day on which it is asked, and the rules' target and days before a verdict. */
export interface YearAsked {
  readonly year: number;
  readonly today: LocalDay;
  readonly target: number;
  readonly minDays: number;
}

/** A machine's line in the verdict; null where it has no part in the year. */
export function yearRow(
  { record, suspensions }: Pick<MachineState, 'record' | 'suspensions'>,
  { year, today, target }: YearAsked,
  boxes: YearBoxes,
): Row | null {
  const service = serviceOf(record, suspensions);
  const first = firstDayOfYear(year);
  const last = lastDayOfYear(year);
  const days = inServiceDays(service, first, year === yearOf(today) ? addDays(today, -1) : last);
  const ofYear = inServiceDays(service, first, last);
  if (ofYear === 0 && boxes.fallen === 0) return null;
  const issued = boxes.judged ?? boxes.fallen;
  const due = dueBoxes(target, days, year);
  return {
    machine: record.machine,
    name: record.name,
    region: record.region,
    days,
    issued,
    uncertain: Math.max(0, boxes.uncertain),
    due: Number(due.toFixed(2)),
    dueOfYear: owedBoxes(target, ofYear, year),
    annual: days === 0 ? null : Number(((issued * daysInYear(year)) / days).toFixed(1)),
    reached: days === 0 ? null : issued >= due,
  };
}

const sumNames = ['machines', 'days', 'issued', 'uncertain', 'judged', 'atPace'] as const;
type Sums = Record<(typeof sumNames)[number], number>;

const nothing = (): Sums => ({ machines: 0, days: 0, issued: 0, uncertain: 0, judged: 0, atPace: 0 });

/** Adds a line to some sums, or takes it out again with `sign` -1. */
function addRow(sums: Sums, row: Row, { target, minDays }: YearAsked, sign: 1 | -1): void {
  sums.machines += sign;
  sums.days += sign * row.days;
  sums.issued += sign * row.issued;
  sums.uncertain += sign * row.uncertain;
  if (row.days < minDays) return;
  sums.judged += sign;
  if ((row.annual ?? 0) >= target) sums.atPace += sign;
}

const missedWord = ({ reached }: Row): string => String(reached === false);

/**
 * The verdict's lines of a year, machine by machine, and their sums by county: kept up as machines change, so that a page costs what it shows. Of
 * machines that moved between counties it holds nothing: what they come to depends on the area that asks.
 */
export class YearBook {
  readonly #asked: YearAsked;
  readonly #rows = new NamedRows<Row, 'region' | 'missed'>({ region: ({ region }) => region, missed: missedWord });
  readonly #counties = new Map<string, Sums>();

  constructor(asked: YearAsked) {
    this.#asked = asked;
  }

  #county(region: string): Sums {
    const sums = this.#counties.get(region) ?? nothing();
    this.#counties.set(region, sums);
    return sums;
  }

  /** A machine's line is this one now; null for none. */
  put(machine: string, row: Row | null): void {
    const before = this.#rows.put(machine, row);
    if (before) addRow(this.#county(before.region), before, this.#asked, -1);
    if (row) addRow(this.#county(row.region), row, this.#asked, 1);
  }

  /** An area's own line, then one of each area below it; with the lines of machines that moved. */
  areas(region: string, moved: readonly Row[]): AreaRow[] {
    const below = linesOf(region).filter((code) => code !== region);
    return [region, ...below].map((code) => {
      const sums = nothing();
      for (const [county, each] of this.#counties)
        if (isWithin(county, code)) for (const name of sumNames) sums[name] += each[name];
      for (const row of moved) if (isWithin(row.region, code)) addRow(sums, row, this.#asked, 1);
      return areaRow(code, sums, this.#asked);
    });
  }

  /** The machines of an area that fit a question, or a page of them; with the lines of machines that moved. */
  page(
    region: string,
    moved: readonly Row[],
    { missed, cursor, limit = Number.POSITIVE_INFINITY }: Pick<YearQuery, 'missed' | 'cursor' | 'limit'>,
  ): Pick<YearReport, 'machines' | 'count' | 'next'> {
    const { catalogue } = this.#rows;
    const isBehind = cursor === undefined ? null : ({ machine }: Row): boolean => machine > cursor;
    const where = (isMissed: string | undefined): Condition[] => [
      catalogue.facet('region').where(inArea(region)),
      catalogue.facet('missed').anyOf(isMissed ?? []),
    ];
    const slots = catalogue.slots('machine', rowOrder);
    // One more than is shown says whether the page goes on.
    const found = catalogue.page(slots, where(missed), { isBehind, limit: limit + 1 });
    const all = catalogue.page(slots, where(undefined), { isBehind: null, limit: 0 });
    const fit = missed === undefined ? moved : moved.filter((row) => missedWord(row) === missed);
    const rows = [...found.rows, ...(isBehind === null ? fit : fit.filter(isBehind))].sort(rowOrder);
    const machines = rows.slice(0, limit);
    return {
      machines,
      count: { all: all.total + moved.length, fit: found.total + fit.length },
      next: rows.length > limit ? (machines.at(-1)?.machine ?? null) : null,
    };
  }
}

const rowOrder = (a: Row, b: Row): number => textOrder(a.machine, b.machine);

function areaRow(code: string, { days, ...sum }: Sums, { year, target }: YearAsked): AreaRow {
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

/** Whether all places where a machine stood lie in an area: then all its boxes fell there. */
export function stoodWithin({ places }: MachineRecord, area: string): boolean {
  const within = inArea(area);
  return places.length > 0 && places.every((place) => within(place.region));
}
