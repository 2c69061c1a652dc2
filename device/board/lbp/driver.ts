import { Outage } from '../outage.ts';
import type {
  BoardAsk,
  BoardCapabilities,
  BoardDriver,
  BoardEvent,
  BoardLoss,
  DriverOutput,
  DriverTiming,
} from '../port.ts';
import { BoardSnapshot } from '../snapshot.ts';
import { type BoardReading, readBoard } from './board-reading.ts';
import { Exchange } from './exchange.ts';
import { homeProcedure } from './home.ts';
import { identityOf, Known } from './known.ts';
import { DRAIN_MS, FRESH_READING_MS, IDLE_POLL_MS } from './limits.ts';
import { LineDecoder } from './line-decoder.ts';
import { lookProcedure, pollProcedure } from './look.ts';
import type { Message } from './messages.ts';
import type { Happened, Procedure, Step } from './procedure.ts';
import { FIRST_HELLO } from './questions.ts';
import { type Turn, turnProcedure } from './turn.ts';

type Look = Extract<BoardAsk, { kind: 'look' }>;
type Home = Extract<BoardAsk, { kind: 'home' }>;

/** What is being done with the board; `of` is what it is done for. */
interface Doing {
  readonly story: Procedure<void>;
  readonly of: 'greeting' | 'poll' | Look | Home | Turn;
  awaiting: Extract<Step, { kind: 'event' }> | null;
}

/**
 * The host side of LBP/1. `closed` → (opened) → `draining` → `greeting` → `ready`; every loss leads through `closed`, and out of it
 * by a reopening with growing waits. One story runs at a time; turns whose end is not known outlive it.
 */
export class LbpDriver implements BoardDriver {
  readonly name = 'lbp';
  readonly capabilities: BoardCapabilities = { remembersTransaction: true, countsDrops: true, homes: true };

  readonly #idlePollMs: number;
  readonly #exchange: Exchange;
  readonly #ears = new LineDecoder();
  readonly #picture = new BoardSnapshot();
  readonly #known = new Known();
  readonly #outage = new Outage();

  #phase: 'closed' | 'draining' | 'greeting' | 'ready' = 'closed';
  #drainedAtMs = 0;

  #doing: Doing | null = null;
  #queue: (Look | Home)[] = [];
  #turns: Turn[] = [];
  #ground: BoardReading | null = null;
  #restarted: string | null = null;
  #pollAtMs = 0;
  #nowMs = 0;
  #out: DriverOutput[] = [];

  constructor(timing: DriverTiming = {}, firstId = 0) {
    this.#idlePollMs = timing.idlePollMs ?? IDLE_POLL_MS;
    this.#exchange = new Exchange(firstId);
  }

  get dropped(): number {
    return this.#ears.dropped;
  }

