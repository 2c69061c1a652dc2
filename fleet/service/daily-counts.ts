import type { MachineId } from '../../shared/contracts/ids.ts';
import {
  addDays,
  daysInYear,
  earlierDay,
  firstDayOfYear,
  type LocalDay,
  yearOf,
  type Zone,
} from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import { openPrior, type RatePrior } from '../../shared/rules/prior.ts';
import { emptyTally, type Tally } from '../../shared/rules/tally.ts';
import { PriorSums, Priors } from '../evaluate/priors.ts';
import { serviceOf } from '../evaluate/service-state.ts';
import type { Clock } from '../ports/clock.ts';
import type { DayIssue, FigureStore } from '../ports/figure-store.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import { talliesOf } from '../state/tallies.ts';
import type { WorkThrottle } from './work-throttle.ts';

/** What the counts need. */
export interface CountDependencies {
  readonly store: Pick<FigureStore, 'dayIssues' | 'dayIssuesOf'>;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly rules: Rules;
  readonly machines: Machines;
}

/** Machines whose counts are read in one query: a few thousand rows, a few ms. */
const machinesPerRead = 10;

/**
 * The machines' boxes by day, and the priors fitted to them. Read from the store once a day and
 * when older days change.
 */
export class DailyCounts {
  readonly #deps: CountDependencies;
  #fitted: { readonly day: LocalDay; readonly priors: Priors } | null = null;
  #refit = false;

  constructor(deps: CountDependencies) {
    this.#deps = deps;
  }

  /** The priors of the current day. Null before the first `beginDay`. */
  get priors(): Priors | null {
    return this.#fitted?.priors ?? null;
  }

  /** Makes the next `beginDay` fit the priors again, because the set of machines changed. */
  refit(): void {
    this.#refit = true;
  }

  /**
   * Reads all counts and fits the priors on a new day, and after `refit`. Returns whether it did.
   * Ends early if `isStopped`.
   */
  async beginDay(day: LocalDay, throttle: WorkThrottle, isStopped: () => boolean): Promise<boolean> {
    const { store, machines, rules, clock } = this.#deps;
    if (this.#fitted?.day === day && !this.#refit) return false;
    this.#refit = false;
    const sums = new PriorSums();
    const names = [...machines.keys()];
    for (let from = 0; from < names.length && !isStopped(); from += machinesPerRead) {
      const slice = throttle.begin();
      const some = names.slice(from, from + machinesPerRead);
      const counts = byMachine(await store.dayIssues(some, this.#firstDay(day)));
      for (const name of some) {
        const state = machines.get(name);
        // A machine that cannot be counted is reported when it is evaluated.
        if (state && this.#tryCount(state, counts.get(name) ?? [], day)) sums.add(state);
      }
      if (clock.rest) await slice.end();
    }
    this.#fitted = { day, priors: new Priors(sums, day, rules) };
    return true;
  }

  /** Whether a machine's counts must be read again. */
  isDue(state: MachineState, day: LocalDay): boolean {
    return state.countsStale || state.tallies?.today !== day;
  }

  /** A machine's boxes by day and product, as far back as its rate is estimated from. */
  read({ record }: MachineState, day: LocalDay): Promise<readonly DayIssue[]> {
    return this.#deps.store.dayIssuesOf(record.machine, this.#firstDay(day));
  }

  /** Updates a machine's tallies from its counts. Throws if its record cannot be read. */
  count(state: MachineState, counts: readonly DayIssue[], day: LocalDay): void {
    const service = serviceOf(state.record, state.suspensions);
    state.tallies = talliesOf(state.record, service, counts, 0, day, this.#deps.rules);
    state.countsStale = false;
  }

  #tryCount(state: MachineState, counts: readonly DayIssue[], day: LocalDay): boolean {
    try {
      this.count(state, counts, day);
      return true;
    } catch {
      state.tallies = null;
      return false;
    }
  }

  /** What a machine's rate is estimated from: its own counts and the prior of its county. */
  async rateBasis(state: MachineState): Promise<{ history: Tally; prior: RatePrior }> {
    const { clock, zone, rules } = this.#deps;
    const day = zone.dayOf(clock.now());
    if (state.tallies?.today !== day) this.count(state, await this.read(state, day), day);
    const history = state.tallies?.pace.history ?? emptyTally;
    const prior = this.priors?.of(state.record.region) ?? openPrior(rules.target, daysInYear(yearOf(day)));
    return { history, prior };
  }

  #firstDay(day: LocalDay): LocalDay {
    return earlierDay(addDays(day, -this.#deps.rules.historyDays), firstDayOfYear(yearOf(day)));
  }
}

function byMachine(page: readonly (DayIssue & { machine: MachineId })[]): Map<MachineId, DayIssue[]> {
  const counts = new Map<MachineId, DayIssue[]>();
  for (const row of page) {
    const list = counts.get(row.machine);
    if (list) list.push(row);
    else counts.set(row.machine, [row]);
  }
  return counts;
}
