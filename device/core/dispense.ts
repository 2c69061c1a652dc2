import type { Fact } from '../../shared/contracts/events.ts';
import { Txn } from '../../shared/contracts/ids.ts';
import type { BoardEvent } from '../board/port.ts';
import { type Act, refuse } from './act.ts';
import { dayNow } from './clock.ts';
import { acting, type Decision, nothing } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Input, Now, Ticket } from './input.ts';
import { chooseLane, unfitness } from './lanes.ts';
import { limits } from './limits.ts';
import type { Answer, Refusal } from './reply.ts';
import type { Dispensing, RuntimeState } from './runtime-state.ts';
import { staffAtWork } from './screen/staff/mode.ts';
import { screenTicket } from './screen/ticket.ts';
import { notStartedRefusal, outOfService } from './service.ts';

type Ask = Extract<Input, { kind: 'dispense' }>;
type Looked = Extract<BoardEvent, { kind: 'looked' }>;

/** Answers all callers that wait for the request. */
const answerAll = ({ tickets }: Dispensing, answer: Answer): Act[] =>
  tickets.map((ticket) => ({ kind: 'reply', ticket, reply: { kind: 'answer', answer } }));

/** Refuses all callers that wait for the request. */
export const refuseAll = ({ tickets }: Dispensing, refusal: Refusal): Act[] =>
  tickets.map((ticket) => refuse(ticket, refusal));

/**
 * A caller asks for a box, or asks again. One request has one answer and at most one box, also over
 * restarts.
 */
export function asked(facts: Facts, runtime: RuntimeState, ask: Ask, now: Now): Decision {
  const { dispensing } = runtime;
  if (dispensing?.request === ask.request)
    return nothing({
      ...runtime,
      dispensing: { ...dispensing, tickets: [...dispensing.tickets, ask.ticket], askedMonoMs: now.monoMs },
    });
  const given = facts.answers.get(ask.request);
  // While a turn of the request is open, the result of an earlier lane is not its answer yet.
  if (given && facts.books.turning?.request !== ask.request)
    return acting(runtime, { kind: 'reply', ticket: ask.ticket, reply: { kind: 'answer', answer: given } });
  if (!runtime.started) return acting(runtime, refuse(ask.ticket, notStartedRefusal(runtime)));
  if (runtime.screen.front.identifies && ask.ticket !== screenTicket)
    return acting(runtime, refuse(ask.ticket, 'session-only'));
  if (dispensing || runtime.homing || runtime.testTurn || staffAtWork(runtime))
    return acting(runtime, refuse(ask.ticket, 'busy'));
  const choice = chooseLane(facts.books, ask.want, [], dayNow(runtime.clock, now));
  if ('refusal' in choice && (choice.refusal === 'unknown-product' || choice.refusal === 'unknown-lane'))
    return acting(runtime, refuse(ask.ticket, choice.refusal));
  const reason = refusalOf(facts, runtime);
  if (reason) return acting(runtime, refuse(ask.ticket, reason));
  if ('refusal' in choice) return acting(runtime, refuse(ask.ticket, choice.refusal));
  const { lane } = choice.lane;
  return acting(
    {
      ...runtime,
      dispensing: {
        request: ask.request,
        want: ask.want,
        tickets: [ask.ticket],
        firstMonoMs: now.monoMs,
        askedMonoMs: now.monoMs,
        tried: [lane],
        phase: 'looking',
        phaseMonoMs: now.monoMs,
      },
    },
    { kind: 'order', order: { kind: 'look', lane } },
  );
}

function refusalOf(facts: Facts, runtime: RuntimeState): Refusal | null {
  const [reason] = outOfService(facts, runtime);
  return reason === 'disk' ? 'cannot-write' : (reason ?? null);
}

/** The caller with this ticket has gone. The turn continues, and its answer is kept. */
export function callerLeft(runtime: RuntimeState, ticket: Ticket): Decision {
  const { dispensing } = runtime;
  if (!dispensing?.tickets.includes(ticket)) return nothing(runtime);
  return nothing({
    ...runtime,
    dispensing: { ...dispensing, tickets: dispensing.tickets.filter((each) => each !== ticket) },
  });
}

/**
 * Whether a caller still waits, or asked a moment ago. Nothing turns for a caller who has gone, and
 * for identified persons nothing outside of their session: once it has ended, nobody knows whose
 * use another lane's box would be.
 */
function stillWanted({ screen }: RuntimeState, dispensing: Dispensing, now: Now): boolean {
  if (screen.front.identifies) return dispensing.tickets.includes(screenTicket);
  return dispensing.tickets.length > 0 || now.monoMs - dispensing.askedMonoMs <= limits.startWithinMs;
}

/**
 * The board was read a moment ago: records the turn, then lets the motor turn [LBP/1 owes 1, 2].
 */