  get wakeAtMs(): number | null {
    if (this.#phase === 'closed') return this.#outage.reopenAtMs;
    if (this.#phase === 'draining') return this.#drainedAtMs;
    if (this.#doing !== null) return this.#doing.awaiting?.untilMonoMs ?? this.#exchange.dueMs;
    return this.#pollAtMs;
  }

  take(): DriverOutput[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  opened(upMs: number): void {
    this.#nowMs = upMs;
    this.#ears.reset();
    this.#doing = null;
    this.#phase = 'draining';
    this.#drainedAtMs = upMs + DRAIN_MS;
    this.#outage.opening();
  }

  closed(reason: BoardLoss, upMs: number): void {
    this.#nowMs = upMs;
    this.#lose(reason);
  }

  received(bytes: Uint8Array, upMs: number): void {
    this.#nowMs = upMs;
    if (!this.#listening) return;
    for (const message of this.#ears.hear(bytes)) if (this.#listening) this.#hear(message);
  }

  ask(ask: BoardAsk, upMs: number): void {
    this.#nowMs = upMs;
    if (ask.kind === 'vend') this.#addTurn(this.#turnOf(ask));
    else if (ask.kind === 'settle') this.#addTurn(settledTurn(ask.turn));
    else if (this.#phase !== 'ready') this.#refuse(ask, this.#outage.reason);
    else if (this.#turns.length > 0) this.#refuse(ask, 'busy');
    else {
      this.#queue.push(ask);
      this.#next();
    }
  }

  wake(upMs: number): void {
    this.#nowMs = upMs;
    const dueMs = this.wakeAtMs;
    if (dueMs === null || upMs < dueMs) return;
    const doing = this.#doing;
    if (this.#phase === 'closed') this.#reopen();
    else if (this.#phase === 'draining') this.#greet();
    else if (doing === null) this.#next();
    else if (doing.awaiting !== null) this.#goOn(doing, { kind: 'event', message: null, upMs });
    else this.#silence(doing);
  }

  get #listening(): boolean {
    return this.#phase === 'greeting' || this.#phase === 'ready';
  }

  #silence(doing: Doing): void {
    const end = this.#exchange.wake(this.#nowMs);
    if (end === null) return;
    if ('again' in end) this.#send(end.again);
    else if (end.question.tells.includes('silence')) this.#goOn(doing, end.happened);
    else if (this.#ears.silence === 'noise') this.#lose('babble');
    else this.#lose(this.#ears.silence === 'other-lines' && this.#phase === 'greeting' ? 'not-a-board' : 'mute');
  }

  #hear(message: Message): void {
    const doing = this.#doing;
    switch (message.is) {
      case 'boot':
        this.#restart(message.cause);
        break;
      case 'ok':
      case 'err':
        if (doing !== null) this.#answer(doing, message);
        break;
      case 'door':
        this.#tell(this.#picture.door(message.state));
        break;
      default:
        if (doing?.awaiting?.of(message)) this.#goOn(doing, { kind: 'event', message, upMs: this.#nowMs });
        if (message.is === 'lane') this.#tell(this.#picture.laneState(message.lane, message.hardware));
    }
  }

  #answer(doing: Doing, message: Message): void {
    const end = this.#exchange.hear(message, this.#nowMs);
    if (end === null) return;
    if (end.happened.kind === 'err' && !end.question.tells.includes('err')) this.#lose('not-a-board');
    else this.#goOn(doing, end.happened);
  }

  /** The board came up anew: what was being asked is refused, turns without an end go on after the greeting. */
  #restart(cause: string): void {
    const of = this.#doing?.of;
    if (isAsk(of)) this.#refuse(of, 'board-restarted');
    this.#restarted = cause;
    this.#greet();
  }

  #greet(): void {
    this.#phase = 'greeting';
    this.#ground = null;
    this.#begin('greeting', this.#greeting());
  }

  *#greeting(): Procedure<void> {
    const eyes = yield* readBoard(FIRST_HELLO);
    const { restarted, swapped } = this.#known.meet(eyes.hello);
    if (swapped) this.#picture.forget();
    this.#phase = 'ready';
    this.#outage.end();
    this.#pollAtMs = this.#nowMs;
    this.#tell({
      kind: 'ready',
      identity: identityOf(eyes.hello),
      restarted: swapped ? null : (this.#restarted ?? restarted),
    });
    this.#restarted = null;
  }

  *#looking(ask: Look): Procedure<void> {
    const { eyes, seen } = yield* lookProcedure(ask.lane);
    if (this.#known.isNew(eyes.hello)) {
      this.#restart('unseen');
      return;
    }
    this.#ground = eyes;
    // The vend that this look is for shall not find the line busy with idle questions.
    this.#pollAtMs = Math.max(this.#pollAtMs, this.#nowMs + FRESH_READING_MS);
    this.#tell(this.#picture.lane(seen));
    if (eyes.last.result === 'RUNNING') {
      this.#refuse(ask, 'busy');
      return;
    }
    const sight = { serial: eyes.hello.serial, before: eyes.last.txn };
    const { hardware, drops } = seen;
    this.#tell({ kind: 'looked', lane: ask.lane, sight, hardware, drops, door: this.#picture.doorNow });
  }

  *#turning(turn: Turn): Procedure<void> {
    const end = yield* turnProcedure(turn, this.#ground, this.#nowMs);
    this.#ground = null;
    this.#endTurn(turn, end.result);
    if (this.#known.isNew(end.hello)) this.#restart('unseen');
    else if (end.lane !== null) this.#tell(this.#picture.lane(end.lane));
  }

  *#homing(ask: Home): Procedure<void> {
    const homed = yield* homeProcedure(ask.lane);
    this.#tell({ kind: 'homed', lane: ask.lane, ...homed });
    if (homed.hardware !== null) this.#tell(this.#picture.laneState(ask.lane, homed.hardware));
  }

  *#polling(): Procedure<void> {
    this.#pollAtMs = this.#nowMs + this.#idlePollMs;
    const { status, seen } = yield* pollProcedure(this.#known.nextLane());
    if (this.#known.isNewRun(status)) {
      this.#restart('unseen');
      return;
    }
    if (seen !== null) this.#tell(this.#picture.lane(seen));
    this.#tell(this.#picture.door(status.door));
    this.#tell(this.#picture.climate(status));
    if (!this.#known.complete) this.#pollAtMs = this.#nowMs;
  }

  /** Begin what is due first: turns without an end, then what was asked, then the idle questions. */
  #next(): void {
    while (this.#doing === null && this.#phase === 'ready') {
      const turn = this.#turns[0];
      const ask = turn === undefined ? this.#queue.shift() : undefined;
      if (turn !== undefined) this.#begin(turn, this.#turning(turn));
      else if (ask !== undefined) this.#begin(ask, ask.kind === 'look' ? this.#looking(ask) : this.#homing(ask));
      else if (this.#nowMs >= this.#pollAtMs) this.#begin('poll', this.#polling());
      else return;
    }
  }

  #begin(of: Doing['of'], story: Procedure<void>): void {
    this.#exchange.drop();
    const doing: Doing = { of, story, awaiting: null };
    this.#doing = doing;
    this.#take(doing, story.next());
  }

  #goOn(doing: Doing, happened: Happened): void {
    this.#take(doing, doing.story.next(happened));
  }

  /** Do what a story waits for next; a story that began another one meanwhile is over. */
  #take(doing: Doing, step: IteratorResult<Step, void>): void {
    if (this.#doing !== doing) return;
    if (step.done) {
      this.#doing = null;
      this.#next();
    } else if (step.value.kind === 'answer') {
      doing.awaiting = null;
      this.#ears.attend();
      this.#send(this.#exchange.begin(step.value.question, this.#nowMs));
    } else {
      doing.awaiting = step.value;
    }
  }

  #turnOf(ask: Extract<BoardAsk, { kind: 'vend' }>): Turn {
    const { txn, lane, sight, startBeforeMonoMs } = ask;
    const drops = this.#picture.dropsOf(lane);
    const asked = { txn, lane, board: sight.serial, before: sight.before, startBeforeMonoMs: startBeforeMonoMs, drops };
    return { ...asked, ordered: false, accepted: false, firstOrder: null, refusal: null };
  }

