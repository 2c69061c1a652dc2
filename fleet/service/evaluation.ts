import type { MachineId } from '../../shared/contracts/ids.ts';
import { addDays, daysInYear, earlierDay, firstDayOfYear, type LocalDay, yearOf } from '../../shared/rules/calendar.ts';
import { openPrior, type RatePrior } from '../../shared/rules/prior.ts';
import { emptyTally, type Tally } from '../../shared/rules/tally.ts';
import { type EvaluationInput, evaluate, serviceOf, serviceState, talliesOf } from '../evaluate/evaluate.ts';
import { clearFlags, type FlagChange, followFlags } from '../evaluate/flag-changes.ts';
import { type MachineState, PriorSums, Priors } from '../evaluate/machine-state.ts';
import { limits } from '../limits.ts';
import { briefOf } from '../lists/machine-brief.ts';
import { viewOf } from '../lists/machine-view.ts';
import { visitOf } from '../lists/restock-list.ts';
import type { DayIssue } from '../ports/figure-store.ts';
import type { FlagRecord, MachineViewRecord } from '../registry/records.ts';
import { type Context, errorText, today } from './context.ts';

/** Machines whose counts are read in one question: some thousand days and products, a few ms. */
const machinesPerRead = 10;
/** Machines that are looked at in one go, before others have their turn: a few ms. */
const looksInOneGo = 5;
/** Of the time while people ask for pages, judging gets one part in this many. */
const askedShare = 3;
/** How long after a question more are taken to come. */
const askedMs = 2000;

function byMachine(page: readonly (DayIssue & { machine: MachineId })[]): Map<MachineId, DayIssue[]> {
  const counts = new Map<MachineId, DayIssue[]>();
  for (const row of page) {
    const list = counts.get(row.machine);
    if (list) list.push(row);
    else counts.set(row.machine, [row]);
  }
  return counts;
}

/** Flags as they were found, with what somebody acknowledged while they were being written down. */
function withAcknowledged(found: readonly FlagRecord[], held: readonly FlagRecord[]): FlagRecord[] {
  const seen = new Map(held.map(({ id, flag }) => [id, flag.acknowledged]));
  return found.map((record) => {
    const acknowledged = record.flag.acknowledged ?? seen.get(record.id) ?? null;
    return acknowledged === record.flag.acknowledged ? record : { ...record, flag: { ...record.flag, acknowledged } };
  });
}

/** Takes some out of a set, those first that are longest in it. */
function takeSome<T>(set: Set<T>, most: number): T[] {
  const some: T[] = [];
  for (const each of set) {
    if (some.length === most) break;
    some.push(each);
  }
  for (const each of some) set.delete(each);
  return some;
}

