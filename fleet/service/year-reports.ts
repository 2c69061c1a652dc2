import { isWithin } from '../../shared/areas/jiangxi.ts';
import type { YearQuery, YearReport } from '../../shared/contracts/fleet/area.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { errorText } from '../../shared/error-text.ts';
import { formatDay, type LocalDay, yearOf, type Zone } from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import { serviceOf } from '../evaluate/service-state.ts';
import { lastCounted, yearParts } from '../evaluate/year-parts.ts';
import { type LineDecision, openSince } from '../ledger/uncounted.ts';
import { textOrder } from '../lists/ordered.ts';
import { quarantinedIn } from '../lists/quarantined.ts';
import type { ReadModel } from '../lists/read-model.ts';
import { type YearScope, YearTotals } from '../lists/year-report.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { FigureStore } from '../ports/figure-store.ts';
import { dayChangesOf } from '../registry/day-changes.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';

/** What the reports of years need. */
export interface YearReportDependencies {
  readonly store: Pick<FigureStore, 'yearIssues'>;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly rules: Rules;
  readonly machines: Machines;
  readonly readModel: Pick<ReadModel, 'year' | 'moved' | 'takeChanged'>;
  readonly emit: (event: FleetEvent) => void;
}

/** How many past years are kept in addition to the current one, for comparison. */
const yearsKept = 2;
/** Lines that are made before other work gets a turn: a few ms. */
const linesInOneGo = 500;

interface Kept {
  readonly book: YearTotals;
  /** Machines that changed since the totals were last used. */
  readonly waiting: Set<MachineId>;
}

const decisionView = ({ verdict, note, by, at }: LineDecision): YearReport['late'][number]['decisions'][number] => ({
  verdict,
  note,
  by,
  at,
});

/** The verdict of a year: so far, or closed. */
export class YearReports {
  readonly #deps: YearReportDependencies;
  readonly #kept = new Map<number, Kept>();
  #last: Promise<void> = Promise.resolve();

  constructor(deps: YearReportDependencies) {
    this.#deps = deps;
  }

  #today(): LocalDay {
    return this.#deps.zone.dayOf(this.#deps.clock.now());
  }

  /** The report of an area that the asker may see. */
  async report(query: YearQuery, region: string): Promise<YearReport> {
    const { clock, rules, readModel, machines } = this.#deps;
    const day = this.#today();
    const year = query.year ?? yearOf(day);
    const through = formatDay(lastCounted(year, day));
    const { target, paceMinDays } = rules;
    // The current year is updated with every evaluation, so it shows what the machines' own pages
    // show.
    const book = year === yearOf(day) ? readModel.year(year) : await this.#other({ year, target, paceMinDays });
    const areas = book.areas(region);
    return {
      asOf: clock.now(),
      region,
      year,
      through,
      closed: yearOf(openSince(day, rules.yearClosesDays)) > year,
      target,
      areas,
      late: this.#late(year, region),
      dayChanges: this.#dayChanges(year, region),
      quarantined: quarantinedIn(machines, region),
      ...book.page(region, query),
    };
  }

  /** The machines that were in an area with boxes of a year that came after it was closed. */
  #late(year: number, region: string): YearReport['late'] {
    const found: YearReport['late'] = [];
    for (const { record, account, decisions } of this.#deps.machines.values()) {
      const late = account.late[year];
      if (!late || !record.places.some((place) => isWithin(place.region, region))) continue;
      const { machine, name } = record;
      found.push({
        machine,
        name,
        ...late,
        decisions: decisions.filter(({ reason }) => reason === 'closed-year').map(decisionView),
      });
    }
    return found.sort((a, b) => textOrder(a.machine, b.machine));
  }

  /** The machines of an area with days of a year that were changed after they were over. */
  #dayChanges(year: number, region: string): YearReport['dayChanges'] {
    const found: YearReport['dayChanges'] = [];
    for (const { record, suspensions, removedSuspensions } of this.#deps.machines.values()) {
      if (!record.places.some((place) => isWithin(place.region, region))) continue;
      const changes = dayChangesOf(record, [...suspensions, ...removedSuspensions], year);
      if (changes.length > 0) found.push({ machine: record.machine, name: record.name, changes });
    }
    return found.sort((a, b) => textOrder(a.machine, b.machine));
  }

  async #other(asked: YearScope): Promise<YearTotals> {
    const kept = this.#of(asked);
    const turn = this.#last.then(() => this.#bringUp(asked.year, kept));
    this.#last = turn.catch(() => undefined);
    await turn;
    return kept.book;
  }

  #of(asked: YearScope): Kept {
    const changed = this.#deps.readModel.takeChanged();
    for (const { waiting } of this.#kept.values()) for (const machine of changed) waiting.add(machine);
    const kept = this.#kept.get(asked.year) ?? {
      book: new YearTotals(asked),
      waiting: new Set(this.#deps.machines.keys()),
    };
    this.#kept.delete(asked.year);
    this.#kept.set(asked.year, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > yearsKept && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }

  /** Computes the lines of machines that changed. */
  async #bringUp(year: number, { book, waiting }: Kept): Promise<void> {
    if (waiting.size === 0) return;
    const { machines, readModel, clock, store } = this.#deps;
    const some = [...waiting];
    waiting.clear();
    try {
      const moved = new Map<MachineId, Map<string, number>>();
      for (const { machine, region, issued } of await store.yearIssues(
        year,
        some.filter((machine) => readModel.moved.has(machine)),
      )) {
        const counties = moved.get(machine) ?? new Map<string, number>();
        moved.set(machine, counties.set(region, issued));
      }
      for (const [index, machine] of some.entries()) {
        const state = machines.get(machine);
        if (clock.rest && index % linesInOneGo === linesInOneGo - 1) await clock.rest(0);
        if (state)
          this.#putOrName(book, state, year, readModel.moved.has(machine) ? (moved.get(machine) ?? new Map()) : null);
      }
    } catch (error) {
      for (const machine of some) waiting.add(machine);
      throw error;
    }
  }

  /**
   * Updates a machine's lines. If its days cannot be read, it is reported and left out; the others'
   * lines remain.
   */
  #putOrName(book: YearTotals, state: MachineState, year: number, moved: ReadonlyMap<string, number> | null): void {
    try {
      this.#put(book, state, year, moved);
    } catch (error) {
      this.#deps.emit({ kind: 'not-evaluated', machine: state.record.machine, why: errorText(error) });
    }
  }

  /** `moved` has the boxes by county if the machine was in several. */
  #put(book: YearTotals, state: MachineState, year: number, moved: ReadonlyMap<string, number> | null): void {
    const { record, suspensions, account } = state;
    const issued = account.issuedYears[year] ?? 0;
    const boxes = moved ?? new Map(issued === 0 ? [] : [[record.places[0]?.region ?? record.region, issued]]);
    const span = { year, through: lastCounted(year, this.#today()) };
    const parts = yearParts(record, serviceOf(record, suspensions), account.uncertainTurns, span, boxes);
    book.put({ machine: record.machine, name: record.name, parts });
  }
}
