import type { Fact } from '../../shared/contracts/events.ts';
import type { BoardEvent } from '../board/port.ts';
import { acting, type Decision, nothing } from './decision.ts';
import { looked, notStarted } from './dispense.ts';
import { doorSeen } from './door.ts';
import type { Facts } from './facts.ts';
import { homed } from './homing.ts';
import type { Now } from './input.ts';
import { limits, limitsOf } from './limits.ts';
import { beginningCounted, nextBeginningMonoMs } from './rate-limit.ts';
import type { RuntimeState } from './runtime-state.ts';
import { lateDrops } from './sensor.ts';
import { testLooked, testNotStarted, testTurned } from './test-turn.ts';
import { turned } from './turn-end.ts';

/** The board reports an event, by itself or because it was asked. */
export function boardReported(facts: Facts, runtime: RuntimeState, event: BoardEvent, now: Now): Decision {
  switch (event.kind) {
    case 'ready':
      return ready(facts, runtime, event, now);
    case 'lost':
      return lost(runtime, event.reason, now);
    case 'looked': {
      const late = event.drops === null ? [] : lateDrops(facts.books, event.lane, event.reading.serial, event.drops);
      if (late.length === 0) return testLooked(runtime, facts, event, now) ?? looked(facts, runtime, event, now);
      return { record: late, runtime, act: [{ kind: 'order', order: { kind: 'look', lane: event.lane } }] };
    }
    case 'look-failed': {
      const refusal = event.reason === 'busy' ? 'busy' : 'board-lost';
      return testNotStarted(runtime, refusal) ?? notStarted(facts, runtime, refusal);
    }
    case 'turned':
      return testTurned(facts, runtime, event) ?? turned(facts, runtime, event, now);
    case 'homed':
      return homed(runtime, event);
    case 'lane':
      return laneSeen(facts, runtime, event);
    case 'door':
      return doorSeen(facts, runtime, event, now);
    case 'climate':
      return climate(facts, runtime, event);
  }
}

/**
 * The handshake is done. Records which board it is, and asks about the turns whose end nobody saw.
 */
function ready(
  facts: Facts,
  runtime: RuntimeState,
  { identity, restarted }: Extract<BoardEvent, { kind: 'ready' }>,
  now: Now,
): Decision {
  const { serial } = identity;
  const [model, firmware] = [identity.model, identity.firmware].map((text) => text?.slice(0, 64) ?? null);
  const { board, boardState } = facts.books;
  const about = { serial, model, firmware };
  const restart = restarted !== null && now.monoMs >= nextBeginningMonoMs(runtime, 'board') ? 'reset' : null;
  const state = board !== null && board !== serial ? 'swapped' : boardState === 'found' ? restart : 'found';
  const record: Fact[] =
    state === null ? [] : [{ kind: 'board', state, ...about, reason: state === 'reset' ? restarted : null }];
  const outOfSight = runtime.board.state !== 'ready' && runtime.dispensing?.phase === 'turning';
  const dispensing =
    outOfSight && runtime.dispensing ? { ...runtime.dispensing, phase: 'settling' as const } : runtime.dispensing;
  return {
    record,
    runtime: {
      ...(state === 'reset' ? beginningCounted(runtime, 'board', now) : runtime),
      board: { state: 'ready', identity },
      dispensing,
      settling: null,
      askedTxn: 0,
    },
    act: [],
  };
}

function lost(runtime: RuntimeState, reason: Extract<BoardEvent, { kind: 'lost' }>['reason'], now: Now): Decision {
  if (runtime.board.state === 'lost' && runtime.board.reason === reason) return nothing(runtime);
  const sinceMonoMs = runtime.board.state === 'lost' ? runtime.board.sinceMonoMs : now.monoMs;
  return nothing({ ...runtime, board: { state: 'lost', reason, sinceMonoMs }, settling: null });
}