/** Judges machines whose facts changed, and all of them when a new day has begun: their pace, restock, health, and flags. */
export class EvaluationService {
  readonly #context: Context;
  readonly #recheckAt = new Map<MachineId, number>();
  #priors: { readonly day: LocalDay; readonly of: Priors } | null = null;
  #refit = false;
  /** The end of the last judgement that was asked for, and for each machine the end of the last one about it. */
  #turn: Promise<void> = Promise.resolve();
  readonly #underWay = new Map<MachineId, Promise<void>>();
  #working: Promise<void> | null = null;
  #stopped = false;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Judges what is due, slice by slice. Calls while it runs join the one that runs. */
  run(): Promise<void> {
    this.#working ??= this.#run().finally(() => {
      this.#working = null;
    });
    return this.#working;
  }

  /** Ends after the slice at hand. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  async #run(): Promise<void> {
    const { clock, dirty, machines, setStoreStatus: storeIs } = this.#context;
    if (this.#stopped) return;
    try {
      await this.#beginDay();
      const now = clock.now();
      for (const [machine, at] of this.#recheckAt) {
        if (now < at) continue;
        const state = machines.get(machine);
        // Whoever was heard meanwhile has a later deadline: nothing of what was found has changed by that.
        if (state && (state.notJudged !== null || this.#deadlines(state).some((due) => due >= at && due <= now)))
          dirty.add(machine);
        else if (state) this.#recheck(state, now);
        else this.#recheckAt.delete(machine);
      }
      while (dirty.size > 0 && !this.#stopped) await this.#judge(takeSome(dirty, limits.judgeMachines));
    } catch (error) {
      storeIs(errorText(error));
    }
  }

  /** The fleet is another one than it was: the priors are fitted anew at the next look, and all machines judged by them. */
  refit(): void {
    this.#refit = true;
  }

  /** Judges one machine at once where it is due, so that its page is as fresh as the ledger. */
  async judgeNow(machine: MachineId): Promise<void> {
    if (this.#context.dirty.has(machine) && this.#priors) {
      this.#context.dirty.delete(machine);
      await this.#judge([machine]);
    } else await this.#underWay.get(machine);
  }

  /** What the rate of a machine is learnt from: its own counts and its county's prior. */
  async learnt(state: MachineState): Promise<{ history: Tally; prior: RatePrior }> {
    const day = today(this.#context);
    if (!state.tallies || state.tallies.today !== day)
      this.#count(state, await this.#context.store.dayIssuesOf(state.record.machine, this.#firstDay(day)), day);
    const history = state.tallies?.pace.history ?? emptyTally;
    const prior =
      this.#priors?.of.of(state.record.region) ?? openPrior(this.#context.rules.target, daysInYear(yearOf(day)));
    return { history, prior };
  }

  #firstDay(day: LocalDay): LocalDay {
    return earlierDay(addDays(day, -this.#context.rules.historyDays), firstDayOfYear(yearOf(day)));
  }

  /** On a new day, or at the start, all counts are read anew and the priors fitted on them. */
  async #beginDay(): Promise<void> {
    const { store, machines, rules, dirty, clock } = this.#context;
    const day = today(this.#context);
    if (this.#priors?.day === day && !this.#refit) return;
    this.#refit = false;
    const sums = new PriorSums();
    const names = [...machines.keys()];
    for (let from = 0; from < names.length && !this.#stopped; from += machinesPerRead) {
      const began = clock.now();
      const some = names.slice(from, from + machinesPerRead);
      const counts = byMachine(await store.dayIssues(some, this.#firstDay(day)));
      for (const name of some) {
        const state = machines.get(name);
        // One that can't be counted is named when it is judged.
        if (state && this.#counted(state, counts.get(name) ?? [], day)) sums.add(state);
      }
      if (clock.rest) await clock.rest(this.#restAfter(clock.now() - began));
    }
    this.#priors = { day, of: new Priors(sums, day, rules) };
    for (const name of machines.keys()) dirty.add(name);
  }

  /** How long to rest after some work, in ms, so that people's questions don't wait for it. */
  #restAfter(workedMs: number): number {
    const { clock, asked } = this.#context;
    return clock.now() - asked.at < askedMs ? workedMs * (askedShare - 1) : 0;
  }

  #counted(state: MachineState, counts: readonly DayIssue[], day: LocalDay): boolean {
    try {
      this.#count(state, counts, day);
      return true;
    } catch {
      state.tallies = null;
      return false;
    }
  }

  #count(state: MachineState, counts: readonly DayIssue[], day: LocalDay): void {
    const service = serviceOf(state.record, state.suspensions);
    state.tallies = talliesOf(state.record, service, counts, 0, day, this.#context.rules);
    state.stale = false;
  }

  /** One after the other: a machine that is judged twice at a time would have its flags raised twice. */
  #judge(slice: readonly MachineId[]): Promise<void> {
    const judged = this.#turn.then(async () => {
      try {
        await this.#judgeSlice(slice);
      } catch (error) {
        for (const machine of slice) this.#context.dirty.add(machine);
        throw error;
      }
    });
    const over = judged
      .catch(() => undefined)
      .then(() => {
        for (const machine of slice) if (this.#underWay.get(machine) === over) this.#underWay.delete(machine);
      });
    for (const machine of slice) this.#underWay.set(machine, over);
    this.#turn = over;
    return judged;
  }

  async #judgeSlice(slice: readonly MachineId[]): Promise<void> {
    const { store, machines, clock, readModel: shown } = this.#context;
    const day = today(this.#context);
    const views: MachineViewRecord[] = [];
    const flags: FlagRecord[] = [];
    const changes: FlagChange[] = [];
    const kept: [MachineState, FlagRecord[], MachineViewRecord | null][] = [];
    let began = clock.now();
    for (const [index, machine] of slice.entries()) {
      const state = machines.get(machine);
      if (!state) continue;
      if (clock.rest && index > 0 && index % looksInOneGo === 0) {
        await clock.rest(this.#restAfter(clock.now() - began));
        began = clock.now();
      }
      const isDue = state.stale || !state.tallies || state.tallies.today !== day;
      const counts = isDue ? await store.dayIssuesOf(machine, this.#firstDay(day)) : null;
      const made = this.#lookOrName(state, counts, day);
      if (made.view !== null) views.push(made.view);
      flags.push(...made.changes.map((each) => each.flag));
      changes.push(...made.changes);
      kept.push([state, made.open, made.view]);
    }
    await store.saveJudged(views, flags);
    for (const [state, open, view] of kept) {
      state.flags = withAcknowledged(open, state.flags);
      if (view === null) shown.show(state);
      else shown.show(state, briefOf(view), view.toRestock ? visitOf(view.stop) : null);
    }
    for (const each of changes) this.#context.emit({ kind: 'flag', ...each });
    for (const view of views) this.#context.emit({ kind: 'machine', machine: view.row.machine as MachineId });
  }

  /** Looks at a machine; one that can't be judged is named by a flag, keeps its other flags, and the machines behind it go on. */
  #lookOrName(
    state: MachineState,
    counts: readonly DayIssue[] | null,
    day: LocalDay,
  ): { view: MachineViewRecord | null; open: FlagRecord[]; changes: FlagChange[] } {
    const now = this.#context.clock.now();
    try {
      if (counts !== null) this.#count(state, counts, day);
      const made = this.#look(state, now);
      state.notJudged = null;
      return made;
    } catch (error) {
      const { machine } = state.record;
      const { ids } = this.#context;
      if (state.notJudged === null) this.#context.emit({ kind: 'not-judged', machine, why: errorText(error) });
      state.notJudged ??= now;
      this.#recheckAt.set(machine, now + limits.judgeAgainMs);
      const undecided = state.flags.map(({ flag }) => flag.cause);
      const findings = [{ kind: 'not-judged' as const, since: state.notJudged }];
      return { view: null, ...followFlags(machine, state.flags, { findings, undecided }, now, ids) };
    }
  }

  #look(state: MachineState, now: number) {
    const { ids, zone, rules, upSince } = this.#context;
    const priors = this.#priors?.of;
    if (!priors || !state.tallies) throw new Error(`${state.record.machine} is judged before it was counted`);
    const { machine, region } = state.record;
    const known: EvaluationInput = {
      ...state,
      tallies: state.tallies,
      prior: priors.of(region),
      productPrior: (product) => priors.ofProduct(region, product),
      fleetUpSince: upSince,
    };
    const judged = evaluate(known, now, zone, rules);
    const retired = serviceState(judged.service, zone.dayOf(now)) === 'retired';
    const { open, changes } = retired
      ? clearFlags(state.flags, now)
      : followFlags(machine, state.flags, judged.flags, now, ids);
    this.#recheck(state, now);
    return { view: viewOf(known, judged, open, now, zone, rules), open, changes };
  }

  /** When time alone may change what is found. */
  #deadlines(state: MachineState): number[] {
    const { rules, upSince } = this.#context;
    const minute = 60_000;
    return [
      Math.max(state.presence.heard ?? state.record.registered, upSince, state.record.registered) +
        rules.offlineMinutes * minute,
      (state.account.since.door ?? 0) + rules.doorOpenMinutes * minute + 1,
      (state.config?.at ?? 0) + rules.configPendingMinutes * minute + 1,
      (state.config?.stop?.at ?? 0) + rules.stopPendingMinutes * minute + 1,
    ];
  }

  /** Looks again at the next deadline that has not passed. */
  #recheck(state: MachineState, now: number): void {
    const next = Math.min(...this.#deadlines(state).filter((at) => at > now));
    this.#recheckAt.set(state.record.machine, next);
  }
}
