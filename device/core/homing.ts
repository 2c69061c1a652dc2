import type { Fact } from '../../shared/contracts/events.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import type { BoardEvent } from '../board/port.ts';
import type { Act } from './act.ts';
import { commandDone } from './command-result.ts';
import { acting, type Decision, nothing } from './decision.ts';
import type { Facts } from './facts.ts';
import { limits } from './limits.ts';
import type { Refusal, Reply } from './reply.ts';
import type { Homing, RuntimeState } from './runtime-state.ts';

type Homed = Extract<BoardEvent, { kind: 'homed' }>;

/**
 * Homes the motor of a jammed or empty lane, for staff or for a command. A motor turns, so it is
 * recorded first. A box that falls meanwhile was never asked for and is never counted as issued.
 */
export function home(
  facts: Facts,
  runtime: RuntimeState,
  lane: Lane,
  by: string,
  on: Homing['for'],
  now: { monoMs: number },
): Decision {
  const refusal = cannotHome(facts, runtime, lane);
  if (refusal)
    return ended(runtime, { lane, by, for: on, sinceMonoMs: now.monoMs }, [], { kind: 'refused', refusal, lane });
  return {
    record: [{ kind: 'tested', lane, state: 'turning', purpose: 'home', result: null, by }],
    runtime: { ...runtime, homing: { lane, by, for: on, sinceMonoMs: now.monoMs } },
    act: [{ kind: 'order', order: { kind: 'home', lane } }],
  };
}

function cannotHome(facts: Facts, runtime: RuntimeState, lane: Lane): Refusal | null {
  if (!facts.books.lanes.has(lane)) return 'unknown-lane';
  if (runtime.dispensing || runtime.homing) return 'busy';
  if (runtime.board.state !== 'ready') return runtime.board.state === 'starting' ? 'starting' : 'board-lost';
  return runtime.capabilities.homes ? null : 'cannot-home';
}

/** The board reports how homing ended. */
export function homed(runtime: RuntimeState, event: Homed): Decision {
  const { homing } = runtime;
  if (homing?.lane !== event.lane) return nothing(runtime);
  const result = (event.hardware ?? event.reason ?? 'unknown').slice(0, 64);
  const { lane, by } = homing;
  const record: Fact[] = [{ kind: 'tested', lane, state: 'done', purpose: 'home', result, by }];
  if (event.hardware) record.push({ kind: 'lane', lane, state: event.hardware, reason: 'homed' });
  const reply: Reply =
    event.hardware === 'ready' ? { kind: 'done', warnings: [] } : { kind: 'refused', refusal: 'cannot-home', lane };
  return ended(runtime, homing, record, reply);
}

/** A homing that never ended: the board was lost, or stayed silent. */
export function homingOverdue(runtime: RuntimeState, now: { monoMs: number }): Decision | null {
  const { homing } = runtime;
  if (!homing || (runtime.board.state === 'ready' && now.monoMs < homing.sinceMonoMs + limits.homeWithinMs))
    return null;
  if (runtime.disk !== null) return homingUnrecorded(runtime);
  return homed(runtime, { kind: 'homed', lane: homing.lane, hardware: null, reason: 'no-answer' });
}

/** The end of a homing can't be recorded: staff who wait are informed. null if nobody waits. */
export function homingUnrecorded(runtime: RuntimeState): Decision | null {
  const { homing } = runtime;
  if (!homing?.for || !('ticket' in homing.for)) return null;
  const reply: Reply = { kind: 'refused', refusal: 'cannot-write', lane: homing.lane };
  return acting({ ...runtime, homing: { ...homing, for: null } }, { kind: 'reply', ticket: homing.for.ticket, reply });
}

function ended(runtime: RuntimeState, homing: Homing, record: readonly Fact[], reply: Reply): Decision {
  const free: RuntimeState = { ...runtime, homing: null };
  if (homing.for === null) return { record, runtime: free, act: [] };
  if ('ticket' in homing.for) {
    const act: Act = { kind: 'reply', ticket: homing.for.ticket, reply };
    return record.length > 0 ? { record, runtime: free, act: [act] } : acting(runtime, act);
  }
  const done = commandDone(homing.for.command, 'clear', reply.kind === 'refused' ? reply.refusal : null);
  return { record: [...record, ...done.record], runtime: record.length > 0 ? free : runtime, act: done.act };
}
