import type { FlagKind } from '../../shared/rules/finding.ts';
import { CountySums, type Share } from './county-sums.ts';
import { flagOrder, type OpenFlag, openFlagsOf } from './flag-list.ts';
import type { MachineState } from './fleet-state.ts';
import type { MachineBrief } from './machine-brief.ts';
import { MachineList } from './machine-list.ts';
import { Ordered } from './ordered.ts';
import type { FlagRecord, MachineRecord } from './records.ts';
import { type TaskSketch, taskOrder, tasksOf } from './tasks.ts';

/** What is shown of one machine. */
interface One {
  readonly share: Share;
  readonly kinds: ReadonlySet<FlagKind>;
  readonly tasks: readonly TaskSketch[];
  readonly flags: readonly OpenFlag[];
}

const sameFlags = (a: readonly FlagRecord[], b: readonly FlagRecord[]): boolean =>
  a.length === b.length && a.every((each, index) => each.id === b[index]?.id && each.flag === b[index]?.flag);

/**
 * What lists and areas show of all machines, kept up with every machine that is judged, entered anew or acknowledged, so that a page costs what it
 * shows. It says nothing that the machines' states and briefs don't say.
 */
export class Shown {
  readonly #machines = new Map<string, One>();
  readonly machines = new MachineList((machine) => this.#machines.get(machine)?.kinds ?? null);
  readonly counties = new CountySums();
  readonly tasks = new Ordered<TaskSketch>(taskOrder);
  readonly flags = new Ordered<OpenFlag>(flagOrder);

  /** A machine's state changed, and with `brief` what it was judged to be. */
  show(state: MachineState, brief?: MachineBrief): void {
    const { machine, region } = state.record;
    const before = this.#machines.get(machine) ?? null;
    const known = brief ?? before?.share.brief ?? null;
    const now = known && placedAs(known, state.record);
    const share = { region, brief: now, flags: state.flags };
    this.counties.change(before?.share ?? null, share);
    if (now && now !== before?.share.brief) this.machines.put(now);
    const filed = before && sameFlags(before.share.flags, state.flags) ? before : this.#refile(before, state);
    this.#machines.set(machine, { ...filed, share });
  }

  /** Puts a machine's flags and tasks in their places anew. */
  #refile(before: One | null, state: MachineState): Omit<One, 'share'> {
    for (const task of before?.tasks ?? []) this.tasks.remove(task);
    for (const flag of before?.flags ?? []) this.flags.remove(flag);
    const tasks = tasksOf(state);
    const flags = openFlagsOf(state);
    for (const task of tasks) this.tasks.add(task);
    for (const flag of flags) this.flags.add(flag);
    return { tasks, flags, kinds: new Set(state.flags.map(({ flag }) => flag.finding.kind)) };
  }
}

/** Where it stands and what it is called as entered now, though it was judged before that. */
const placedAs = (brief: MachineBrief, { region, name, site }: MachineRecord): MachineBrief =>
  brief.region === region && brief.name === name && brief.site === site ? brief : { ...brief, region, name, site };
