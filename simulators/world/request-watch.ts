import type { Ticket } from '../../device/core/input.ts';
import type { Answer, Reply } from '../../device/core/reply.ts';
import { answerSentence, refusals } from '../../device/core/reply.ts';
import type { RequestId } from '../../shared/contracts/ids.ts';
import { type Bilingual, bilingual } from '../../shared/contracts/meaning.ts';
import type { Invariants } from './invariants.ts';
import type { WorldLog } from './log.ts';

/** One citizen's request, as the people know it. */
export interface AskedRequest {
  readonly id: RequestId;
  readonly who: string;
  /** The callers that wait for an answer now. */
  readonly waiting: Set<Ticket>;
  /** When it was last asked; and when it was last asked or a caller last waited. */
  askedMs: number;
  wantedMs: number;
  /** The answer that was given; it never changes. */
  answer: Answer | null;
  /**
   * The kiosk's disk lost lines of its time: it cannot know any more, and nothing is promised about
   * its answer [the promise, what is not promised].
   */
  forgotten: boolean;
}

const same = (a: Answer, b: Answer): boolean =>
  a.outcome === b.outcome && a.reason === b.reason && a.lane === b.lane && a.txn === b.txn && a.request === b.request;

/**
 * Checks requests and answers: an answer once given never changes, whatever happens to the kiosk.
 */
export class RequestWatch {
  readonly #invariants: Invariants;
  readonly #log: WorldLog;
  readonly #nowMs: () => number;
  readonly #requests = new Map<RequestId, AskedRequest>();
  readonly #tickets = new Map<Ticket, { request: AskedRequest; onReply: (reply: Reply | null) => void }>();
  #lastTicket = 0;

  constructor(invariants: Invariants, log: WorldLog, nowMs: () => number) {
    this.#invariants = invariants;
    this.#log = log;
    this.#nowMs = nowMs;
  }

  get all(): Iterable<AskedRequest> {
    return this.#requests.values();
  }

  get(id: RequestId): AskedRequest | null {
    return this.#requests.get(id) ?? null;
  }

  /**
   * A ticket for a request at a kiosk. The callback gets the reply, or null if the process died.
   */
  ask(who: string, id: RequestId, onReply: (reply: Reply | null) => void): Ticket {
    let request = this.#requests.get(id);
    if (request === undefined) {
      request = { id, who, waiting: new Set(), askedMs: 0, wantedMs: 0, answer: null, forgotten: false };
      this.#requests.set(id, request);
    }
    const ticket = ++this.#lastTicket;
    request.askedMs = this.#nowMs();
    request.wantedMs = request.askedMs;
    request.waiting.add(ticket);
    this.#tickets.set(ticket, { request, onReply });
    return ticket;
  }

  /** A ticket for a staff entry. */
  staffTicket(): Ticket {
    return ++this.#lastTicket;
  }

  left(ticket: Ticket): void {
    const held = this.#tickets.get(ticket);
    if (held === undefined) return;
    this.#tickets.delete(ticket);
    held.request.waiting.delete(ticket);
    held.request.wantedMs = this.#nowMs();
  }

  /** Whether somebody waits for it now, or did so within the last `ms`. */
  wantedWithin(request: AskedRequest, ms: number): boolean {
    return request.waiting.size > 0 || this.#nowMs() - request.wantedMs <= ms;
  }

  /**
   * Whether somebody waits for it now, or asked within the last `ms`; a caller who left in between
   * does not count.
   */
  askedWithin(request: AskedRequest, ms: number): boolean {
    return request.waiting.size > 0 || this.#nowMs() - request.askedMs <= ms;
  }

  replied(who: string, ticket: Ticket, reply: Reply): void {
    const held = this.#tickets.get(ticket);
    if (held === undefined) return;
    this.left(ticket);
    const { request } = held;
    this.#log.write(who, () => replyText(request.id, reply));
    this.#invariants.check(
      reply.kind !== 'done',
      'a request is answered',
      who,
      () => `${request.id} was answered as a staff entry`,
    );
    if (reply.kind === 'answer') this.#answered(who, request, reply.answer);
    else
      this.#invariants.check(
        request.answer === null || request.forgotten || request.who !== who,
        'an answer once given never changes',
        who,
        () => `request ${request.id} had ${request.answer?.outcome}, and was then refused`,
      );
    held.onReply(reply);
  }

  /** The process died: all callers that waited at this kiosk get no reply. */
  died(who: string): void {
    for (const [ticket, held] of [...this.#tickets])
      if (held.request.who === who) {
        this.left(ticket);
        held.onReply(null);
      }
  }

  /** The kiosk's disk lost lines: its earlier requests may be forgotten. */
  forget(who: string): void {
    for (const request of this.#requests.values()) if (request.who === who) request.forgotten = true;
  }

  #answered(who: string, request: AskedRequest, answer: Answer): void {
    const before = request.answer;
    this.#invariants.check(
      answer.request === request.id,
      'a request gets its own answer',
      who,
      () => `${request.id} got ${answer.request}'s`,
    );
    if (before !== null && !request.forgotten)
      this.#invariants.check(
        same(before, answer),
        'an answer once given never changes',
        who,
        () => `request ${request.id} was ${answerText(before)}, and is now ${answerText(answer)}`,
      );
    request.answer ??= answer;
  }
}

const answerText = ({ outcome, reason, lane, txn }: Answer): string =>
  `${outcome}${reason === null ? '' : ` (${reason})`} from lane ${lane}, txn ${txn}`;

/** How a request ended for the person who asked; reasons and refusals are the kiosk's own codes. */
function replyText(id: string, reply: Reply): Bilingual {
  const request = id.slice(0, 4);
  if (reply.kind === 'refused')
    return bilingual(
      `request ${request} is refused: ${reply.refusal}`,
      `请求 ${request} 不予受理：${refusals[reply.refusal].zh}`,
    );
  if (reply.kind === 'done') return bilingual(`request ${request} is done`, `请求 ${request} 已完成`);
  return bilingual(
    `request ${request} is answered: ${answerText(reply.answer)}`,
    `请求 ${request} 的答复：${answerSentence(reply.answer).zh}`,
  );
}
