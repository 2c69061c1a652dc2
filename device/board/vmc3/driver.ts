import type { Lane } from '../../../shared/contracts/ids.ts';
import type {
  BoardCapabilities,
  BoardDriver,
  BoardLoss,
  BoardOrder,
  DriverOutput,
  DriverTiming,
  FreshReading,
} from '../port.ts';
import { BoardSession, type HomeOrder, type LookOrder } from '../session.ts';
import { AnswerDeadline } from './answer-deadline.ts';
import { readDispensing, readSelection } from './bodies.ts';
import { type Frame, SYNC } from './frame.ts';
import { Known } from './known.ts';
import { FRESH_READING_MS, IDLE_POLL_MS, NEVER, NO_RESPONSE_MS } from './limits.ts';
import { Link } from './link.ts';
import type { Happened, Procedure, Step } from './procedure.ts';
import { checkLane, clearBlocked, greet, seeBlocked, seeMachine } from './procedures.ts';
import type { Turn, Vmc3Options } from './turn.ts';
import { Turns } from './turns.ts';

/**
 * The host side of the VMC protocol V3.0 in a board session. The board leads: while the line is
 * `opening`, its first frame is awaited. What it can't prove is reported as unknown [VMC V3 §10].
 */
export class Vmc3Driver implements BoardDriver {
  readonly name = 'vmc3';
  readonly capabilities: BoardCapabilities = { remembersTransaction: false, countsDrops: false, homes: true };