  #addTurn(turn: Turn): void {
    if (this.#turns.some((known) => known.txn === turn.txn)) return;
    this.#turns.push(turn);
    if (this.#phase === 'ready') this.#next();
    else if (!turn.ordered) this.#endTurn(turn, { kind: 'none', reason: 'not-started' });
  }

  #endTurn(turn: Turn, result: Extract<BoardEvent, { kind: 'turned' }>['result']): void {
    this.#turns = this.#turns.filter((other) => other !== turn);
    this.#tell({ kind: 'turned', txn: turn.txn, lane: turn.lane, result });
  }

  #refuse(ask: Look | Home, reason: string): void {
    if (ask.kind === 'look') this.#tell({ kind: 'look-failed', lane: ask.lane, reason });
    else this.#tell({ kind: 'homed', lane: ask.lane, hardware: null, reason });
  }

  /** The board can't be used: say so once, end what was asked, and want the line opened anew after a while. */
  #lose(reason: BoardLoss): void {
    const of = this.#doing?.of;
    this.#phase = 'closed';
    this.#doing = null;
    this.#exchange.drop();
    this.#ground = null;
    this.#tell(this.#outage.begin(reason, this.#nowMs));
    for (const ask of [...(isAsk(of) ? [of] : []), ...this.#queue.splice(0)]) this.#refuse(ask, reason);
    for (const turn of this.#turns.filter((each) => !each.ordered)) {
      this.#endTurn(turn, { kind: 'none', reason: 'not-started' });
    }
  }

  #reopen(): void {
    this.#outage.opening();
    this.#out.push({ kind: 'reopen', reason: this.#outage.reason });
  }

  #send(bytes: Uint8Array): void {
    this.#out.push({ kind: 'line', bytes });
  }

  #tell(event: BoardEvent | null): void {
    if (event !== null) this.#out.push({ kind: 'core', event });
  }
}

const isAsk = (of: Doing['of'] | undefined): of is Look | Home => typeof of === 'object' && 'kind' in of;

/** A turn of before: its order may have gone out, and never goes out again [LBP/1 owes 5]. */
function settledTurn(turn: Extract<BoardAsk, { kind: 'settle' }>['turn']): Turn {
  const never = Number.NEGATIVE_INFINITY;
  return {
    ...turn,
    startBeforeMonoMs: never,
    drops: null,
    ordered: true,
    accepted: false,
    firstOrder: null,
    refusal: null,
  };
}
