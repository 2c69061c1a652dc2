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
import type { Run, Vend } from './runtime-state.ts';
import { doubleDrops, suspicion } from './sensor.ts';
import { outOfService } from './service.ts';

type Ask = Extract<Input, { type: 'dispense' }>;
type Looked = Extract<BoardEvent, { event: 'looked' }>;
type Turned = Extract<BoardEvent, { event: 'turned' }>;

const refuse = (ticket: Ticket, refusal: Refusal): Act => ({
  act: 'reply',
  ticket,
  reply: { kind: 'refused', refusal, lane: null },
});

const answerAll = (vend: Vend, reply: Reply): Act[] => vend.tickets.map((ticket) => ({ act: 'reply', ticket, reply }));

/** Somebody asks for a box, or asks again: one request gives one answer and at most one box, over restarts too. */
export function asked(facts: Facts, run: Run, ask: Ask, now: Now): Decision {
  const { vend } = run;
  if (vend?.request === ask.request)
    return nothing({ ...run, vend: { ...vend, tickets: [...vend.tickets, ask.ticket], askedUp: now.up } });
  const given = facts.answers.get(ask.request);
  // While a turn of the request is open, what an earlier lane gave is not its answer yet.
  if (given && facts.books.turning?.request !== ask.request)
    return acting(run, { act: 'reply', ticket: ask.ticket, reply: { kind: 'answer', answer: given } });
  if (!run.started) return acting(run, refuse(ask.ticket, run.disk ? 'cannot-write' : 'starting'));
  if (vend || run.homing) return acting(run, refuse(ask.ticket, 'busy'));
  const choice = chooseLane(facts.books, ask.want, [], dayNow(run.clock, now));
  if ('refusal' in choice && (choice.refusal === 'unknown-product' || choice.refusal === 'unknown-lane'))
    return acting(run, refuse(ask.ticket, choice.refusal));
  const reason = refusalOf(facts, run);
  if (reason) return acting(run, refuse(ask.ticket, reason));
  if ('refusal' in choice) return acting(run, refuse(ask.ticket, choice.refusal));
  const { lane } = choice.lane;
  return acting(
    {
      ...run,
      vend: {
        request: ask.request,
        want: ask.want,
        tickets: [ask.ticket],
        firstUp: now.up,
        askedUp: now.up,
        tried: [lane],
        phase: 'looking',
        phaseUp: now.up,
      },
    },
    { act: 'ask', ask: { ask: 'look', lane } },
  );
}

function refusalOf(facts: Facts, run: Run): Refusal | null {
  const [reason] = outOfService(facts, run);
  return reason === 'disk' ? 'cannot-write' : (reason ?? null);
}

/** Whoever held the ticket has gone; the turn itself goes on, and its answer is kept. */
export function left(run: Run, ticket: Ticket): Decision {
  const { vend } = run;
  if (!vend?.tickets.includes(ticket)) return nothing(run);
  return nothing({ ...run, vend: { ...vend, tickets: vend.tickets.filter((each) => each !== ticket) } });
}

/** Somebody stands there: a caller waits, or asked a moment ago. Nothing turns for one who has gone. */
const stillWanted = (vend: Vend, now: Now): boolean =>
  vend.tickets.length > 0 || now.up - vend.askedUp <= limits.startWithinMs;

/** Fresh eyes have seen the board: write the turn down, then let the motor turn [LBP/1 owes 1, 2]. */
export function looked(facts: Facts, run: Run, seen: Looked, now: Now): Decision {
  const { vend } = run;
  if (vend?.phase !== 'looking' || vend.tried.at(-1) !== seen.lane) return nothing(run);
  const lane = facts.books.lanes.get(seen.lane);
  const reason = refusalOf(facts, run);
  if (!lane || reason || !stillWanted(vend, now)) return giveUp(facts, run, vend, reason ?? 'busy');
  if (seen.door === 'open') return giveUp(facts, run, vend, 'door-open');
  // A recall, a lock or midnight may have come while the board was looked at.
  const unfit = unfitness(facts.books, lane, dayNow(run.clock, now));
  if (unfit) return nextLane(facts, run, vend, [], unfit, now);
  if (seen.hardware === 'jam' || seen.hardware === 'absent') {
    const change: Fact = { kind: 'lane', lane: seen.lane, state: seen.hardware, reason: 'board' };
    return nextLane(facts, run, vend, [change], 'lane-fault', now);
  }
  const txn = Txn.safeParse(Math.max(facts.books.lastTxn, seen.sight.before ?? 0) + 1);
  if (!txn.success) return giveUp(facts, run, vend, 'board-lost');
  const turning: Fact = {
    kind: 'turning',
    request: vend.request,
    txn: txn.data,
    lane: seen.lane,
    product: lane.product,
    board: seen.sight.serial,
    before: seen.sight.before,
    ...(seen.drops === null ? {} : { drops: seen.drops }),
  };
  const wantedUp = vend.tickets.length > 0 ? now.up : vend.askedUp;
  const startBeforeUpMs = Math.min(now.up + limits.orderWithinMs, wantedUp + limits.startWithinMs);
  return {
    record: [turning],
    run: { ...run, vend: { ...vend, phase: 'turning', phaseUp: now.up } },
    act: [{ act: 'ask', ask: { ask: 'vend', txn: txn.data, lane: seen.lane, sight: seen.sight, startBeforeUpMs } }],
  };
}

