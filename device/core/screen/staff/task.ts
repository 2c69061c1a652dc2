import type { Fact } from '../../../../shared/contracts/events.ts';
import type { Lane } from '../../../../shared/contracts/ids.ts';
import { movementOf, type StockEvent } from '../../../../shared/ledger/stock-movement.ts';
import type { Decision } from '../../decision.ts';
import type { Facts } from '../../facts.ts';
import { home } from '../../homing.ts';
import type { Now } from '../../input.ts';
import type { Reply } from '../../reply.ts';
import type { RuntimeState } from '../../runtime-state.ts';
import { staffEntry } from '../../staff.ts';
import { beginTestTurn } from '../../test-turn.ts';
import { staffTicket } from '../ticket.ts';
import { signature } from './lane-work.ts';
import { problemOfRefusal } from './load.ts';
import { keeping, staffNow, stepping } from './mode.ts';
import { enterable } from './round-steps.ts';
import type { StaffNow, StaffStep } from './state.ts';

type Task = Extract<StaffStep, { at: 'task' }>;

/** A task that somebody is asked about: a lane to clear or to test, or the sensor. */
export const asking = (part: Task['part'], lane: Lane | null): Task => ({
  at: 'task',
  part,
  lane,
  state: 'ask',
  fell: null,
  problem: null,
});

/** Does what was asked about. The screen shows that it is under way until the reply comes. */
export function begin(facts: Facts, runtime: RuntimeState, staff: StaffNow, task: Task, now: Now): Decision {
  const working = stepping(runtime, staff, { ...task, state: 'working' }, now).runtime;
  const { by, person } = signature(staff);
  switch (task.part) {
    case 'sensor':
      return staffEntry(facts, working, { kind: 'trust-sensor', ticket: staffTicket, by, person }, now);
    case 'jams':
      return home(facts, working, { lane: task.lane as Lane, by, person, for: { ticket: staffTicket } }, now);
    case 'test':
      return beginTestTurn(facts, working, { lane: task.lane as Lane, by, person }, now);
  }
}

/**
 * Takes the reply to this machine's own staff mode out of a decision's acts: the screen shows it
 * once the record is durable.
 */
export function answeredStaff(facts: Facts, decision: Decision, now: Now): Decision {
  const found = decision.act.find((act) => act.kind === 'reply' && act.ticket === staffTicket);
  if (found?.kind !== 'reply') return decision;
  const act = decision.act.filter((each) => each !== found);
  const staff = staffNow(decision.runtime);
  if (staff === null) return { ...decision, act };
  return { ...decision, act, runtime: answered(facts, decision, staff, found.reply, now) };
}

function answered(facts: Facts, { runtime, record }: Decision, staff: StaffNow, reply: Reply, now: Now): RuntimeState {
  const { step } = staff;
  const show = (next: StaffStep): RuntimeState => stepping(runtime, staff, next, now).runtime;
  if (step.at === 'task' && step.state === 'working') {
    if (reply.kind === 'refused') return show({ ...step, state: 'failed', problem: problemOfRefusal(reply.refusal) });
    const { fell } = { fell: undefined, ...reply };
    if (fell === undefined) return show({ ...step, state: 'done' });
    return show({ ...step, state: fell === 1 ? 'done' : 'failed', fell });
  }
  if (step.at !== 'review') return runtime;
  if (reply.kind === 'refused') return show({ ...step, problem: problemOfRefusal(reply.refusal) });
  const warned = reply.kind === 'done' && reply.warnings.length > 0;
  const sums = sumsOf(record);
  const next = show({ at: 'entered', ...sums, warned });
  const { round } = runtime.staff;
  if (round === null) return next;
  const entered = new Set(enterable(facts, round).map(({ lane }) => lane));
  const works = new Map([...round.works].filter(([lane]) => !entered.has(lane)));
  return keeping(next, { round: works.size === 0 ? null : { ...round, works } });
}

/** What the lines of a record put in and took out, and in how many lanes. */
function sumsOf(record: readonly Fact[]): { lanes: number; added: number; removed: number } {
  const lanes = new Set<Lane>();
  let [added, removed] = [0, 0];
  for (const fact of record) {
    if (fact.kind !== 'restocked' && fact.kind !== 'removed' && fact.kind !== 'counted') continue;
    const moved = movementOf(fact as StockEvent);
    lanes.add(fact.lane);
    added += moved.added;
    removed += moved.removed;
  }
  return { lanes: lanes.size, added, removed };
}
