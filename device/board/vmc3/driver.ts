import type { Lane } from '../../../shared/contracts/ids.ts';
import { Outage } from '../outage.ts';
import type {
  BoardAsk,
  BoardCapabilities,
  BoardDriver,
  BoardEvent,
  BoardLoss,
  DriverOutput,
  DriverTiming,
  FreshReading,
  TurnResult,
} from '../port.ts';
import { drive, readDispensing, readSelection } from './bodies.ts';
import { type Frame, SYNC } from './frame.ts';
import { Known } from './known.ts';
import { DISPENSE_MS, FRESH_READING_MS, IDLE_POLL_MS, NEVER, NO_RESPONSE_MS, REPORTS_MS } from './limits.ts';
import { Link } from './link.ts';
import type { Happened, Procedure, Step } from './procedure.ts';
import { checkLane, clearBlocked, greet, seeBlocked, seeMachine } from './procedures.ts';
import { newTurn, type Turn, turned, type Vend, type Vmc3Options } from './turn.ts';

type Look = Extract<BoardAsk, { kind: 'look' }>;
type Home = Extract<BoardAsk, { kind: 'home' }>;

/** What is being done with the board, one thing at a time; `of` is what it is done for. */
interface Doing {
  readonly story: Procedure<void>;
  readonly of: 'greeting' | 'poll' | Turn | Look | Home;
  step: Step | null;
  untilMs: number;
  /** Until then `untilMs` may move while the board does not let us speak. */
  movesUntilMs: number;
}

/**
 * The host side of the VMC protocol V3.0. The board leads: `closed` → (opened) → `listening` for its first frame → `greeting` →
 * `ready`. What this board can't prove is told as unknown: it has no question for a past turn [VMC V3 §10].
 */
export class Vmc3Driver implements BoardDriver {
  readonly name = 'vmc3';
  readonly capabilities: BoardCapabilities = { remembersTransaction: false, countsDrops: false, homes: true };

  readonly #idlePollMs: number;
  readonly #options: Required<Vmc3Options>;
  readonly #link: Link;
  readonly #known = new Known();
  readonly #outage = new Outage();

  #phase: 'closed' | 'listening' | 'greeting' | 'ready' = 'closed';
  #heardAtMs = 0;
  /** Whether the board has our 0x31 of this greeting. */
  #synced = false;
  #restarted: string | null = null;

  #doing: Doing | null = null;
  #queue: (Look | Home)[] = [];
  #turn: Turn | null = null;
  /** What the last look saw, while nothing happened since. */
  #ground: { readonly serial: string; readonly lane: Lane; readonly atMs: number } | null = null;
  /** Lanes with a turn whose end never came: its code still may. */
  #doubted = new Set<Lane>();
  /** A motor may turn until then for an order of the process before this one; only one may turn at a time [VMC V3 §12.4]. */
  #quietUntilMs = Number.NEGATIVE_INFINITY;
  #pollAtMs = 0;
  #pollsLists = false;
  #nowMs = 0;
  #out: DriverOutput[] = [];

  constructor(timing: DriverTiming = {}, firstId = 0, options: Vmc3Options = {}) {
    this.#idlePollMs = timing.idlePollMs ?? IDLE_POLL_MS;
    this.#link = new Link(firstId);
    this.#options = { lunchBox: options.lunchBox ?? 'delivered', driveExtra: options.driveExtra ?? null };
  }

  get dropped(): number {
    return this.#link.dropped;
  }

