import { inArea, isWithin } from '../../shared/areas/jiangxi.ts';
import type { Task, Today, TodayQuery } from '../../shared/contracts/fleet/flag.ts';
import { earlierDay, formatDay, type LocalDay } from '../../shared/rules/calendar.ts';
import type { FlagKind } from '../../shared/rules/finding.ts';
import { inChargeOf, sinceOf } from '../../shared/rules/flag.ts';
import { nextStep, severityOf } from '../../shared/rules/flag-rules.ts';
import { callsSite } from '../../shared/rules/next-step.ts';
import { cursorsOf } from '../cursor.ts';
import { rankText } from '../evaluate/severity.ts';
import type { FlagRecord } from '../registry/records.ts';
import type { MachineState } from '../state/machine-state.ts';
import { areasListedUnder } from './area-figures.ts';
import { FacetIndex } from './facet-index.ts';
import { flagView, handlingView } from './flag-view.ts';
import { textOrder } from './ordered.ts';

type TaskKind = Task['task'];

/** Which task each kind of flag belongs to. Flags that one visit or call settles share a task. */
const taskOf: Readonly<Record<FlagKind, TaskKind>> = {
  recalled: 'exchange',
  fork: 'books',
  'not-booked': 'books',
  'not-judged': 'books',
  quarantined: 'books',
  'over-quota': 'books',
  'refused-messages': 'books',
  'ledger-lost': 'books',
  'identity-twice': 'books',
  impersonation: 'books',
  'sensor-suspect': 'repair',
  drift: 'books',
  implausible: 'books',
  'board-lost': 'repair',
  expired: 'exchange',
  offline: 'reach',
  climate: 'repair',
  'door-open': 'repair',
  'lane-jam': 'repair',
  undated: 'exchange',
  'stop-pending': 'reach',
  'plain-link': 'repair',
  stopped: 'repair',
  restock: 'restock',
  silent: 'reach',
  'stock-take': 'books',
  'late-entry': 'books',
  'below-pace': 'pace',
  'clock-wrong': 'reach',
  'unreadable-line': 'books',
  expiring: 'exchange',
  'config-pending': 'reach',
};

/** A task with what sorting and paging need, before it is written out. */
export interface TaskEntry {
  readonly task: TaskKind;
  readonly state: MachineState;
  /** Its flags, worst first. */
  readonly flags: readonly FlagRecord[];
  readonly rank: string;
  readonly acknowledged: boolean;
  /**
   * Who took on, or was given, the worst flag that somebody is in charge of. Null if nobody is in
   * charge.
   */
  readonly inCharge: string | null;
}

/** The tasks at a machine. */
export function tasksOf(state: MachineState): TaskEntry[] {
  const groups = new Map<TaskKind, FlagRecord[]>();
  for (const record of state.flags) {
    const task = taskOf[record.flag.finding.kind];
    const group = groups.get(task);
    if (group) group.push(record);
    else groups.set(task, [record]);
  }
  return [...groups].flatMap(([task, flags]) => {
    const [worst] = flags;
    if (!worst) return [];
    const acknowledged = flags.every(({ flag }) => flag.acknowledged !== null);
    const inCharge = flags.map(({ flag }) => inChargeOf(flag)).find((user) => user !== null) ?? null;
    return [{ task, state, flags, rank: rankText(worst.flag.finding), acknowledged, inCharge }];
  });
}

/** Worst first. */
const taskOrder = (a: TaskEntry, b: TaskEntry): number =>
  textOrder(a.rank, b.rank) || textOrder(a.state.record.machine, b.state.record.machine) || textOrder(a.task, b.task);

/**
 * A page of tasks that match a query. For each kind of task, also how many match when the query's
 * choice of kinds is ignored.
 */
export interface TaskPage {
  readonly counts: Today['counts'];
  readonly pace: Today['pace'];
  readonly total: number;
  readonly tasks: readonly TaskEntry[];
  readonly next: string | null;
}

const facets = {
  region: ({ state }: TaskEntry) => state.record.region,
  task: ({ task }: TaskEntry) => task as string,
  acknowledged: ({ acknowledged }: TaskEntry) => String(acknowledged),
  inCharge: ({ inCharge }: TaskEntry) => inCharge ?? '',
};

