import type { Fact } from '../../shared/contracts/events.ts';
import type { BoardEvent } from '../board/port.ts';
import { acting, type Decision, nothing } from './decision.ts';
import { looked, notStarted, turned } from './dispense.ts';
import { doorSeen } from './door.ts';
import type { Facts } from './facts.ts';
import { fluttered, flutterUp } from './rate-limit.ts';
import { homed } from './homing.ts';
import type { Now } from './input.ts';
import { limits, limitsOf } from './limits.ts';
import type { Run } from './runtime-state.ts';
import { lateDrops } from './sensor.ts';

/** The board tells something, by itself or because it was asked. */
export function boardTold(facts: Facts, run: Run, event: BoardEvent, now: Now): Decision {
  switch (event.event) {
    case 'ready':
      return ready(facts, run, event, now);
    case 'lost':
      return lost(run, event.reason, now);
    case 'looked': {
      const late = event.drops === null ? [] : lateDrops(facts.books, event.lane, event.sight.serial, event.drops);
      if (late.length === 0) return looked(facts, run, event, now);
      return { record: late, run, act: [{ act: 'ask', ask: { ask: 'look', lane: event.lane } }] };
    }
    case 'look-failed':
      return notStarted(facts, run, event.reason === 'busy' ? 'busy' : 'board-lost');
    case 'turned':
      return turned(facts, run, event, now);
    case 'homed':
      return homed(run, event);
    case 'lane':
      return laneSeen(facts, run, event);
    case 'door':
      return doorSeen(facts, run, event, now);
    case 'climate':
      return climate(facts, run, event);
  }
}

/** The handshake is done: who is it, and what became of the turns that nobody saw end? */
function ready(
  facts: Facts,
  run: Run,
  { identity, restarted }: Extract<BoardEvent, { event: 'ready' }>,
  now: Now,
): Decision {
  const { serial } = identity;
  const [model, firmware] = [identity.model, identity.firmware].map((text) => text?.slice(0, 64) ?? null);
  const { board, boardState } = facts.books;
  const about = { serial, model, firmware };
  const restart = restarted !== null && now.up >= flutterUp(run, 'board') ? 'reset' : null;
  const state = board !== null && board !== serial ? 'swapped' : boardState === 'found' ? restart : 'found';
  const record: Fact[] =
    state === null ? [] : [{ kind: 'board', state, ...about, reason: state === 'reset' ? restarted : null }];
  const outOfSight = run.board.state !== 'ready' && run.vend?.phase === 'turning';
  const vend = outOfSight && run.vend ? { ...run.vend, phase: 'settling' as const } : run.vend;
  return {
    record,
    run: {
      ...(state === 'reset' ? fluttered(run, 'board', now) : run),
      board: { state: 'ready', identity },
      vend,
      settling: null,
      asked: 0,
    },
    act: [],
  };
}

function lost(run: Run, reason: Extract<BoardEvent, { event: 'lost' }>['reason'], now: Now): Decision {
  if (run.board.state === 'lost' && run.board.reason === reason) return nothing(run);
  const sinceUp = run.board.state === 'lost' ? run.board.sinceUp : now.up;
  return nothing({ ...run, board: { state: 'lost', reason, sinceUp }, settling: null });
}

/** A board that stays away is written down once; one that comes back at once is not. */
export function boardOverdue(facts: Facts, run: Run, now: Now): Decision | null {
  const { board } = run;
  if (board.state !== 'lost' || facts.books.boardState === 'lost') return null;
  if (now.up < boardOverdueUp(run, board.sinceUp)) return null;
  const record = [{ kind: 'board', state: 'lost', serial: facts.books.board, reason: board.reason } as const];
  return { record, run: fluttered(run, 'board', now), act: [] };
}

/** When a board that is gone since `sinceUp` is written down as lost, in monotonic ms of this run. */
export const boardOverdueUp = (run: Run, sinceUp: number): number =>
  Math.max(sinceUp + limits.boardLostAfterMs, flutterUp(run, 'board'));

/**
 * Asks the board, once each time it comes back, how the turn ended that nobody saw end [LBP/1 owes 4, 5]. A board keeps its last
 * transaction only, so of the uncertain ones the newest is all that it may know.
 */
export function settleNext(facts: Facts, run: Run): Decision | null {
  if (run.board.state !== 'ready' || run.settling !== null || run.vend?.phase === 'looking') return null;
  const { turning, uncertain } = facts.books;
  if (turning && run.vend?.phase !== 'settling') return null;
  const serial = run.board.identity.serial;
  const newest = [...uncertain.values()].filter(({ board }) => board === serial).sort((a, b) => b.txn - a.txn)[0];
  const turn = turning ?? (run.capabilities.remembersTransaction ? newest : undefined);
  if (!turn || turn.txn <= run.asked) return null;
  const { txn, lane, board, before } = turn;
  return acting(
    { ...run, settling: txn, asked: txn },
    { act: 'ask', ask: { ask: 'settle', turn: { txn, lane, board, before } } },
  );
}

/** What the board says of a lane in passing: a jam is heeded, and boxes that fell late are booked. */
function laneSeen(facts: Facts, run: Run, event: Extract<BoardEvent, { event: 'lane' }>): Decision {
  const record: Fact[] = [];
  const lane = facts.books.lanes.get(event.lane);
  if (!lane || run.board.state !== 'ready') return nothing(run);
  const fault = event.hardware === 'jam' || event.hardware === 'absent';
  const busy = facts.books.turning?.lane === event.lane || run.homing?.lane === event.lane;
  if (fault && !busy && lane.condition !== event.hardware)
    record.push({ kind: 'lane', lane: event.lane, state: event.hardware, reason: 'board' });
  if (event.drops !== null) record.push(...lateDrops(facts.books, event.lane, run.board.identity.serial, event.drops));
  return { record, run, act: [] };
}

/** Out of bounds is written down once, and back in bounds once, with a margin between so that it doesn't flutter. */
function climate(facts: Facts, run: Run, reading: Extract<BoardEvent, { event: 'climate' }>): Decision {
  const { tempDeciC, humidityPct } = reading;
  const { tempMaxDeciC, tempMinDeciC, humidityMaxPct } = limitsOf(facts.books);
  const was = facts.books.climate;
  const seen: Run = { ...run, climate: { tempDeciC, humidityPct } };
  // A sensor that went silent tells nothing: what was out of bounds may still be.
  if (tempDeciC === null && humidityPct === null) return nothing(seen);
  const margin = was === 'out' ? { deciC: 10, pct: 3 } : { deciC: 0, pct: 0 };
  const out =
    (tempDeciC !== null && (tempDeciC > tempMaxDeciC - margin.deciC || tempDeciC < tempMinDeciC + margin.deciC)) ||
    (humidityPct !== null && humidityPct > humidityMaxPct - margin.pct);
  const state = out ? 'out' : 'ok';
  const record: Fact[] = state === (was ?? 'ok') ? [] : [{ kind: 'climate', state, tempDeciC, humidityPct }];
  return { record, run: seen, act: [] };
}