  get wakeAtMs(): number | null {
    let due = Math.min(
      this.#turn?.deadlineMs ?? NEVER,
      this.#outage.reopenAtMs ?? NEVER,
      this.#doing?.untilMs ?? NEVER,
    );
    if (this.#phase !== 'closed') due = Math.min(due, this.#heardAtMs + NO_RESPONSE_MS);
    if (this.#isIdle) due = Math.min(due, this.#pollAtMs);
    return due === NEVER ? null : due;
  }

  take(): DriverOutput[] {
    this.#flush();
    const out = this.#out;
    this.#out = [];
    return out;
  }

  opened(upMs: number): void {
    this.#nowMs = upMs;
    this.#link.reset();
    this.#doing = null;
    this.#phase = 'listening';
    this.#heardAtMs = upMs;
    this.#outage.opening();
  }

  closed(reason: BoardLoss, upMs: number): void {
    this.#nowMs = upMs;
    this.#lose(reason);
  }

  received(bytes: Uint8Array, upMs: number): void {
    this.#nowMs = upMs;
    if (this.#phase === 'closed') return;
    const wasUnsent = this.#link.sent === 0;
    const { any, data } = this.#link.hear(bytes, upMs);
    if (this.#turn?.ordered && !this.#turn.sent && this.#link.sent > 0) {
      this.#turn.sent = true;
      this.#turn.deadlineMs = upMs + DISPENSE_MS;
    }
    if (!any) return;
    this.#heardAtMs = upMs;
    if (wasUnsent) this.#waitOn(upMs);
    for (const frame of data) this.#hear(frame);
    if (this.#phase === 'listening') this.#greet();
    const doing = this.#doing;
    if (doing?.step?.answer === null && this.#link.received) this.#goOn(doing, { kind: 'received' });
  }

  ask(ask: BoardAsk, upMs: number): void {
    this.#nowMs = upMs;
    if (ask.kind === 'vend') this.#addTurn(ask);
    else if (ask.kind === 'settle') this.#settle(ask);
    else if (this.#phase !== 'ready') this.#refuse(ask, this.#outage.reason);
    else if (this.#turn !== null || upMs < this.#quietUntilMs) this.#refuse(ask, 'busy');
    else {
      this.#queue.push(ask);
      this.#next();
    }
  }

  wake(upMs: number): void {
    this.#nowMs = upMs;
    const doing = this.#doing;
    const reopenAtMs = this.#outage.reopenAtMs;
    if (this.#turn !== null && upMs >= this.#turn.deadlineMs) this.#overdue(this.#turn);
    if (reopenAtMs !== null && upMs >= reopenAtMs) {
      this.#outage.opening();
      this.#out.push({ kind: 'reopen', reason: this.#outage.reason });
    }
    if (this.#phase !== 'closed' && upMs >= this.#heardAtMs + NO_RESPONSE_MS)
      this.#lose(this.#link.babbling ? 'babble' : 'mute');
    else if (doing !== null && doing === this.#doing && upMs >= doing.untilMs) this.#goOn(doing, { kind: 'silence' });
    else this.#next();
  }

  /** The board leads: an answer can only be late once the board has let us ask, at a POLL behind all that it has to report. */
  #waitOn(upMs: number): void {
    const doing = this.#doing;
    if (doing?.step) doing.untilMs = Math.max(doing.untilMs, Math.min(doing.movesUntilMs, upMs + doing.step.withinMs));
  }

  #hear(frame: Frame): void {
    if (frame.command === SYNC) this.#boardSync();
    const status = readDispensing(frame);
    const turn = this.#turn;
    if (turn?.sent && status?.lane === turn.ask.lane) {
      const result = turn.dispense.code(status.code);
      if (result !== null) {
        this.#doubted.delete(status.lane);
        this.#endTurn(turn, result);
      }
    }
    const selection = readSelection(frame);
    if (selection !== null) this.#tell(...this.#known.lane(selection.lane, selection.hardware));
    const doing = this.#doing;
    if (doing?.step?.answer?.(frame)) this.#goOn(doing, { kind: 'answer', frame });
  }

  /** The board's 0x31: it restarted, unless it comes with our own, before all else [VMC V3 §7]. */
  #boardSync(): void {
    if (this.#phase === 'listening' || (this.#phase === 'greeting' && this.#synced)) return;
    const of = this.#doing?.of;
    if (isAsk(of)) this.#refuse(of, 'board-restarted');
    this.#link.withdraw();
    if (this.#turn !== null) this.#endTurn(this.#turn, this.#turn.dispense.restarted(this.#turn.sent));
    this.#doubted.clear();
    this.#quietUntilMs = this.#nowMs;
    this.#restarted = 'sync';
    this.#greet();
  }

  #greet(): void {
    this.#phase = 'greeting';
    this.#synced = false;
    this.#ground = null;
    this.#begin('greeting', this.#greeting());
  }

  *#greeting(): Procedure<void> {
    const machine = yield* greet(() => this.#link.pollMs);
    if (typeof machine === 'string') {
      this.#lose(machine === 'not-received' ? 'mute' : 'not-a-board');
      return;
    }
    this.#phase = 'ready';
    this.#outage.end();
    this.#tell(...this.#known.meet(machine, this.#restarted));
    this.#restarted = null;
    this.#pollAtMs = this.#nowMs;
    this.#pollsLists = false;
  }

  /** Who is there and whether the lane can vend; null where that is not to be had, with why. */
  *#see(lane: Lane): Procedure<{ serial: string; hardware: 'ready' | 'empty' | 'jam' | 'absent' } | string> {
    const machine = yield* seeMachine();
    if (machine === null) return 'mute';
    this.#tell(...this.#known.note(machine));
    const checked = yield* checkLane(lane);
    if (checked === null) return 'mute';
    if ('reason' in checked) return checked.reason;
    this.#tell(...this.#known.lane(lane, checked.hardware));
    this.#ground = { serial: machine.id, lane, atMs: this.#nowMs };
    this.#pollAtMs = Math.max(this.#pollAtMs, this.#nowMs + FRESH_READING_MS);
    return { serial: machine.id, hardware: checked.hardware };
  }

  *#looking(ask: Look): Procedure<void> {
    const seen = yield* this.#see(ask.lane);
    if (typeof seen === 'string') {
      this.#refuse(ask, seen);
      return;
    }
    const sight: FreshReading = { serial: seen.serial, before: null };
    const { hardware } = seen;
    this.#tell({ kind: 'looked', lane: ask.lane, sight, hardware, drops: null, door: this.#known.doorNow });
  }

  *#homing(ask: Home): Procedure<void> {
    const cleared = yield* clearBlocked();
    const checked = yield* checkLane(ask.lane);
    if (!cleared || checked === null) this.#refuse(ask, 'mute');
    else if ('reason' in checked) this.#refuse(ask, checked.reason);
    else {
      this.#tell({ kind: 'homed', lane: ask.lane, hardware: checked.hardware, reason: null });
      this.#tell(...this.#known.lane(ask.lane, checked.hardware));
    }
  }

  /** The sight is too old: see again, and go on only where nothing changed. */
  *#renewing(turn: Turn): Procedure<void> {
    const seen = yield* this.#see(turn.ask.lane);
    const same = typeof seen !== 'string' && seen.serial === turn.ask.sight.serial && seen.hardware === 'ready';
    if (same) this.#order(turn);
    else this.#endTurn(turn, turn.dispense.deadline(false));
  }

  *#polling(): Procedure<void> {
    this.#pollAtMs = this.#nowMs + this.#idlePollMs;
    // This board tells its door only when asked, and behind an open one nothing is given out: that it closed is looked for first.
    this.#pollsLists = !this.#pollsLists && this.#known.doorNow !== 'open';
    if (!this.#pollsLists) {
      const machine = yield* seeMachine();
      if (machine !== null) this.#tell(...this.#known.note(machine));
    } else {
      const blocked = yield* seeBlocked();
      if (blocked !== null) this.#tell(...this.#known.blocked(blocked));
    }
  }

  get #isIdle(): boolean {
    return this.#phase === 'ready' && this.#doing === null && this.#turn === null;
  }

  /** Begin what is due first: the turn, then what was asked, then the idle questions. */
  #next(): void {
    while (this.#phase === 'ready' && this.#doing === null) {
      const turn = this.#turn;
      const ask = turn === null ? this.#queue.shift() : undefined;
      if (turn !== null) {
        if (turn.ordered) return;
        if (this.#isFresh(turn)) this.#order(turn);
        else this.#begin(turn, this.#renewing(turn));
      } else if (ask !== undefined) this.#begin(ask, ask.kind === 'look' ? this.#looking(ask) : this.#homing(ask));
      else if (this.#nowMs >= this.#pollAtMs) this.#begin('poll', this.#polling());
      else return;
    }
  }

  #begin(of: Doing['of'], story: Procedure<void>): void {
    const doing: Doing = { of, story, step: null, untilMs: NEVER, movesUntilMs: NEVER };
    this.#doing = doing;
    this.#take(doing, story.next());
  }

  #goOn(doing: Doing, happened: Happened): void {
    if (doing.of === 'greeting' && happened.kind === 'received') this.#synced = true;
    this.#link.withdraw();
    doing.step = null;
    this.#take(doing, doing.story.next(happened));
  }

  #take(doing: Doing, next: IteratorResult<Step, void>): void {
    if (this.#doing !== doing) return;
    if (next.done) {
      this.#doing = null;
      this.#next();
    } else {
      doing.step = next.value;
      doing.untilMs = this.#nowMs + next.value.withinMs;
      doing.movesUntilMs = this.#nowMs + REPORTS_MS;
      this.#link.order(next.value.command);
    }
  }

  /** The board, the lane and the time of the turn's sight are those of the last look, and nothing happened since. */
  #isFresh({ ask }: Turn): boolean {
    const ground = this.#ground;
    const isThis = ground?.serial === ask.sight.serial && ground.lane === ask.lane;
    return isThis && this.#nowMs - ground.atMs <= FRESH_READING_MS;
  }

