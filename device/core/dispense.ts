import type { Fact } from '../../shared/contracts/events.ts';
import { Txn } from '../../shared/contracts/ids.ts';
import type { Turn } from '../../shared/ledger/books.ts';
import type { BoardEvent, TurnResult } from '../board/port.ts';
import type { Act } from './act.ts';
import { dayNow } from './clock.ts';
import { acting, type Decision, nothing } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Input, Now, Ticket } from './input.ts';
import { chooseLane, unfitness } from './lanes.ts';
import { limits } from './limits.ts';
import type { Answer, Refusal, Reply } from './reply.ts';
import type { Dispensing, RuntimeState } from './runtime-state.ts';
import { doubleDrops, suspicion } from './sensor.ts';
import { outOfService } from './service.ts';

type Ask = Extract<Input, { kind: 'dispense' }>;
type Looked = Extract<BoardEvent, { kind: 'looked' }>;
type Turned = Extract<BoardEvent, { kind: 'turned' }>;

const refuse = (ticket: Ticket, refusal: Refusal): Act => ({
  kind: 'reply',
  ticket,
  reply: { kind: 'refused', refusal, lane: null },
});

const answerAll = (dispensing: Dispensing, reply: Reply): Act[] =>
  dispensing.tickets.map((ticket) => ({ kind: 'reply', ticket, reply }));

/** Somebody asks for a box, or asks again: one request gives one answer and at most one box, over restarts too. */
export function asked(facts: Facts, runtime: RuntimeState, ask: Ask, now: Now): Decision {
  const { dispensing } = runtime;
  if (dispensing?.request === ask.request)
    return nothing({
      ...runtime,
      dispensing: { ...dispensing, tickets: [...dispensing.tickets, ask.ticket], askedMonoMs: now.monoMs },
    });
  const given = facts.answers.get(ask.request);
  // While a turn of the request is open, what an earlier lane gave is not its answer yet.
  if (given && facts.books.turning?.request !== ask.request)
    return acting(runtime, { kind: 'reply', ticket: ask.ticket, reply: { kind: 'answer', answer: given } });
  if (!runtime.started) return acting(runtime, refuse(ask.ticket, runtime.disk ? 'cannot-write' : 'starting'));
  if (dispensing || runtime.homing) return acting(runtime, refuse(ask.ticket, 'busy'));
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
    { kind: 'ask', ask: { kind: 'look', lane } },
  );
}

function refusalOf(facts: Facts, runtime: RuntimeState): Refusal | null {
  const [reason] = outOfService(facts, runtime);
  return reason === 'disk' ? 'cannot-write' : (reason ?? null);
}

/** Whoever held the ticket has gone; the turn itself goes on, and its answer is kept. */
export function callerLeft(runtime: RuntimeState, ticket: Ticket): Decision {
  const { dispensing } = runtime;
  if (!dispensing?.tickets.includes(ticket)) return nothing(runtime);
  return nothing({
    ...runtime,
    dispensing: { ...dispensing, tickets: dispensing.tickets.filter((each) => each !== ticket) },
  });
}

/** Somebody stands there: a caller waits, or asked a moment ago. Nothing turns for one who has gone. */
const stillWanted = (dispensing: Dispensing, now: Now): boolean =>
  dispensing.tickets.length > 0 || now.monoMs - dispensing.askedMonoMs <= limits.startWithinMs;

