import type {
  BoardCapabilities,
  BoardDriver,
  BoardLoss,
  BoardOrder,
  DriverOutput,
  DriverTiming,
  FreshReading,
  TurnResult,
} from '../port.ts';
import { BoardSession, type HomeOrder, type LookOrder } from '../session.ts';
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
import { NOT_STARTED, newTurn, settledTurn, type Turn, turnProcedure } from './turn.ts';

/**
 * The host side of LBP/1 in a board session. While the line is `opening`, what is in its buffers is
 * dropped. Turns whose end is not known are kept over every procedure and every loss.
 */
export class LbpDriver implements BoardDriver {
  readonly name = 'lbp';
  readonly capabilities: BoardCapabilities = { remembersTransaction: true, countsDrops: true, homes: true };

  readonly #idlePollMs: number;
  readonly #exchange: Exchange;
  readonly #decoder = new LineDecoder();
  readonly #snapshot = new BoardSnapshot();
  readonly #known = new Known();
  readonly #session = new BoardSession<Step, Happened>({
    greeting: () => this.#greeting(),
    looking: (order) => this.#looking(order),
    homing: (order) => this.#homing(order),
    polling: () => this.#polling(),
    nextTurn: () => this.#nextTurn(),
    await: (step) => this.#await(step),
    withdraw: () => this.#exchange.drop(),
    lost: () => this.#lost(),
  });

  #drainedMonoMs = 0;
  #turns: Turn[] = [];
  /** What the last look read, while nothing happened since. */
  #reading: BoardReading | null = null;
  #restarted: string | null = null;

  constructor(timing: DriverTiming = {}, firstId = 0) {
    this.#idlePollMs = timing.idlePollMs ?? IDLE_POLL_MS;
    this.#exchange = new Exchange(firstId);
  }

  get dropped(): number {
    return this.#decoder.dropped;
  }

  get wakeMonoMs(): number | null {
    const { phase, step } = this.#session;
    if (phase === 'closed') return this.#session.reopenMonoMs;
    if (phase === 'opening') return this.#drainedMonoMs;
    if (step === null) return this.#session.pollMonoMs;
    return step.kind === 'event' ? step.untilMonoMs : this.#exchange.dueMonoMs;
  }

  take(): DriverOutput[] {
    return this.#session.take();
  }

  opened(monoMs: number): void {
    this.#decoder.reset();
    this.#session.at(monoMs).opened();
    this.#drainedMonoMs = monoMs + DRAIN_MS;
  }

  closed(reason: BoardLoss, monoMs: number): void {
    this.#session.at(monoMs).fail(reason);
  }

  received(bytes: Uint8Array, monoMs: number): void {
    this.#session.at(monoMs);
    if (!this.#listening) return;
    for (const message of this.#decoder.hear(bytes)) if (this.#listening) this.#hear(message);
  }

  order(order: BoardOrder, monoMs: number): void {
    const session = this.#session.at(monoMs);
    if (order.kind === 'vend') this.#addTurn(newTurn(order, this.#snapshot.dropsOf(order.lane)));
    else if (order.kind === 'settle') this.#addTurn(settledTurn(order.turn));
    else session.order(order, this.#turns.length > 0);
  }

  wake(monoMs: number): void {
    const session = this.#session.at(monoMs);
    const dueMonoMs = this.wakeMonoMs;
    if (dueMonoMs === null || monoMs < dueMonoMs) return;
    if (session.phase === 'closed') session.reopenIfDue();
    else if (session.phase === 'opening') this.#greet();
    else if (session.step === null) session.next();
    else if (session.step.kind === 'event') session.resume({ kind: 'event', message: null, monoMs });
    else this.#silence();
  }

  get #listening(): boolean {
    const { phase } = this.#session;
    return phase === 'greeting' || phase === 'ready';
  }

  /** No answer in time: ask again, take silence as the answer, or give the board up. */
  #silence(): void {
    const session = this.#session;
    const end = this.#exchange.wake(session.nowMonoMs);
    if (end === null) return;
    if ('again' in end) session.send(end.again);
    else if (end.question.reports.includes('silence')) session.resume(end.happened);
    else if (this.#decoder.silence === 'noise') session.fail('babble');
    else session.fail(this.#decoder.silence === 'other-lines' && session.phase === 'greeting' ? 'not-a-board' : 'mute');
  }

  #hear(message: Message): void {
    const session = this.#session;
    switch (message.is) {
      case 'boot':
        this.#restart(message.cause);
        break;
      case 'ok':
      case 'err':
        this.#answer(message);
        break;
      case 'door':
        session.report(this.#snapshot.door(message.state));
        break;
      default:
        if (session.step?.kind === 'event' && session.step.of(message))
          session.resume({ kind: 'event', message, monoMs: session.nowMonoMs });
        if (message.is === 'lane') session.report(this.#snapshot.laneState(message.lane, message.hardware));
    }
  }

  #answer(message: Message): void {
    const end = this.#exchange.hear(message, this.#session.nowMonoMs);
    if (end === null) return;
    if (end.happened.kind === 'err' && !end.question.reports.includes('err')) this.#session.fail('not-a-board');
    else this.#session.resume(end.happened);
  }

  /**
   * The board restarted. The question under way is refused; turns without an end continue after the
   * greeting.
   */
  #restart(cause: string): void {
    this.#session.interrupted();
    this.#restarted = cause;
    this.#greet();
  }

  #greet(): void {
    this.#reading = null;
    this.#session.greet();
  }

  *#greeting(): Procedure<void> {
    const reading = yield* readBoard(FIRST_HELLO);
    const { restarted, swapped } = this.#known.meet(reading.hello);
    if (swapped) this.#snapshot.forget();
    this.#session.ready();
    const identity = identityOf(reading.hello);
    this.#session.report({ kind: 'ready', identity, restarted: swapped ? null : (this.#restarted ?? restarted) });
    this.#restarted = null;
  }

  *#looking(order: LookOrder): Procedure<void> {
    const { reading: read, seen } = yield* lookProcedure(order.lane);
    if (this.#known.isNew(read.hello)) return this.#restart('unseen');
    this.#reading = read;
    // The look before a vend must not find the line busy with idle questions.
    this.#session.pollMonoMs = Math.max(this.#session.pollMonoMs, this.#session.nowMonoMs + FRESH_READING_MS);
    this.#session.report(this.#snapshot.lane(seen));
    if (read.last.result === 'RUNNING') {
      this.#session.refuse(order, 'busy');
      return;
    }
    const reading: FreshReading = { serial: read.hello.serial, before: read.last.txn };
    const { hardware, drops } = seen;
    this.#session.report({ kind: 'looked', lane: order.lane, reading, hardware, drops, door: this.#snapshot.doorNow });
  }

  *#turning(turn: Turn): Procedure<void> {
    const end = yield* turnProcedure(turn, this.#reading, this.#session.nowMonoMs);
    this.#reading = null;
    this.#endTurn(turn, end.result);
    if (this.#known.isNew(end.hello)) this.#restart('unseen');
    else if (end.lane !== null) this.#session.report(this.#snapshot.lane(end.lane));
  }

  *#homing(order: HomeOrder): Procedure<void> {
    const homed = yield* homeProcedure(order.lane, this.#snapshot.hardwareOf(order.lane));
    this.#session.report({ kind: 'homed', lane: order.lane, ...homed });
    if (homed.hardware !== null) this.#session.report(this.#snapshot.laneState(order.lane, homed.hardware));
  }

  *#polling(): Procedure<void> {
    this.#session.pollMonoMs = this.#session.nowMonoMs + this.#idlePollMs;
    const { status, seen } = yield* pollProcedure(this.#known.nextLane());
    if (this.#known.isNewRun(status)) return this.#restart('unseen');
    const lane = seen === null ? null : this.#snapshot.lane(seen);
    this.#session.report(lane, this.#snapshot.door(status.door), this.#snapshot.climate(status));
    if (!this.#known.complete) this.#session.pollMonoMs = this.#session.nowMonoMs;
  }

  #nextTurn(): 'none' | 'begun' {
    const turn = this.#turns[0];
    if (turn === undefined) return 'none';
    this.#session.begin(this.#turning(turn));
    return 'begun';
  }

  #await(step: Step): void {
    if (step.kind === 'event') return;
    this.#decoder.attend();
    this.#session.send(this.#exchange.begin(step.question, this.#session.nowMonoMs));
  }

  #addTurn(turn: Turn): void {
    if (this.#turns.some((known) => known.txn === turn.txn)) return;
    this.#turns.push(turn);
    if (this.#session.phase === 'ready') this.#session.next();
    else if (!turn.ordered) this.#endTurn(turn, NOT_STARTED);
  }

  #endTurn(turn: Turn, result: TurnResult): void {
    this.#turns = this.#turns.filter((other) => other !== turn);
    this.#session.report({ kind: 'turned', txn: turn.txn, lane: turn.lane, result });
  }

  #lost(): void {
    this.#reading = null;
    for (const turn of this.#turns) if (!turn.ordered) this.#endTurn(turn, NOT_STARTED);
  }
}
