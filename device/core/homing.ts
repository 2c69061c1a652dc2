import type { Fact } from '../../shared/contracts/events.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import type { BoardEvent } from '../board/port.ts';
import type { Act } from './act.ts';
import { commandDone } from './command-result.ts';
import { acting, type Decision, nothing } from './decision.ts';
import type { Facts } from './facts.ts';
import { limits } from './limits.ts';
import type { Refusal, Reply } from './reply.ts';
import type { Homing, Run } from './runtime-state.ts';

type Homed = Extract<BoardEvent, { event: 'homed' }>;

/**
 * Homes the motor of a jammed or empty lane, for staff or for a command. A motor turns, so it is written down first; whatever falls in
 * it was never asked for and is never counted as issued.
 */
export function home(facts: Facts, run: Run, lane: Lane, by: string, on: Homing['for'], now: { up: number }): Decision {
  const refusal = cannotHome(facts, run, lane);
  if (refusal) return ended(run, { lane, by, for: on, sinceUp: now.up }, [], { kind: 'refused', refusal, lane });
  return {
    record: [{ kind: 'tested', lane, state: 'turning', purpose: 'home', result: null, by }],
    run: { ...run, homing: { lane, by, for: on, sinceUp: now.up } },
    act: [{ act: 'ask', ask: { ask: 'home', lane } }],
  };
}

function cannotHome(facts: Facts, run: Run, lane: Lane): Refusal | null {
  if (!facts.books.lanes.has(lane)) return 'unknown-lane';
  if (run.vend || run.homing) return 'busy';
  if (run.board.state !== 'ready') return run.board.state === 'starting' ? 'starting' : 'board-lost';
  return run.capabilities.homes ? null : 'cannot-home';
}

/** The board says how homing ended. */
export function homed(run: Run, event: Homed): Decision {
  const { homing } = run;
  if (homing?.lane !== event.lane) return nothing(run);
  const result = (event.hardware ?? event.reason ?? 'unknown').slice(0, 64);
  const { lane, by } = homing;
  const record: Fact[] = [{ kind: 'tested', lane, state: 'done', purpose: 'home', result, by }];
  if (event.hardware) record.push({ kind: 'lane', lane, state: event.hardware, reason: 'homed' });
  const reply: Reply =
    event.hardware === 'ready' ? { kind: 'done', warnings: [] } : { kind: 'refused', refusal: 'cannot-home', lane };
  return ended(run, homing, record, reply);
}

/** A homing that never ended: the board was lost, or stayed mute. */
export function homingOverdue(run: Run, now: { up: number }): Decision | null {
  const { homing } = run;
  if (!homing || (run.board.state === 'ready' && now.up < homing.sinceUp + limits.homeWithinMs)) return null;
  if (run.disk !== null) return homingUntold(run);
  return homed(run, { event: 'homed', lane: homing.lane, hardware: null, reason: 'no-answer' });
}

/** How a homing ended can't be written down: staff who wait are told that, null where nobody waits. */
export function homingUntold(run: Run): Decision | null {
  const { homing } = run;
  if (!homing?.for || !('ticket' in homing.for)) return null;
  const reply: Reply = { kind: 'refused', refusal: 'cannot-write', lane: homing.lane };
  return acting({ ...run, homing: { ...homing, for: null } }, { act: 'reply', ticket: homing.for.ticket, reply });
}

function ended(run: Run, homing: Homing, record: readonly Fact[], reply: Reply): Decision {
  const free: Run = { ...run, homing: null };
  if (homing.for === null) return { record, run: free, act: [] };
  if ('ticket' in homing.for) {
    const act: Act = { act: 'reply', ticket: homing.for.ticket, reply };
    return record.length > 0 ? { record, run: free, act: [act] } : acting(run, act);
  }
  const done = commandDone(homing.for.command, 'clear', reply.kind === 'refused' ? reply.refusal : null);
  return { record: [...record, ...done.record], run: record.length > 0 ? free : run, act: done.act };
}
