import type { Fact } from '../../shared/contracts/events.ts';
import type { BoardEvent } from '../board/port.ts';
import { type Act, refuse } from './act.ts';
import { commandDone } from './command-result.ts';
import { acting, type Decision, nothing } from './decision.ts';
import { whoOf } from './entry/booking.ts';
import type { Facts } from './facts.ts';
import { limits } from './limits.ts';
import type { Refusal } from './reply.ts';
import type { Homing, RuntimeState } from './runtime-state.ts';
import { staffAtWork } from './screen/staff/mode.ts';

type Homed = Extract<BoardEvent, { kind: 'homed' }>;

/** A homing that staff or the fleet want. */
type WantedHoming = Pick<Homing, 'lane' | 'by' | 'person'> & { readonly for: NonNullable<Homing['for']> };

/**
 * Homes the motor of a jammed or empty lane, for staff or for a command. A motor turns, so it is
 * recorded first. A box that falls meanwhile was never asked for and is never counted as issued.
 */
export function home(facts: Facts, runtime: RuntimeState, wanted: WantedHoming, now: { monoMs: number }): Decision {
  const { lane } = wanted;
  const refusal = cannotHome(facts, runtime, wanted);
  if (refusal) return refuseHoming(runtime, wanted, refusal);
  return {
    record: [{ kind: 'tested', lane, state: 'turning', purpose: 'home', result: null, ...whoOf(wanted) }],
    runtime: { ...runtime, homing: { ...wanted, sinceMonoMs: now.monoMs } },
    act: [{ kind: 'order', order: { kind: 'home', lane } }],
  };
}

function cannotHome(facts: Facts, runtime: RuntimeState, { lane, for: on }: WantedHoming): Refusal | null {
  if (!facts.books.lanes.has(lane)) return 'unknown-lane';
  if (runtime.dispensing || runtime.homing || runtime.testTurn) return 'busy';
  // Hands may be in the cabinet: only staff themselves let a motor turn then.
  if ('command' in on && staffAtWork(runtime)) return 'busy';
  if (runtime.board.state !== 'ready') return runtime.board.state === 'starting' ? 'starting' : 'board-lost';
  return runtime.capabilities.homes ? null : 'cannot-home';
}

/** The board reports how homing ended. */
export function homed(runtime: RuntimeState, event: Homed): Decision {
  const { homing } = runtime;
  if (homing?.lane !== event.lane) return nothing(runtime);
  const result = (event.hardware ?? event.reason ?? 'unknown').slice(0, 64);
  const { lane } = homing;
  const record: Fact[] = [{ kind: 'tested', lane, state: 'done', purpose: 'home', result, ...whoOf(homing) }];
  if (event.hardware) record.push({ kind: 'lane', lane, state: event.hardware, reason: 'homed' });
  return endHoming(runtime, homing, record, event.hardware === 'ready' ? null : 'cannot-home');
}

/** A homing that never ended: the board was lost, or stayed silent. */
export function homingOverdue(runtime: RuntimeState, now: { monoMs: number }): Decision | null {
  const { homing } = runtime;
  if (!homing || (runtime.board.state === 'ready' && now.monoMs < homing.sinceMonoMs + limits.homeWithinMs))
    return null;
  if (runtime.disk !== null) return homingUnrecorded(runtime);
  return homed(runtime, { kind: 'homed', lane: homing.lane, hardware: null, reason: 'no-answer' });
}

/** The end of a homing can't be recorded: informs staff who wait. null if nobody waits. */
export function homingUnrecorded(runtime: RuntimeState): Decision | null {
  const { homing } = runtime;
  if (!homing?.for || !('ticket' in homing.for)) return null;
  const answered: RuntimeState = { ...runtime, homing: { ...homing, for: null } };
  return acting(answered, refuse(homing.for.ticket, 'cannot-write', homing.lane));
}

/** The homing does not begin. Another one, because of which it may be refused, goes on. */
function refuseHoming(runtime: RuntimeState, { lane, for: on }: WantedHoming, refusal: Refusal): Decision {
  if ('ticket' in on) return acting(runtime, refuse(on.ticket, refusal, lane));
  return { ...commandDone(on.command, 'clear', refusal), runtime };
}

/** The homing is over: frees the machine, and answers who waits. `refusal` is null if it worked. */
function endHoming(runtime: RuntimeState, homing: Homing, record: readonly Fact[], refusal: Refusal | null): Decision {
  const { lane, for: on } = homing;
  const free: RuntimeState = { ...runtime, homing: null };
  if (on === null) return { record, runtime: free, act: [] };
  if ('ticket' in on) {
    const done: Act = { kind: 'reply', ticket: on.ticket, reply: { kind: 'done', warnings: [] } };
    return { record, runtime: free, act: [refusal === null ? done : refuse(on.ticket, refusal, lane)] };
  }
  const done = commandDone(on.command, 'clear', refusal);
  return { record: [...record, ...done.record], runtime: free, act: done.act };
}