  #addTurn(ask: Vend): void {
    const turn = newTurn(ask, this.#options.lunchBox, this.#doubted.has(ask.lane));
    if (this.#turn !== null) this.#tell(turned(turn, { kind: 'none', reason: 'busy' }));
    else if (this.#phase !== 'ready') this.#tell(turned(turn, turn.dispense.deadline(false)));
    else {
      this.#turn = turn;
      this.#next();
    }
  }

  /** Put the one order up for the next POLL; repetitions of it are the link's, while nothing says that it arrived [VMC V3 §12.2]. */
  #order(turn: Turn): void {
    turn.ordered = true;
    this.#ground = null;
    this.#link.order(drive(turn.ask.lane, this.#options.driveExtra), turn.ask.startBeforeMonoMs);
  }

  /** Either the order never went out in its time, or the end never came. */
  #overdue(turn: Turn): void {
    if (this.#doing?.of === turn) {
      this.#doing = null;
      this.#link.withdraw();
    }
    if (turn.sent) this.#doubted.add(turn.ask.lane);
    this.#endTurn(turn, turn.dispense.deadline(turn.sent));
  }

  /** This board can't be asked for a turn of before; its end may still come, and is not to be taken for another's. */
  #settle({ turn }: Extract<BoardAsk, { kind: 'settle' }>): void {
    const { txn, lane } = turn;
    if (this.#turn?.ask.txn === txn) return;
    this.#doubted.add(lane);
    this.#quietUntilMs = this.#nowMs + DISPENSE_MS;
    this.#tell({ kind: 'turned', txn, lane, result: { kind: 'unknown', reason: 'no-record' } });
  }

