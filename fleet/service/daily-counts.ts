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
import type { MachineState, Machines } from '../evaluate/machine-state.ts';
import { PriorSums, Priors } from '../evaluate/priors.ts';
import { serviceOf } from '../evaluate/service-state.ts';
import { talliesOf } from '../evaluate/tallies.ts';
import type { Clock } from '../ports/clock.ts';
import type { DayIssue, FigureStore } from '../ports/figure-store.ts';
import type { WorkThrottle } from './work-throttle.ts';

/** What the counts need. */
export interface CountDependencies {
  readonly store: Pick<FigureStore, 'dayIssues' | 'dayIssuesOf'>;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly rules: Rules;
  readonly machines: Machines;
}

/** Machines whose counts are read in one question: some thousand days and products, a few ms. */
const machinesPerRead = 10;

/** The machines' boxes by day, read from the store once a day and when older days change, and the priors fitted on them. */
export class DailyCounts {
  readonly #deps: CountDependencies;
  #fitted: { readonly day: LocalDay; readonly priors: Priors } | null = null;
  #refit = false;

  constructor(deps: CountDependencies) {
    this.#deps = deps;
  }

  /** The priors of the day that was begun last; null before the first. */
  get priors(): Priors | null {
    return this.#fitted?.priors ?? null;
  }

  /** The fleet is another one than it was: the next `beginDay` fits the priors again. */
  refit(): void {
    this.#refit = true;
  }

  /** On a new day, and after `refit`: reads all counts and fits the priors. Answers whether it did. Ends early when `isStopped`. */
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
        // One that can't be counted is named when it is evaluated.
        if (state && this.#tryCount(state, counts.get(name) ?? [], day)) sums.add(state);
      }
      if (clock.rest) await slice.end();
    }
    this.#fitted = { day, priors: new Priors(sums, day, rules) };
    return true;
  }

  /** Whether a machine's counts are to be read again. */
  isDue(state: MachineState, day: LocalDay): boolean {
    return state.countsStale || state.tallies?.today !== day;
  }

  /** A machine's boxes by day and product, as far back as its rate is estimated from. */
  read({ record }: MachineState, day: LocalDay): Promise<readonly DayIssue[]> {
    return this.#deps.store.dayIssuesOf(record.machine, this.#firstDay(day));
  }

  /** Takes a machine's counts on. Throws where its record can't be read. */
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

  /** What a machine's rate is estimated from: its own counts and its county's prior. */
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