/** There is a fresh reading of the board: record the turn, then let the motor turn [LBP/1 owes 1, 2]. */
export function looked(facts: Facts, runtime: RuntimeState, seen: Looked, now: Now): Decision {
  const { dispensing } = runtime;
  if (dispensing?.phase !== 'looking' || dispensing.tried.at(-1) !== seen.lane) return nothing(runtime);
  const lane = facts.books.lanes.get(seen.lane);
  const reason = refusalOf(facts, runtime);
  if (!lane || reason || !stillWanted(dispensing, now)) return giveUp(facts, runtime, dispensing, reason ?? 'busy');
  if (seen.door === 'open') return giveUp(facts, runtime, dispensing, 'door-open');
  // A recall, a lock or midnight may have come while the board was looked at.
  const unfit = unfitness(facts.books, lane, dayNow(runtime.clock, now));
  if (unfit) return nextLane(facts, runtime, dispensing, [], unfit, now);
  if (seen.hardware === 'jam' || seen.hardware === 'absent') {
    const change: Fact = { kind: 'lane', lane: seen.lane, state: seen.hardware, reason: 'board' };
    return nextLane(facts, runtime, dispensing, [change], 'lane-fault', now);
  }
  const txn = Txn.safeParse(Math.max(facts.books.lastTxn, seen.sight.before ?? 0) + 1);
  if (!txn.success) return giveUp(facts, runtime, dispensing, 'board-lost');
  const turning: Fact = {
    kind: 'turning',
    request: dispensing.request,
    txn: txn.data,
    lane: seen.lane,
    product: lane.product,
    board: seen.sight.serial,
    before: seen.sight.before,
    ...(seen.drops === null ? {} : { drops: seen.drops }),
  };
  const wantedMonoMs = dispensing.tickets.length > 0 ? now.monoMs : dispensing.askedMonoMs;
  const startBeforeMonoMs = Math.min(now.monoMs + limits.orderWithinMs, wantedMonoMs + limits.startWithinMs);
  return {
    record: [turning],
    runtime: { ...runtime, dispensing: { ...dispensing, phase: 'turning', phaseMonoMs: now.monoMs } },
    act: [{ kind: 'ask', ask: { kind: 'vend', txn: txn.data, lane: seen.lane, sight: seen.sight, startBeforeMonoMs } }],
  };
}

/** The lane could not be turned, and was not: the board could not be looked at, or the turn not be written down. */
export function notStarted(facts: Facts, runtime: RuntimeState, refusal: Refusal): Decision {
  return runtime.dispensing?.phase === 'looking'
    ? giveUp(facts, runtime, runtime.dispensing, refusal)
    : nothing(runtime);
}

/** A turn has ended, or its end is known at last: books first, then the answer. */
export function turned(facts: Facts, runtime: RuntimeState, end: Turned, now: Now): Decision {
  const next = { ...runtime, settling: runtime.settling === end.txn ? null : runtime.settling };
  const turn = facts.books.turning;
  if (turn?.txn === end.txn) return closeTurn(facts, next, turn, end.result, now);
  const doubted = facts.books.uncertain.get(end.txn);
  if (doubted && doubted.board !== '')
    return { record: settlement(facts, doubted, end.result), runtime: next, act: [] };
  return nothing(next);
}

/** The books are settled by the board that came back; the answer that was given stays [LBP/1 owes 6]. */
function settlement(facts: Facts, { txn, lane, product, lot }: Turn, result: TurnResult): Fact[] {
  if (result.kind === 'unknown') return [];
  const issued = result.kind !== 'none';
  return [
    { kind: 'settled', txn, lane, product, issued, by: 'board' },
    ...surplus(facts, { lane, product, lot }, 0, result),
  ];
}

function closeTurn(facts: Facts, runtime: RuntimeState, turn: Turn, result: TurnResult, now: Now): Decision {
  const { request, txn, lane, product, lot } = turn;
  const about = { request, txn, lane, product };
  const dispensing = runtime.dispensing?.request === request ? runtime.dispensing : null;
  switch (result.kind) {
    case 'one':
    case 'more': {
      const record: Fact[] = [{ kind: 'issued', ...about, lot }, ...surplus(facts, { lane, product, lot }, 1, result)];
      return finish(runtime, dispensing, record, { request, outcome: 'issued', reason: null, lane, txn });
    }
    case 'unknown': {
      const record: Fact[] = [{ kind: 'uncertain', ...about, lot, reason: result.reason }];
      const suspect = suspicion(facts.books, turn, 'unknown');
      if (suspect) record.push(suspect);
      return finish(runtime, dispensing, record, { request, outcome: 'uncertain', reason: result.reason, lane, txn });
    }
    case 'none': {
      const { reason } = result;
      const record: Fact[] = [{ kind: 'not-issued', ...about, reason }];
      if (reason === 'no-drop') record.push({ kind: 'lane', lane, state: 'empty', reason });
      if (reason === 'jam' || reason === 'absent') record.push({ kind: 'lane', lane, state: reason, reason });
      const suspect = reason === 'no-drop' ? suspicion(facts.books, turn, reason) : null;
      if (suspect) record.push(suspect);
      const answer: Answer = { request, outcome: 'not-issued', reason, lane, txn };
      const another = !suspect && (reason === 'no-drop' || reason === 'jam' || reason === 'absent');
      if (!dispensing || !another) return finish(runtime, dispensing, record, answer);
      return nextLane(facts, runtime, dispensing, record, answer, now);
    }
  }
}

