import { areaOf, inArea } from '../../shared/areas/jiangxi.ts';
import type { YearQuery, YearReport } from '../../shared/contracts/fleet/area.ts';
import { areaPace } from '../../shared/rules/area-pace.ts';
import { daysInYear } from '../../shared/rules/calendar.ts';
import { dueBoxes, isJudged, meetsTarget, owedBoxes, type VerdictRules, yearVerdict } from '../../shared/rules/pace.ts';
import { cursorsOf } from '../cursor.ts';
import { mergeParts } from '../evaluate/year-parts.ts';
import type { YearPart } from '../registry/records.ts';
import { areasListedUnder } from './area-figures.ts';
import type { Condition } from './facet-index.ts';
import { KeyedRows } from './keyed-rows.ts';
import { textOrder } from './ordered.ts';

type Row = YearReport['machines'][number];
type AreaRow = YearReport['areas'][number];

/** A machine with its parts of the year. */
export interface YearMachine {
  readonly machine: string;
  readonly name: string;
  readonly parts: readonly YearPart[];
}

/** The year of a report, and the rules of its verdict. */
export interface YearScope extends VerdictRules {
  readonly year: number;
}

/** A machine's line in an area's verdict, from its parts there. Null if it has none. */
export function yearRow({ machine, name, parts }: YearMachine, area: string, scope: YearScope): Row | null {
  const { year, target } = scope;
  const isHere = inArea(area);
  const within = parts.filter((part) => isHere(part.region));
  const last = within.at(-1);
  if (!last) return null;
  const { days, ofYear, boxes: issued, uncertain } = mergeParts(within);
  return {
    machine,
    name,
    region: last.region,
    days,
    issued,
    uncertain,
    due: Number(dueBoxes(target, days, year).toFixed(2)),
    dueOfYear: owedBoxes(target, ofYear, year),
    annual: days === 0 ? null : Number(((issued * daysInYear(year)) / days).toFixed(1)),
    reached: yearVerdict(issued, days, year, scope),
  };
}

const sumNames = ['machines', 'days', 'issued', 'uncertain', 'judged', 'atPace'] as const;
type Sums = Record<(typeof sumNames)[number], number>;

const nothing = (): Sums => ({ machines: 0, days: 0, issued: 0, uncertain: 0, judged: 0, atPace: 0 });

/** Adds a line to sums, or subtracts it if `sign` is -1. */
function addRow(sums: Sums, row: Row, scope: YearScope, sign: 1 | -1): void {
  sums.machines += sign;
  sums.days += sign * row.days;
  sums.issued += sign * row.issued;
  sums.uncertain += sign * row.uncertain;
  if (!isJudged(row.days, scope)) return;
  sums.judged += sign;
  if (row.reached) sums.atPace += sign;
}

const missedWord = ({ reached }: Row): string => String(reached === false);

/**
 * The verdict of a year, machine by machine, with sums by county. It is updated as machines change,
 * so that a page costs only what it shows. A machine that was in several counties has one line in
 * each area where it was, with its days and boxes there; it is summed for each query.
 */
export class YearTotals {
  readonly #asked: YearScope;
  readonly #rows = new KeyedRows<Row, 'region' | 'missed'>({ region: ({ region }) => region, missed: missedWord });
  readonly #counties = new Map<string, Sums>();
  readonly #several = new Map<string, YearMachine>();

  constructor(asked: YearScope) {
    this.#asked = asked;
  }

  #county(region: string): Sums {
    const sums = this.#counties.get(region) ?? nothing();
    this.#counties.set(region, sums);
    return sums;
  }

  /** Replaces a machine's parts of the year. */
  put(of: YearMachine): void {
    const [part] = of.parts;
    const row = of.parts.length === 1 && part ? yearRow(of, part.region, this.#asked) : null;
    if (of.parts.length > 1) this.#several.set(of.machine, of);
    else this.#several.delete(of.machine);
    const before = this.#rows.put(of.machine, row);
    if (before) addRow(this.#county(before.region), before, this.#asked, -1);
    if (row) addRow(this.#county(row.region), row, this.#asked, 1);
  }

  #severalIn(area: string): Row[] {
    const within = inArea(area);
    return [...this.#several.values()].flatMap((each) =>
      each.parts.some((part) => within(part.region)) ? (yearRow(each, area, this.#asked) ?? []) : [],
    );
  }

  /** An area's own line, then one for each area below it. */
  areas(region: string): AreaRow[] {
    const below = areasListedUnder(region).filter((code) => code !== region);
    return [region, ...below].map((code) => {
      const sums = nothing();
      const within = inArea(code);
      for (const [county, each] of this.#counties)
        if (within(county)) for (const name of sumNames) sums[name] += each[name];
      for (const row of this.#severalIn(code)) addRow(sums, row, this.#asked, 1);
      return areaRow(code, sums, this.#asked);
    });
  }

  /** The machines of an area that match a query, or a page of them. */
  page(
    region: string,
    { missed, cursor, limit = Number.POSITIVE_INFINITY }: Pick<YearQuery, 'missed' | 'cursor' | 'limit'>,
  ): Pick<YearReport, 'machines' | 'count' | 'next'> {
    const { index } = this.#rows;
    const [after] = cursors.read(cursor) ?? [null];
    const isAfter = after === null ? null : ({ machine }: Row): boolean => machine > after;
    const where = (isMissed: string | undefined): Condition[] => [
      index.facet('region').where(inArea(region)),
      index.facet('missed').anyOf(isMissed ?? []),
    ];
    const slots = index.slots('machine', rowOrder);
    // One more than shown, to see whether the page continues.
    const found = index.page(slots, where(missed), { isAfter, limit: limit + 1 });
    const all = index.page(slots, where(undefined), { isAfter: null, limit: 0 });
    const several = this.#severalIn(region);
    const fit = missed === undefined ? several : several.filter((row) => missedWord(row) === missed);
    const rows = [...found.rows, ...(isAfter === null ? fit : fit.filter(isAfter))].sort(rowOrder);
    const machines = rows.slice(0, limit);
    const last = machines.at(-1);
    return {
      machines,
      count: { all: all.total + several.length, fit: found.total + fit.length },
      next: rows.length > limit && last ? cursors.write(last.machine) : null,
    };
  }
}

const cursors = cursorsOf('year report', ['text']);

const rowOrder = (a: Row, b: Row): number => textOrder(a.machine, b.machine);

function areaRow(code: string, { days, ...sum }: Sums, { year, target }: YearScope): AreaRow {
  const area = areaOf(code);
  return {
    code,
    name: area?.name ?? code,
    level: area?.level ?? 'county',
    ...sum,
    ...areaPace({ ...sum, days, boxes: sum.issued }, year),
    // An area is judged as soon as one of its machines is.
    reached: sum.judged === 0 ? null : meetsTarget(sum.issued, days, year, target),
  };
}