  readonly #idlePollMs: number;
  readonly #link: Link;
  readonly #turns: Turns;
  readonly #known = new Known();
  readonly #session = new BoardSession<Step, Happened, Turn>({
    greeting: () => this.#greeting(),
    looking: (order) => this.#looking(order),
    homing: (order) => this.#homing(order),
    polling: () => this.#polling(),
    nextTurn: () => this.#turns.next((turn) => this.#renewing(turn)),
    await: (step) => this.#await(step),
    withdraw: () => this.#link.withdraw(),
    lost: () => this.#lost(),
  });

  #heardMonoMs = 0;
  /** Whether the board has received our 0x31 of this greeting. */
  #synced = false;
  #restarted: string | null = null;
  readonly #deadline = new AnswerDeadline();
  /** Whether the last idle round asked for the lanes that are blocked, and not for the machine. */
  #pollsLists = false;

  constructor(timing: DriverTiming = {}, firstId = 0, options: Vmc3Options = {}) {
    this.#idlePollMs = timing.idlePollMs ?? IDLE_POLL_MS;
    this.#link = new Link(firstId);
    this.#turns = new Turns(this.#session, this.#link, options);
  }

  get dropped(): number {
    return this.#link.dropped;
  }

  get wakeMonoMs(): number | null {
    const { phase, step, reopenMonoMs, pollMonoMs } = this.#session;
    let due = Math.min(
      this.#turns.open?.deadlineMonoMs ?? NEVER,
      reopenMonoMs ?? NEVER,
      step === null ? NEVER : this.#deadline.dueMonoMs,
    );
    if (phase !== 'closed') due = Math.min(due, this.#heardMonoMs + NO_RESPONSE_MS);
    if (phase === 'ready' && step === null && this.#turns.open === null) due = Math.min(due, pollMonoMs);
    return due === NEVER ? null : due;
  }

  take(): DriverOutput[] {
    return this.#session.take();
  }

  opened(monoMs: number): void {
    this.#link.reset();
    this.#session.at(monoMs).opened();
    this.#heardMonoMs = monoMs;
  }

  closed(reason: BoardLoss, monoMs: number): void {
    this.#session.at(monoMs).fail(reason);
  }

  received(bytes: Uint8Array, monoMs: number): void {
    const session = this.#session.at(monoMs);
    if (session.phase === 'closed') return;
    const wasUnsent = this.#link.sent === 0;
    const { any, data } = this.#link.hear(bytes, monoMs);
    for (const answer of this.#link.take()) session.send(answer);
    this.#turns.noteSent();
    if (!any) return;
    this.#heardMonoMs = monoMs;
    if (wasUnsent && session.step !== null) this.#deadline.move(session.step.withinMs, monoMs);
    for (const frame of data) this.#hear(frame);
    if (session.phase === 'opening') this.#greet();
    if (session.step?.answer === null && this.#link.received) {
      if (session.phase === 'greeting') this.#synced = true;
      session.resume({ kind: 'received' });
    }
  }

  order(order: BoardOrder, monoMs: number): void {
    const session = this.#session.at(monoMs);
    if (order.kind === 'vend') this.#turns.add(order);
    else if (order.kind === 'settle') this.#turns.settle(order);
    else session.order(order, this.#turns.busy);
  }

  wake(monoMs: number): void {
    const session = this.#session.at(monoMs);
    this.#turns.endOverdue();
    session.reopenIfDue();
    if (session.phase !== 'closed' && monoMs >= this.#heardMonoMs + NO_RESPONSE_MS)
      session.fail(this.#link.noisy ? 'babble' : 'mute');
    else if (session.step !== null && monoMs >= this.#deadline.dueMonoMs) session.resume({ kind: 'silence' });
    else session.next();
  }

  #hear(frame: Frame): void {
    if (frame.command === SYNC) this.#boardSync();
    const status = readDispensing(frame);
    if (status !== null) this.#turns.code(status.lane, status.code);
    const selection = readSelection(frame);
    if (selection !== null) this.#session.report(...this.#known.lane(selection.lane, selection.hardware));
    if (this.#session.step?.answer?.(frame)) this.#session.resume({ kind: 'answer', frame });
  }

  /** The board sent 0x31: it restarted, unless this answers our own [VMC V3 §7]. */
  #boardSync(): void {
    const { phase } = this.#session;
    if (phase === 'opening' || (phase === 'greeting' && this.#synced)) return;
    this.#session.interrupted();
    this.#link.withdraw();
    this.#turns.restarted();
    this.#restarted = 'sync';
    this.#greet();
  }

  #greet(): void {
    this.#synced = false;
    this.#turns.reading = null;
    this.#session.greet();
  }

  *#greeting(): Procedure<void> {
    const machine = yield* greet(() => this.#link.pollMs);
    if (typeof machine === 'string') {
      this.#session.fail(machine === 'not-received' ? 'mute' : 'not-a-board');
      return;
    }
    this.#session.ready();
    this.#session.report(...this.#known.meet(machine, this.#restarted));
    this.#restarted = null;
    this.#pollsLists = false;
  }

  /** The board's identity and whether the lane can vend, or null with the reason. */
  *#see(lane: Lane): Procedure<{ serial: string; hardware: 'ready' | 'empty' | 'jam' | 'absent' } | string> {
    const machine = yield* seeMachine();
    if (machine === null) return 'mute';
    this.#session.report(...this.#known.note(machine));
    const checked = yield* checkLane(lane);
    if (checked === null) return 'mute';
    if ('reason' in checked) return checked.reason;
    this.#session.report(...this.#known.lane(lane, checked.hardware));
    this.#turns.reading = { serial: machine.id, lane, atMonoMs: this.#session.nowMonoMs };
    this.#session.pollMonoMs = Math.max(this.#session.pollMonoMs, this.#session.nowMonoMs + FRESH_READING_MS);
    return { serial: machine.id, hardware: checked.hardware };
  }

  *#looking(order: LookOrder): Procedure<void> {
    const seen = yield* this.#see(order.lane);
    if (typeof seen === 'string') {
      this.#session.refuse(order, seen);
      return;
    }
    const reading: FreshReading = { serial: seen.serial, before: null };
    const { hardware } = seen;
    this.#session.report({
      kind: 'looked',
      lane: order.lane,
      reading,
      hardware,
      drops: null,
      door: this.#known.doorNow,
    });
  }

  *#homing(order: HomeOrder): Procedure<void> {
    const cleared = yield* clearBlocked();
    const checked = yield* checkLane(order.lane);
    if (!cleared || checked === null) this.#session.refuse(order, 'mute');
    else if ('reason' in checked) this.#session.refuse(order, checked.reason);
    else {
      this.#session.report({ kind: 'homed', lane: order.lane, hardware: checked.hardware, reason: null });
      this.#session.report(...this.#known.lane(order.lane, checked.hardware));
    }
  }

  /** The reading is too old: read again, and go on only if nothing changed. */
  *#renewing(turn: Turn): Procedure<void> {
    const seen = yield* this.#see(turn.vend.lane);
    const same = typeof seen !== 'string' && seen.serial === turn.vend.reading.serial && seen.hardware === 'ready';
    if (same) this.#turns.order(turn);
    else this.#turns.endUnsent();
  }

  *#polling(): Procedure<void> {
    this.#session.pollMonoMs = this.#session.nowMonoMs + this.#idlePollMs;
    // The door is reported only when asked for, and an open door stops everything: so look first
    // whether it has closed.
    this.#pollsLists = !this.#pollsLists && this.#known.doorNow !== 'open';
    if (!this.#pollsLists) {
      const machine = yield* seeMachine();
      if (machine !== null) this.#session.report(...this.#known.note(machine));
    } else {
      const blocked = yield* seeBlocked();
      if (blocked !== null) this.#session.report(...this.#known.blocked(blocked));
    }
  }

  #await(step: Step): void {
    this.#deadline.begin(step.withinMs, this.#session.nowMonoMs);
    this.#link.order(step.command);
  }

  #lost(): void {
    this.#turns.reading = null;
    this.#link.reset();
    this.#turns.endUnsent();
  }
}