/** A second box in one turn: it left the lane unasked for, so it is booked as taken out, and the machine stops [rules, hard stop]. */
function surplus(
  facts: Facts,
  from: Pick<Turn, 'lane' | 'product' | 'lot'>,
  taken: number,
  result: TurnResult,
): Fact[] {
  return result.kind === 'more' ? doubleDrops(facts.books, from, taken, result.boxes - 1) : [];
}

function finish(
  runtime: RuntimeState,
  dispensing: Dispensing | null,
  record: readonly Fact[],
  answer: Answer,
): Decision {
  if (!dispensing) return { record, runtime, act: [] };
  return { record, runtime: { ...runtime, dispensing: null }, act: answerAll(dispensing, { kind: 'answer', answer }) };
}

/** Nothing was turned for this lane and nothing will be: an earlier lane's outcome is the answer, else the refusal. */
function giveUp(facts: Facts, runtime: RuntimeState, dispensing: Dispensing, refusal: Refusal): Decision {
  const earlier = facts.answers.get(dispensing.request);
  const reply: Reply = earlier ? { kind: 'answer', answer: earlier } : { kind: 'refused', refusal, lane: null };
  return acting({ ...runtime, dispensing: null }, ...answerAll(dispensing, reply));
}

/** Tries the next lane of the same product, or ends with `otherwise`. */
function nextLane(
  facts: Facts,
  runtime: RuntimeState,
  dispensing: Dispensing,
  record: readonly Fact[],
  fallback: Answer | Refusal,
  now: Now,
): Decision {
  const choice = chooseLane(facts.books, dispensing.want, dispensing.tried, dayNow(runtime.clock, now));
  const inTime = now.monoMs - dispensing.firstMonoMs <= limits.anotherLaneWithinMs;
  if (inTime && dispensing.tried.length < limits.lanesPerRequest && stillWanted(dispensing, now) && 'lane' in choice) {
    const { lane } = choice.lane;
    const next: Dispensing = {
      ...dispensing,
      tried: [...dispensing.tried, lane],
      phase: 'looking',
      phaseMonoMs: now.monoMs,
    };
    return { record, runtime: { ...runtime, dispensing: next }, act: [{ kind: 'ask', ask: { kind: 'look', lane } }] };
  }
  if (typeof fallback !== 'string') return finish(runtime, dispensing, record, fallback);
  return { ...giveUp(facts, runtime, dispensing, fallback), record };
}

/** When the vend under way must be looked at again, as monotonic ms. */
export function dispenseDeadlineMonoMs(dispensing: Dispensing): number {
  return dispensing.phase === 'looking'
    ? dispensing.phaseMonoMs + limits.lookWithinMs
    : dispensing.firstMonoMs + limits.answerWithinMs;
}

/** Whoever waits gets an answer in bounded time: `uncertain` where the board stays mute [LBP/1 owes 6]. */
export function dispenseOverdue(facts: Facts, runtime: RuntimeState, now: Now): Decision | null {
  const { dispensing } = runtime;
  if (!dispensing || now.monoMs < dispenseDeadlineMonoMs(dispensing)) return null;
  const turn = facts.books.turning;
  if (dispensing.phase === 'looking' || !turn) return giveUp(facts, runtime, dispensing, 'board-lost');
  if (runtime.disk !== null) return dispenseUntold(runtime);
  return closeTurn(facts, runtime, turn, { kind: 'unknown', reason: 'no-answer' }, now);
}

/**
 * How the turn under way ended can't be written down, so it is no answer yet. Whoever waits is told that, and may ask again with the
 * same request; null where nobody waits.
 */
export function dispenseUntold(runtime: RuntimeState): Decision | null {
  const { dispensing } = runtime;
  if (!dispensing || dispensing.tickets.length === 0) return null;
  const reply: Reply = { kind: 'refused', refusal: 'cannot-write', lane: null };
  return acting({ ...runtime, dispensing: { ...dispensing, tickets: [] } }, ...answerAll(dispensing, reply));
}