const nothing: Today['counts'] = { restock: 0, exchange: 0, repair: 0, reach: 0, books: 0, pace: 0 };

/** All tasks, worst first. */
export class TaskList {
  readonly #all = new FacetIndex<TaskEntry, keyof typeof facets>(facets);

  /** Adds a task and returns its slot. */
  add(task: TaskEntry): number {
    return this.#all.add(task);
  }

  remove(slot: number): void {
    this.#all.remove(slot);
  }

  /** A page of the tasks in an area that match a user's query. */
  page(query: TodayQuery, area: string, user: string): TaskPage {
    const within = this.#all.facet('region').where(inArea(area));
    const asked = [
      within,
      this.#all.facet('acknowledged').anyOf(query.acknowledged ?? []),
      this.#all.facet('inCharge').anyOf(query.mine === 'true' ? user : []),
    ].filter((condition) => condition !== null);
    const ofTask = this.#all.facet('task').anyOf(query.task);
    const slots = this.#all.slots('worst', taskOrder);
    const { total, rows, isLast } = this.#all.page(slots, [...asked, ofTask], {
      isAfter: afterCursor(query.cursor),
      limit: query.limit,
    });
    const last = rows.at(-1);
    const here = asked.length === 0 ? slots : slots.filter((slot) => asked.every((holds) => holds(slot)));
    return {
      counts: { ...nothing, ...Object.fromEntries(this.#all.facet('task').counts(here)) },
      pace: this.#paceOf(area, here),
      total,
      tasks: rows,
      next: !isLast && last ? cursors.write(last.rank, last.state.record.machine, last.task) : null,
    };
  }

  /**
   * How many of some tasks are about the pace, for each area directly below one. Areas without any
   * are left out.
   */
  #paceOf(area: string, slots: readonly number[]): Today['pace'] {
    const ofPace = slots.filter((slot) => this.#all.row(slot).task === 'pace');
    const counties = [...this.#all.facet('region').counts(ofPace)].filter(([, tasks]) => tasks > 0);
    return areasListedUnder(area).flatMap((region) => {
      const tasks = counties.reduce((sum, [county, count]) => (isWithin(county, region) ? sum + count : sum), 0);
      return tasks === 0 ? [] : [{ region, tasks }];
    });
  }
}

const cursors = cursorsOf('tasks', ['text', 'text', 'text']);

/**
 * Selects what follows the last line shown, even if that line is gone meanwhile. Null for the
 * beginning.
 */
function afterCursor(cursor: string | undefined): ((task: TaskEntry) => boolean) | null {
  const position = cursors.read(cursor);
  if (position === null) return null;
  const [rank, machine, task] = position;
  return (each) =>
    (textOrder(each.rank, rank) || textOrder(each.state.record.machine, machine) || textOrder(each.task, task)) > 0;
}

/** A task's id. It stays the same for the same kind of task at the same machine. */
export const taskId = ({ state, task }: TaskEntry): string => `${state.record.machine}:${task}`;

/** A task as the API shows it at an instant. */
export function taskView(entry: TaskEntry, now: number): Task {
  const { machine, name, region, site } = entry.state.record;
  const findings = entry.flags.map(({ flag }) => flag.finding);
  const days = findings.flatMap((each) => (each.kind === 'restock' && each.by !== null ? [each.by] : []));
  const by = days.reduce<LocalDay | null>((a, b) => (a === null ? b : earlierDay(a, b)), null);
  return {
    id: taskId(entry),
    machine,
    name,
    region,
    site,
    task: entry.task,
    severity: findings[0] ? severityOf(findings[0]) : 'low',
    // The time of the flag that the task's sentence is about.
    since: entry.flags[0] ? sinceOf(entry.flags[0].flag, now) : now,
    by: by === null ? null : formatDay(by),
    flags: entry.flags.map((record) => flagView(record, entry.state.record, now)),
    carry: findings.flatMap((each) =>
      each.kind === 'restock' && each.boxes > 0 ? [{ product: each.product, boxes: each.boxes }] : [],
    ),
    contact: findings[0] && callsSite(nextStep(findings[0])) ? (entry.state.record.contact ?? null) : null,
    acknowledged: entry.acknowledged,
    inCharge: entry.inCharge,
    handling: handlingView(entry.flags.map(({ flag }) => flag)),
  };
}
