import type { MachineId } from '../../shared/contracts/ids.ts';
import { errorText } from '../../shared/error-text.ts';
import type { LocalDay, Zone } from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { EvaluationInput } from '../evaluate/evaluation-input.ts';
import { clearFlags, type FlagChange, followFlags } from '../evaluate/flag-changes.ts';
import { serviceState } from '../evaluate/service-state.ts';
import { limits } from '../limits.ts';
import { briefOf } from '../lists/machine-brief.ts';
import { viewOf } from '../lists/machine-view.ts';
import type { ReadModel } from '../lists/read-model.ts';
import { visitOf } from '../lists/restock-list.ts';
import { Mutex } from '../mutex.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { DayIssue } from '../ports/figure-store.ts';
import type { Ids } from '../ports/ids.ts';
import type { ReadStore } from '../ports/read-store.ts';
import type { FlagRecord, MachineViewRecord } from '../registry/records.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import { type CountDependencies, DailyCounts } from './daily-counts.ts';
import type { EvaluationQueue } from './evaluation-queue.ts';
import { RecheckSchedule } from './recheck-schedule.ts';
import type { StoreStatus } from './store-status.ts';
import { WorkThrottle } from './work-throttle.ts';

/** What evaluation needs. */
export interface EvaluationDependencies {
  readonly store: CountDependencies['store'] & Pick<ReadStore, 'saveEvaluations'>;
  readonly storeStatus: StoreStatus;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'uuid'>;
  readonly zone: Zone;
  readonly rules: Rules;
  readonly machines: Machines;
  readonly readModel: Pick<ReadModel, 'show'>;
  readonly evaluationQueue: EvaluationQueue;
  readonly emit: (event: FleetEvent) => void;
  /** When the fleet began to listen. */
  readonly upSince: number;
}

/** Machines that are evaluated before other work gets a turn: a few ms. */
const machinesPerSlice = 5;

/** What the evaluation of one machine produced. `view` is null if it could not be evaluated. */
interface EvaluationResult {
  readonly view: MachineViewRecord | null;
  readonly open: FlagRecord[];
  readonly changes: FlagChange[];
}

/**
 * Evaluates machines whose facts changed, and all machines on a new day: pace, restock, health and
 * flags.
 */
export class EvaluationService {
  readonly #deps: EvaluationDependencies;
  readonly #counts: DailyCounts;
  readonly #throttle: WorkThrottle;
  readonly #rechecks: RecheckSchedule;
  /** A machine that is evaluated twice at a time would have its flags raised twice. */
  readonly #mutex = new Mutex();
  /** For each machine the end of its last slice. */
  readonly #underWay = new Map<MachineId, Promise<void>>();
  #working: Promise<void> | null = null;
  #stopped = false;

  constructor(deps: EvaluationDependencies) {
    this.#deps = deps;
    this.#counts = new DailyCounts(deps);
    this.#throttle = new WorkThrottle(deps.clock);
    this.#rechecks = new RecheckSchedule(deps.rules, deps.upSince);
  }

  /** What the machines' rates are estimated from. */
  get counts(): Pick<DailyCounts, 'rateBasis'> {
    return this.#counts;
  }

  /** Notes a request for a page. Evaluation then uses a smaller share of the time. */
  noteRequest(): void {
    this.#throttle.noteRequest();
  }