/** A board that stays away is recorded once; one that comes back at once is not recorded. */
export function boardOverdue(facts: Facts, runtime: RuntimeState, now: Now): Decision | null {
  const { board } = runtime;
  if (board.state !== 'lost' || facts.books.boardState === 'lost') return null;
  if (now.monoMs < boardOverdueMonoMs(runtime, board.sinceMonoMs)) return null;
  const record = [{ kind: 'board', state: 'lost', serial: facts.books.board, reason: board.reason } as const];
  return { record, runtime: beginningCounted(runtime, 'board', now), act: [] };
}

/**
 * When a board that has been gone since `sinceMonoMs` is recorded as lost, in monotonic ms of this
 * run.
 */
export const boardOverdueMonoMs = (runtime: RuntimeState, sinceMonoMs: number): number =>
  Math.max(sinceMonoMs + limits.boardLostAfterMs, nextBeginningMonoMs(runtime, 'board'));

/**
 * Asks the board, once each time it comes back, about the newest uncertain turn [LBP/1 owes 4, 5].
 * A board keeps its last transaction only, so it cannot know an older one.
 */
export function settleNext(facts: Facts, runtime: RuntimeState): Decision | null {
  if (
    runtime.board.state !== 'ready' ||
    runtime.settling !== null ||
    runtime.dispensing?.phase === 'looking' ||
    runtime.testTurn
  )
    return null;
  const { turning, uncertain } = facts.books;
  if (turning && runtime.dispensing?.phase !== 'settling') return null;
  const serial = runtime.board.identity.serial;
  const newest = [...uncertain.values()].filter(({ board }) => board === serial).sort((a, b) => b.txn - a.txn)[0];
  const turn = turning ?? (runtime.capabilities.remembersTransaction ? newest : undefined);
  if (!turn || turn.txn <= runtime.askedTxn) return null;
  const { txn, lane, board, before } = turn;
  return acting(
    { ...runtime, settling: txn, askedTxn: txn },
    { kind: 'order', order: { kind: 'settle', turn: { txn, lane, board, before } } },
  );
}

/**
 * The board reports a lane in passing: a jam is taken into account, and boxes that fell late are
 * booked.
 */
function laneSeen(facts: Facts, runtime: RuntimeState, event: Extract<BoardEvent, { kind: 'lane' }>): Decision {
  const record: Fact[] = [];
  const lane = facts.books.lanes.get(event.lane);
  if (!lane || runtime.board.state !== 'ready') return nothing(runtime);
  const fault = event.hardware === 'jam' || event.hardware === 'absent';
  const busy =
    facts.books.turning?.lane === event.lane ||
    runtime.homing?.lane === event.lane ||
    runtime.testTurn?.lane === event.lane;
  if (fault && !busy && lane.condition !== event.hardware)
    record.push({ kind: 'lane', lane: event.lane, state: event.hardware, reason: 'board' });
  if (event.drops !== null)
    record.push(...lateDrops(facts.books, event.lane, runtime.board.identity.serial, event.drops));
  return { record, runtime, act: [] };
}

/**
 * A value out of bounds is recorded once, and its return once, with a margin between so that it
 * does not alternate.
 */
function climate(facts: Facts, runtime: RuntimeState, reading: Extract<BoardEvent, { kind: 'climate' }>): Decision {
  const { tempDeciC, humidityPct } = reading;
  const { tempMaxDeciC, tempMinDeciC, humidityMaxPct } = limitsOf(facts.books);
  const was = facts.books.climate;
  const seen: RuntimeState = { ...runtime, climate: { tempDeciC, humidityPct } };
  // A sensor without a value proves nothing: what was out of bounds may still be.
  if (tempDeciC === null && humidityPct === null) return nothing(seen);
  const margin = was === 'out' ? { deciC: 10, pct: 3 } : { deciC: 0, pct: 0 };
  const out =
    (tempDeciC !== null && (tempDeciC > tempMaxDeciC - margin.deciC || tempDeciC < tempMinDeciC + margin.deciC)) ||
    (humidityPct !== null && humidityPct > humidityMaxPct - margin.pct);
  const state = out ? 'out' : 'ok';
  const record: Fact[] = state === (was ?? 'ok') ? [] : [{ kind: 'climate', state, tempDeciC, humidityPct }];
  return { record, runtime: seen, act: [] };
}