  #endTurn(turn: Turn, result: TurnResult): void {
    this.#turn = null;
    // While it waited, the line was an idle question's.
    if (turn.ordered) this.#link.withdraw();
    // What the board blocked in this turn shall be seen soon.
    this.#pollAtMs = this.#nowMs;
    this.#tell(turned(turn, result));
  }

  #refuse(ask: Look | Home, reason: string): void {
    if (ask.kind === 'look') this.#tell({ kind: 'look-failed', lane: ask.lane, reason });
    else this.#tell({ kind: 'homed', lane: ask.lane, hardware: null, reason });
  }

  /** The board can't be used: say so once, end what was asked, and want the line opened anew after a while. */
  #lose(reason: BoardLoss): void {
    const of = this.#doing?.of;
    const turn = this.#turn;
    this.#phase = 'closed';
    this.#doing = null;
    this.#ground = null;
    this.#link.reset();
    const lost = this.#outage.begin(reason, this.#nowMs);
    if (lost !== null) this.#tell(lost);
    for (const ask of [...(isAsk(of) ? [of] : []), ...this.#queue.splice(0)]) this.#refuse(ask, reason);
    if (turn !== null && !turn.sent) this.#endTurn(turn, turn.dispense.deadline(false));
  }

  #flush(): void {
    for (const bytes of this.#link.take()) this.#out.push({ kind: 'line', bytes });
  }

  /** Told in the order in which it happened, with what goes to the line. */
  #tell(...events: readonly BoardEvent[]): void {
    this.#flush();
    for (const event of events) this.#out.push({ kind: 'core', event });
  }
}

const isAsk = (of: Doing['of'] | undefined): of is Look | Home => typeof of === 'object' && 'kind' in of;