  /** Evaluates what is due, slice by slice. A call during a run joins that run. */
  run(): Promise<void> {
    this.#working ??= this.#run().finally(() => {
      this.#working = null;
    });
    return this.#working;
  }

  /** Stops after the current slice. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  async #run(): Promise<void> {
    const { clock, zone, evaluationQueue, machines, storeStatus } = this.#deps;
    if (this.#stopped) return;
    try {
      const isNewDay = await this.#counts.beginDay(zone.dayOf(clock.now()), this.#throttle, () => this.#stopped);
      if (isNewDay) for (const machine of machines.keys()) evaluationQueue.add(machine);
      for (const machine of this.#rechecks.due(machines, clock.now())) evaluationQueue.add(machine);
      while (!evaluationQueue.isEmpty && !this.#stopped)
        await this.#evaluate(evaluationQueue.take(limits.evaluationSlice));
    } catch (error) {
      storeStatus.failed(error);
    }
  }

  /**
   * Makes the next run fit the priors again and evaluate all machines with them, because the set of
   * machines changed.
   */
  refit(): void {
    this.#counts.refit();
  }

  /** Evaluates one machine at once if it is due, so that its page is as fresh as the ledger. */
  async evaluateNow(machine: MachineId): Promise<void> {
    if (this.#counts.priors && this.#deps.evaluationQueue.takeOne(machine)) await this.#evaluate([machine]);
    else await this.#underWay.get(machine);
  }

  /**
   * Does work while no machine is evaluated. Rejects if the work does; evaluation continues anyway.
   */
  between<T>(work: () => Promise<T>): Promise<T> {
    return this.#mutex.run(work);
  }

  /** Evaluates a slice after those before it. If that fails, its machines stay due. */
  #evaluate(slice: readonly MachineId[]): Promise<void> {
    const done = this.#mutex.run(async () => {
      try {
        await this.#evaluateSlice(slice);
      } catch (error) {
        for (const machine of slice) this.#deps.evaluationQueue.add(machine);
        throw error;
      }
    });
    const over = done
      .catch(() => undefined)
      .then(() => {
        for (const machine of slice) if (this.#underWay.get(machine) === over) this.#underWay.delete(machine);
      });
    for (const machine of slice) this.#underWay.set(machine, over);
    return done;
  }

  async #evaluateSlice(slice: readonly MachineId[]): Promise<void> {
    const { store, machines, clock, zone, readModel, emit } = this.#deps;
    const day = zone.dayOf(clock.now());
    const results: { readonly state: MachineState; readonly result: EvaluationResult }[] = [];
    let part = this.#throttle.begin();
    for (const [index, machine] of slice.entries()) {
      const state = machines.get(machine);
      if (!state) continue;
      if (clock.rest && index > 0 && index % machinesPerSlice === 0) {
        await part.end();
        part = this.#throttle.begin();
      }
      const counts = this.#counts.isDue(state, day) ? await this.#counts.read(state, day) : null;
      results.push({ state, result: this.#tryEvaluate(state, counts, day) });
    }
    const views = results.flatMap(({ result }) => result.view ?? []);
    const changes = results.flatMap(({ result }) => result.changes);
    await store.saveEvaluations(
      views,
      changes.map(({ flag }) => flag),
    );
    for (const { state, result } of results) {
      state.flags = result.open;
      if (result.view === null) readModel.show(state);
      else readModel.show(state, briefOf(result.view), result.view.toRestock ? visitOf(result.view.visit) : null);
    }
    for (const each of changes) emit({ kind: 'flag', ...each });
    for (const view of views) emit({ kind: 'machine', machine: view.row.machine as MachineId });
  }

  /**
   * Evaluates a machine. If that fails, the machine gets a flag and keeps its others, and the
   * machines after it go on.
   */
  #tryEvaluate(state: MachineState, counts: readonly DayIssue[] | null, day: LocalDay): EvaluationResult {
    const { clock, ids, emit } = this.#deps;
    const now = clock.now();
    try {
      if (counts !== null) this.#counts.count(state, counts, day);
      const result = this.#evaluateMachine(state, now);
      state.notEvaluated = null;
      return result;
    } catch (error) {
      const { machine } = state.record;
      if (state.notEvaluated === null) emit({ kind: 'not-evaluated', machine, why: errorText(error) });
      state.notEvaluated ??= now;
      this.#rechecks.scheduleAt(machine, now + limits.evaluateAgainMs);
      const undecided = state.flags.map(({ flag }) => flag.cause);
      const findings = [{ kind: 'not-judged' as const, since: state.notEvaluated }];
      return { view: null, ...followFlags(machine, state.flags, { findings, undecided }, now, ids) };
    }
  }

  #evaluateMachine(state: MachineState, now: number): EvaluationResult {
    const { ids, zone, rules, upSince } = this.#deps;
    const { priors } = this.#counts;
    if (!priors || !state.tallies) throw new Error(`${state.record.machine} is evaluated before it was counted`);
    const { machine, region } = state.record;
    const input: EvaluationInput = {
      ...state,
      tallies: state.tallies,
      prior: priors.of(region),
      productPrior: (product) => priors.ofProduct(region, product),
      fleetUpSince: upSince,
    };
    const evaluation = evaluate(input, now, zone, rules);
    const retired = serviceState(evaluation.service, zone.dayOf(now)) === 'retired';
    const { open, changes } = retired
      ? clearFlags(state.flags, now)
      : followFlags(machine, state.flags, evaluation.flags, now, ids);
    this.#rechecks.schedule(state, now);
    return { view: viewOf(input, evaluation, open, now, zone, rules), open, changes };
  }
}
