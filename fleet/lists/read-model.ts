import type { MachineId } from '../../shared/contracts/ids.ts';
import type { VerdictRules } from '../../shared/rules/pace.ts';
import type { FlagRecord, MachineRecord } from '../registry/records.ts';
import { neverMoved, regionOn } from '../registry/stays.ts';
import type { MachineState } from '../state/machine-state.ts';
import { CountySums, type Share } from './county-sums.ts';
import { FlagList, openFlagsOf } from './flag-list.ts';
import type { MachineBrief } from './machine-brief.ts';
import { MachineList } from './machine-list.ts';
import { RestockList, type Visit } from './restock-list.ts';
import { TaskList, tasksOf } from './tasks.ts';
import { YearTotals } from './year-report.ts';

/**
 * What is shown of one machine: its share in its county, the visit that it needs, and the slots of
 * its tasks and flags in their lists.
 */
interface ShownMachine {
  readonly share: Share;
  readonly visit: Visit | null;
  readonly tasks: readonly number[];
  readonly flags: readonly number[];
}

const sameFlags = (a: readonly FlagRecord[], b: readonly FlagRecord[]): boolean =>
  a.length === b.length && a.every((each, index) => each.id === b[index]?.id && each.flag === b[index]?.flag);

/**
 * What lists and areas show of all machines. It is updated whenever a machine is evaluated, edited
 * or acknowledged, so that a page costs only what it shows. Everything in it can be derived from
 * the machines' states and briefs.
 */
export class ReadModel {
  readonly #shown = new Map<string, ShownMachine>();
  readonly machines = new MachineList();
  readonly counties = new CountySums();
  readonly tasks = new TaskList();
  readonly flags = new FlagList();
  readonly restock = new RestockList();
  readonly #moved = new Set<MachineId>();
  readonly #years = new Map<number, YearTotals>();
  readonly #rules: VerdictRules;
  #changed = new Set<MachineId>();

  /** `rules` are those of the current year's verdict. */
  constructor(rules: VerdictRules) {
    this.#rules = rules;
  }

  /**
   * The verdict of a year, from the last evaluation of each machine in it. Empty if no machine was
   * evaluated in it.
   */
  year(year: number): YearTotals {
    const totals = this.#years.get(year) ?? new YearTotals({ year, ...this.#rules });
    this.#years.set(year, totals);
    return totals;
  }

  /** Machines that were in more than one county. */
  get moved(): ReadonlySet<MachineId> {
    return this.#moved;
  }

  /** The machines that changed since the last call. */
  takeChanged(): ReadonlySet<MachineId> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  /**
   * Updates a machine after its state changed. With `brief` it was evaluated; `visit` is then the
   * visit that it needs, or null.
   */
  show(state: MachineState, brief?: MachineBrief, visit: Visit | null = null): void {
    const { machine, region } = state.record;
    this.#changed.add(machine);
    if (neverMoved(state.record)) this.#moved.delete(machine);
    else this.#moved.add(machine);
    const before = this.#shown.get(machine) ?? null;
    const latest = brief ?? before?.share.brief ?? null;
    const now = latest && withPlaceOf(latest, state.record);
    const share = { region, todayIn: now ? regionOn(state.record, now.today) : region, brief: now, flags: state.flags };
    this.#updateYear(before?.share.brief ?? null, now);
    const refiled = !before || before.share.region !== region || !sameFlags(before.share.flags, state.flags);
    this.counties.change(before?.share ?? null, share);
    if (now && (refiled || now !== before?.share.brief))
      this.machines.put(
        now,
        state.flags.map(({ flag }) => flag.finding.kind),
      );
    const wants = brief ? visit : (before?.visit ?? null);
    const wanted = wants && wants.region !== region ? { ...wants, region } : wants;
    if (wanted !== (before?.visit ?? null)) this.restock.put(machine, wanted);
    this.#shown.set(machine, { ...(refiled ? this.#refile(before, state) : before), share, visit: wanted });
  }

  #updateYear(before: MachineBrief | null, now: MachineBrief | null): void {
    if (now === before || now === null) return;
    const { machine, name, parts, year } = now;
    if (before && before.year !== year) {
      this.year(before.year).put({ machine, name, parts: [] });
      for (const old of this.#years.keys()) if (old < Math.max(year, before.year) - 1) this.#years.delete(old);
    }
    this.year(year).put({ machine, name, parts });
  }

  /** Lists a machine's flags and tasks again. */
  #refile(before: ShownMachine | null, state: MachineState): Omit<ShownMachine, 'share' | 'visit'> {
    for (const slot of before?.tasks ?? []) this.tasks.remove(slot);
    for (const slot of before?.flags ?? []) this.flags.remove(slot);
    return {
      tasks: tasksOf(state).map((task) => this.tasks.add(task)),
      flags: openFlagsOf(state).map((flag) => this.flags.add(flag)),
    };
  }
}

/**
 * The brief with the place and name as entered now, which may have changed after the evaluation.
 */
const withPlaceOf = (brief: MachineBrief, { region, name, site }: MachineRecord): MachineBrief =>
  brief.region === region && brief.name === name && brief.site === site ? brief : { ...brief, region, name, site };
