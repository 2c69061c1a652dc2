import type { Task } from '../../shared/contracts/fleet/flag.ts';
import { earlierDay, formatDay, type LocalDay } from '../../shared/rules/calendar.ts';
import type { FlagKind } from '../../shared/rules/finding.ts';
import type { MachineState } from './fleet-state.ts';
import type { FlagRecord } from './records.ts';
import { rankText, severityOf } from './severity.ts';
import { flagView } from './view.ts';

type TaskKind = Task['task'];

/** Which visit or call sees to a flag: what one errand settles stands in one line. */
const taskOf: Readonly<Record<FlagKind, TaskKind>> = {
  recalled: 'exchange',
  fork: 'books',
  'identity-twice': 'books',
  'sensor-suspect': 'repair',
  drift: 'books',
  'board-lost': 'repair',
  expired: 'exchange',
  offline: 'reach',
  climate: 'repair',
  'door-open': 'repair',
  'lane-jam': 'repair',
  restock: 'restock',
  silent: 'reach',
  'stock-take': 'books',
  'below-pace': 'pace',
  'clock-wrong': 'reach',
  'unreadable-line': 'books',
  expiring: 'exchange',
  'config-pending': 'reach',
};

/** A task before it is written out: enough to sort and to page. */
export interface TaskSketch {
  readonly task: TaskKind;
  readonly state: MachineState;
  /** Worst first. */
  readonly flags: readonly FlagRecord[];
  readonly rank: string;
  readonly acknowledged: boolean;
}

/** The tasks at some machines, the worst first, nothing twice. */
export function tasksAt(states: Iterable<MachineState>): TaskSketch[] {
  const sketches: TaskSketch[] = [];
  for (const state of states) {
    const groups = new Map<TaskKind, FlagRecord[]>();
    for (const record of state.flags) {
      const task = taskOf[record.flag.finding.kind];
      const group = groups.get(task);
      if (group) group.push(record);
      else groups.set(task, [record]);
    }
    for (const [task, flags] of groups) {
      const worst = flags[0];
      if (!worst) continue;
      const acknowledged = flags.every(({ flag }) => flag.acknowledged !== null);
      sketches.push({ task, state, flags, rank: rankText(worst.flag.finding), acknowledged });
    }
  }
  return sketches.sort((a, b) => order(a.rank, b.rank) || order(a.state.record.machine, b.state.record.machine));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const taskId = ({ state, task }: TaskSketch): string => `${state.record.machine}:${task}`;

/** A task as the API shows it. */
export function taskView(sketch: TaskSketch): Task {
  const { machine, name, region, site } = sketch.state.record;
  const findings = sketch.flags.map(({ flag }) => flag.finding);
  const days = findings.flatMap((each) => (each.kind === 'restock' && each.by !== null ? [each.by] : []));
  const by = days.reduce<LocalDay | null>((a, b) => (a === null ? b : earlierDay(a, b)), null);
  return {
    id: taskId(sketch),
    machine,
    name,
    region,
    site,
    task: sketch.task,
    severity: findings[0] ? severityOf(findings[0]) : 'low',
    since: Math.min(...sketch.flags.map(({ flag }) => flag.raised.at)),
    by: by === null ? null : formatDay(by),
    flags: sketch.flags.map((record) => flagView(record, sketch.state.record)),
    carry: findings.flatMap((each) =>
      each.kind === 'restock' && each.boxes > 0 ? [{ product: each.product, boxes: each.boxes }] : [],
    ),
    acknowledged: sketch.acknowledged,
  };
}
