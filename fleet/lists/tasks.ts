import { inArea, isWithin } from '../../shared/areas/jiangxi.ts';
import type { Task, Today, TodayQuery } from '../../shared/contracts/fleet/flag.ts';
import { earlierDay, formatDay, type LocalDay } from '../../shared/rules/calendar.ts';
import type { FlagKind } from '../../shared/rules/finding.ts';
import { inChargeOf, sinceOf } from '../../shared/rules/flag.ts';
import { severityOf } from '../../shared/rules/flag-rules.ts';
import type { MachineState } from '../evaluate/machine-state.ts';
import { rankText } from '../evaluate/severity.ts';
import type { FlagRecord } from '../registry/records.ts';
import { linesOf } from './area-figures.ts';
import { FacetIndex } from './facet-index.ts';
import { flagView, handlingView } from './flag-view.ts';
import { textOrder } from './ordered.ts';

type TaskKind = Task['task'];

/** Which visit or call sees to a flag: what one errand settles stands in one line. */
const taskOf: Readonly<Record<FlagKind, TaskKind>> = {
  recalled: 'exchange',
  fork: 'books',
  'not-booked': 'books',
  'not-judged': 'books',
  'over-quota': 'books',
  'ledger-lost': 'books',
  'identity-twice': 'books',
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

/** A task before it is written out: enough to sort and to page. */
export interface TaskEntry {
  readonly task: TaskKind;
  readonly state: MachineState;
  /** Worst first. */
  readonly flags: readonly FlagRecord[];
  readonly rank: string;
  readonly acknowledged: boolean;
  /** Who is to see to it: who took on or was given the worst of its flags that anybody has; null for nobody. */
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

/** The worst first. */
const taskOrder = (a: TaskEntry, b: TaskEntry): number =>
  textOrder(a.rank, b.rank) || textOrder(a.state.record.machine, b.state.record.machine) || textOrder(a.task, b.task);

/** What a page of the day's list is made of: of what fits the question, one page; and by task how many fit it but for the tasks that it names. */
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

/** All that is to do, the worst first. */
export class TaskList {
  readonly #all = new FacetIndex<TaskEntry, keyof typeof facets>(facets);

  /** Takes a task in and answers its slot. */
  add(task: TaskEntry): number {
    return this.#all.add(task);
  }

  remove(slot: number): void {
    this.#all.remove(slot);
  }

  /** A page of what is to do in an area and fits a question of a user. */
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
      isBehind: query.cursor === undefined ? null : behind(query.cursor),
      limit: query.limit,
    });
    const last = rows.at(-1);
    const here = asked.length === 0 ? slots : slots.filter((slot) => asked.every((holds) => holds(slot)));
    return {
      counts: { ...nothing, ...Object.fromEntries(this.#all.facet('task').counts(here)) },
      pace: this.#paceOf(area, here),
      total,
      tasks: rows,
      next: !isLast && last ? `${last.rank} ${taskId(last)}` : null,
    };
  }

  /** How many of some tasks are of the pace, by the areas directly below one; areas without any are left out. */
  #paceOf(area: string, slots: readonly number[]): Today['pace'] {
    const ofPace = slots.filter((slot) => this.#all.row(slot).task === 'pace');
    const counties = [...this.#all.facet('region').counts(ofPace)].filter(([, tasks]) => tasks > 0);
    return linesOf(area).flatMap((region) => {
      const tasks = counties.reduce((sum, [county, count]) => (isWithin(county, region) ? sum + count : sum), 0);
      return tasks === 0 ? [] : [{ region, tasks }];
    });
  }
}

/** What stands behind the last line shown, also where that one has gone meanwhile. */
function behind(cursor: string): (task: TaskEntry) => boolean {
  const [rank = '', id = ''] = cursor.split(' ');
  const [machine = '', task = ''] = id.split(':');
  return (each) =>
    (textOrder(each.rank, rank) || textOrder(each.state.record.machine, machine) || textOrder(each.task, task)) > 0;
}

/** A task's id: the same task of the same machine keeps it. */
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
    // Of the flag that its sentence is about.
    since: entry.flags[0] ? sinceOf(entry.flags[0].flag, now) : now,
    by: by === null ? null : formatDay(by),
    flags: entry.flags.map((record) => flagView(record, entry.state.record, now)),
    carry: findings.flatMap((each) =>
      each.kind === 'restock' && each.boxes > 0 ? [{ product: each.product, boxes: each.boxes }] : [],
    ),
    acknowledged: entry.acknowledged,
    inCharge: entry.inCharge,
    handling: handlingView(entry.flags.map(({ flag }) => flag)),
  };
}