/** The lane could not be turned, and was not: the board could not be looked at, or the turn not be written down. */
export function notStarted(facts: Facts, run: Run, refusal: Refusal): Decision {
  return run.vend?.phase === 'looking' ? giveUp(facts, run, run.vend, refusal) : nothing(run);
}

/** A turn has ended, or its end is known at last: books first, then the answer. */
export function turned(facts: Facts, run: Run, end: Turned, now: Now): Decision {
  const settled = { ...run, settling: run.settling === end.txn ? null : run.settling };
  const turn = facts.books.turning;
  if (turn?.txn === end.txn) return close(facts, settled, turn, end.result, now);
  const doubted = facts.books.uncertain.get(end.txn);
  if (doubted && doubted.board !== '') return { record: settlement(facts, doubted, end.result), run: settled, act: [] };
  return nothing(settled);
}

/** The books are settled by the board that came back; the answer that was given stays [LBP/1 owes 6]. */
function settlement(facts: Facts, { txn, lane, product, lot }: Turn, result: TurnResult): Fact[] {
  if (result.fell === 'unknown') return [];
  const issued = result.fell !== 'none';
  return [
    { kind: 'settled', txn, lane, product, issued, by: 'board' },
    ...surplus(facts, { lane, product, lot }, 0, result),
  ];
}

function close(facts: Facts, run: Run, turn: Turn, result: TurnResult, now: Now): Decision {
  const { request, txn, lane, product, lot } = turn;
  const about = { request, txn, lane, product };
  const vend = run.vend?.request === request ? run.vend : null;
  switch (result.fell) {
    case 'one':
    case 'more': {
      const record: Fact[] = [{ kind: 'issued', ...about, lot }, ...surplus(facts, { lane, product, lot }, 1, result)];
      return finish(run, vend, record, { request, outcome: 'issued', reason: null, lane, txn });
    }
    case 'unknown': {
      const record: Fact[] = [{ kind: 'uncertain', ...about, lot, reason: result.reason }];
      const suspect = suspicion(facts.books, turn, 'unknown');
      if (suspect) record.push(suspect);
      return finish(run, vend, record, { request, outcome: 'uncertain', reason: result.reason, lane, txn });
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
      if (!vend || !another) return finish(run, vend, record, answer);
      return nextLane(facts, run, vend, record, answer, now);
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
  return result.fell === 'more' ? doubleDrops(facts.books, from, taken, result.boxes - 1) : [];
}

function finish(run: Run, vend: Vend | null, record: readonly Fact[], answer: Answer): Decision {
  if (!vend) return { record, run, act: [] };
  return { record, run: { ...run, vend: null }, act: answerAll(vend, { kind: 'answer', answer }) };
}

/** Nothing was turned for this lane and nothing will be: an earlier lane's outcome is the answer, else the refusal. */
function giveUp(facts: Facts, run: Run, vend: Vend, refusal: Refusal): Decision {
  const earlier = facts.answers.get(vend.request);
  const reply: Reply = earlier ? { kind: 'answer', answer: earlier } : { kind: 'refused', refusal, lane: null };
  return acting({ ...run, vend: null }, ...answerAll(vend, reply));
}

/** Tries the next lane of the same product, or ends with `otherwise`. */
function nextLane(
  facts: Facts,
  run: Run,
  vend: Vend,
  record: readonly Fact[],
  otherwise: Answer | Refusal,
  now: Now,
): Decision {
  const choice = chooseLane(facts.books, vend.want, vend.tried, dayNow(run.clock, now));
  const inTime = now.up - vend.firstUp <= limits.anotherLaneWithinMs;
  if (inTime && vend.tried.length < limits.lanesPerRequest && stillWanted(vend, now) && 'lane' in choice) {
    const { lane } = choice.lane;
    const next: Vend = { ...vend, tried: [...vend.tried, lane], phase: 'looking', phaseUp: now.up };
    return { record, run: { ...run, vend: next }, act: [{ act: 'ask', ask: { ask: 'look', lane } }] };
  }
  if (typeof otherwise !== 'string') return finish(run, vend, record, otherwise);
  return { ...giveUp(facts, run, vend, otherwise), record };
}

/** When the vend under way must be looked at again, as monotonic ms. */
export function vendDeadlineUp(vend: Vend): number {
  return vend.phase === 'looking' ? vend.phaseUp + limits.lookWithinMs : vend.firstUp + limits.answerWithinMs;
}

/** Whoever waits gets an answer in bounded time: `uncertain` where the board stays mute [LBP/1 owes 6]. */
export function vendOverdue(facts: Facts, run: Run, now: Now): Decision | null {
  const { vend } = run;
  if (!vend || now.up < vendDeadlineUp(vend)) return null;
  const turn = facts.books.turning;
  if (vend.phase === 'looking' || !turn) return giveUp(facts, run, vend, 'board-lost');
  if (run.disk !== null) return vendUntold(run);
  return close(facts, run, turn, { fell: 'unknown', reason: 'no-answer' }, now);
}

/**
 * How the turn under way ended can't be written down, so it is no answer yet. Whoever waits is told that, and may ask again with the
 * same request; null where nobody waits.
 */
export function vendUntold(run: Run): Decision | null {
  const { vend } = run;
  if (!vend || vend.tickets.length === 0) return null;
  const reply: Reply = { kind: 'refused', refusal: 'cannot-write', lane: null };
  return acting({ ...run, vend: { ...vend, tickets: [] } }, ...answerAll(vend, reply));
}