export function looked(facts: Facts, runtime: RuntimeState, seen: Looked, now: Now): Decision {
  const { dispensing } = runtime;
  if (dispensing?.phase !== 'looking' || dispensing.tried.at(-1) !== seen.lane) return nothing(runtime);
  const lane = facts.books.lanes.get(seen.lane);
  const reason = refusalOf(facts, runtime);
  if (!lane || reason || !stillWanted(runtime, dispensing, now))
    return giveUp(facts, runtime, dispensing, reason ?? 'busy');
  if (seen.door === 'open') return giveUp(facts, runtime, dispensing, 'door-open');
  // A recall, a lock or midnight may have come while the board was read.
  const unfit = unfitness(facts.books, lane, dayNow(runtime.clock, now));
  if (unfit) return nextLane(facts, runtime, dispensing, [], unfit, now);
  if (seen.hardware === 'jam' || seen.hardware === 'absent') {
    const change: Fact = { kind: 'lane', lane: seen.lane, state: seen.hardware, reason: 'board' };
    return nextLane(facts, runtime, dispensing, [change], 'lane-fault', now);
  }
  const txn = Txn.safeParse(Math.max(facts.books.lastTxn, seen.reading.before ?? 0) + 1);
  if (!txn.success) return giveUp(facts, runtime, dispensing, 'board-lost');
  const turning: Fact = {
    kind: 'turning',
    request: dispensing.request,
    txn: txn.data,
    lane: seen.lane,
    product: lane.product,
    board: seen.reading.serial,
    before: seen.reading.before,
    ...(seen.drops === null ? {} : { drops: seen.drops }),
  };
  const wantedMonoMs = dispensing.tickets.length > 0 ? now.monoMs : dispensing.askedMonoMs;
  const startBeforeMonoMs = Math.min(now.monoMs + limits.orderWithinMs, wantedMonoMs + limits.startWithinMs);
  return {
    record: [turning],
    runtime: { ...runtime, dispensing: { ...dispensing, phase: 'turning', phaseMonoMs: now.monoMs } },
    act: [
      {
        kind: 'order',
        order: { kind: 'vend', txn: txn.data, lane: seen.lane, reading: seen.reading, startBeforeMonoMs },
      },
    ],
  };
}

/** The lane was not turned, because the board could not be read or the turn not be recorded. */
export function notStarted(facts: Facts, runtime: RuntimeState, refusal: Refusal): Decision {
  return runtime.dispensing?.phase === 'looking'
    ? giveUp(facts, runtime, runtime.dispensing, refusal)
    : nothing(runtime);
}

/**
 * Ends the request under way with its answer. If `dispensing` is null, none is under way, so nobody
 * is answered.
 */
export function finish(
  runtime: RuntimeState,
  dispensing: Dispensing | null,
  record: readonly Fact[],
  answer: Answer,
): Decision {
  if (!dispensing) return { record, runtime, act: [] };
  return { record, runtime: { ...runtime, dispensing: null }, act: answerAll(dispensing, answer) };
}

/**
 * Nothing was or will be turned for this lane: the answer is an earlier lane's outcome, else the
 * refusal.
 */
export function giveUp(facts: Facts, runtime: RuntimeState, dispensing: Dispensing, refusal: Refusal): Decision {
  const earlier = facts.answers.get(dispensing.request);
  const replies = earlier ? answerAll(dispensing, earlier) : refuseAll(dispensing, refusal);
  return acting({ ...runtime, dispensing: null }, ...replies);
}

/** Tries the next lane of the same product, or ends with `fallback`. */
export function nextLane(
  facts: Facts,
  runtime: RuntimeState,
  dispensing: Dispensing,
  record: readonly Fact[],
  fallback: Answer | Refusal,
  now: Now,
): Decision {
  const choice = chooseLane(facts.books, dispensing.want, dispensing.tried, dayNow(runtime.clock, now));
  const inTime = now.monoMs - dispensing.firstMonoMs <= limits.anotherLaneWithinMs;
  if (
    inTime &&
    dispensing.tried.length < limits.lanesPerRequest &&
    stillWanted(runtime, dispensing, now) &&
    'lane' in choice
  ) {
    const { lane } = choice.lane;
    const next: Dispensing = {
      ...dispensing,
      tried: [...dispensing.tried, lane],
      phase: 'looking',
      phaseMonoMs: now.monoMs,
    };
    return {
      record,
      runtime: { ...runtime, dispensing: next },
      act: [{ kind: 'order', order: { kind: 'look', lane } }],
    };
  }
  if (typeof fallback !== 'string') return finish(runtime, dispensing, record, fallback);
  return { ...giveUp(facts, runtime, dispensing, fallback), record };
}
