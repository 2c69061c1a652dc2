import { Outage } from './outage.ts';
import type { BoardEvent, BoardLoss, BoardOrder, DriverOutput } from './port.ts';

/** The order to look at a lane. */
export type LookOrder = Extract<BoardOrder, { kind: 'look' }>;

/** The order to home a lane's motor. */
export type HomeOrder = Extract<BoardOrder, { kind: 'home' }>;

type QueuedOrder = LookOrder | HomeOrder;

type Procedure<Step, Happened> = Generator<Step, void, Happened>;

/** What a procedure is run for; neither for the greeting and for idle polls. */
interface Purpose<Turn> {
  readonly order?: QueuedOrder;
  readonly turn?: Turn;
}

/** The procedure that is under way, what it is for, and the step that it waits for. */
interface Running<Step, Happened, Turn> {
  readonly procedure: Procedure<Step, Happened>;
  readonly purpose: Purpose<Turn>;
  step: Step | null;
}

/**
 * What a session needs from a protocol. Procedures are generators: each yields the step that it
 * waits for, and is resumed with what happened.
 */
export interface Protocol<Step, Happened> {
  /** Identifies the board; ends with `ready()` or `lose()`. */
  greeting(): Procedure<Step, Happened>;
  looking(order: LookOrder): Procedure<Step, Happened>;
  homing(order: HomeOrder): Procedure<Step, Happened>;
  /** One round of idle questions; it sets `pollMonoMs` for the next. */
  polling(): Procedure<Step, Happened>;
  /**
   * Begins the turn that is due. `under-way`: one was begun before or needs no procedure, and
   * nothing else may begin until it ends.
   */
  nextTurn(): 'none' | 'begun' | 'under-way';
  /** Sends what a step asks, and begins to wait for what happens. */
  await(step: Step): void;
  /** Stops waiting for anything that an earlier step asked for. */
  withdraw(): void;
  /**
   * The board cannot be used: drops what was read from it, and ends the turns whose order never
   * went out.
   */
  lost(): void;
}

/**
 * The host's side of a board, whatever its protocol: one procedure at a time, losses and the waits
 * before the line is opened again, what is ordered and refused. `closed` → (opened) → `opening` →
 * `greeting` → `ready`. Every loss leads to `closed`, and the line is opened again from there.
 */
export class BoardSession<Step, Happened, Turn = never> {
  readonly #protocol: Protocol<Step, Happened>;
  readonly #outage = new Outage();
  #running: Running<Step, Happened, Turn> | null = null;
  #orders: QueuedOrder[] = [];
  #out: DriverOutput[] = [];
  #phase: 'closed' | 'opening' | 'greeting' | 'ready' = 'closed';
  /** Null between two calls. */
  #nowMonoMs: number | null = null;
  /** When the next idle questions are due. */
  pollMonoMs = 0;

  constructor(protocol: Protocol<Step, Happened>) {
    this.#protocol = protocol;
  }

  /** Begins a call of the driver, at this monotonic time. The call ends with `take`. */
  at(monoMs: number): this {
    this.#nowMonoMs = monoMs;
    return this;
  }

  /** The monotonic time of the call that is being handled. Throws if none began with `at`. */
  get nowMonoMs(): number {
    if (this.#nowMonoMs === null) throw new Error('the driver did not say when it was called');
    return this.#nowMonoMs;
  }

  get phase(): 'closed' | 'opening' | 'greeting' | 'ready' {
    return this.#phase;
  }

  /** Whether a procedure is under way. */
  get busy(): boolean {
    return this.#running !== null;
  }

  /** The step that the procedure waits for; null if there is none. */
  get step(): Step | null {
    return this.#running?.step ?? null;
  }

  get reopenMonoMs(): number | null {
    return this.#outage.reopenMonoMs;
  }

  take(): DriverOutput[] {
    const out = this.#out;
    this.#out = [];
    this.#nowMonoMs = null;
    return out;
  }

  send(bytes: Uint8Array): void {
    this.#out.push({ kind: 'line', bytes });
  }

  /** Reports events to the core; null is ignored. */
  report(...events: readonly (BoardEvent | null)[]): void {
    for (const event of events) if (event !== null) this.#out.push({ kind: 'core', event });
  }

  /** The line is open. */
  opened(): void {
    this.#running = null;
    this.#phase = 'opening';
    this.#outage.opening();
  }

  /** Begins the handshake, in place of the procedure that was under way. */
  greet(): void {
    this.#phase = 'greeting';
    this.begin(this.#protocol.greeting());
  }

  /** The handshake is done. */
  ready(): void {
    this.#phase = 'ready';
    this.#outage.end();
    this.pollMonoMs = this.nowMonoMs;
  }

  /** Queues an order to look or to home, or refuses it: `busy` means that a turn is open. */
  order(order: QueuedOrder, busy: boolean): void {
    if (this.#phase !== 'ready') this.refuse(order, this.#outage.reason);
    else if (busy) this.refuse(order, 'busy');
    else {
      this.#orders.push(order);
      this.next();
    }
  }

  refuse(order: QueuedOrder, reason: string): void {
    if (order.kind === 'look') this.report({ kind: 'look-failed', lane: order.lane, reason });
    else this.report({ kind: 'homed', lane: order.lane, hardware: null, reason });
  }

  /** The board restarted: the order under way is refused. The driver greets the board again. */
  interrupted(): void {
    const order = this.#running?.purpose.order;
    if (order !== undefined) this.refuse(order, 'board-restarted');
  }

  /**
   * The board cannot be used. Reports it once, ends what was ordered, and asks for the line to be
   * opened again after a wait.
   */
  fail(reason: BoardLoss): void {
    const order = this.#running?.purpose.order;
    this.#phase = 'closed';
    this.#running = null;
    this.#protocol.withdraw();
    this.report(this.#outage.begin(reason, this.nowMonoMs));
    for (const each of [...(order === undefined ? [] : [order]), ...this.#orders.splice(0)]) this.refuse(each, reason);
    this.#protocol.lost();
  }

  /** Asks for the line to be opened again, if that is due. */
  reopenIfDue(): void {
    const { reopenMonoMs, reason } = this.#outage;
    if (reopenMonoMs === null || this.nowMonoMs < reopenMonoMs) return;
    this.#outage.opening();
    this.#out.push({ kind: 'reopen', reason });
  }

  /** Begins what is due first: a turn, then another order, then the idle questions. */
  next(): void {
    while (this.#running === null && this.#phase === 'ready') {
      const turn = this.#protocol.nextTurn();
      if (turn === 'under-way') return;
      if (turn === 'begun') continue;
      const order = this.#orders.shift();
      if (order?.kind === 'look') this.begin(this.#protocol.looking(order), { order });
      else if (order !== undefined) this.begin(this.#protocol.homing(order), { order });
      else if (this.nowMonoMs >= this.pollMonoMs) this.begin(this.#protocol.polling());
      else return;
    }
  }

  /** Begins a procedure, in place of the one that was under way. */
  begin(procedure: Procedure<Step, Happened>, purpose: Purpose<Turn> = {}): void {
    this.#protocol.withdraw();
    const running = { procedure, purpose, step: null };
    this.#running = running;
    this.#take(running, procedure.next());
  }

  /** Resumes the procedure: what it waited for happened, or can't happen any more. */
  resume(happened: Happened): void {
    const running = this.#running;
    if (running === null) return;
    this.#protocol.withdraw();
    running.step = null;
    this.#take(running, running.procedure.next(happened));
  }

  /** Drops the procedure that is run for this turn, if one is. */
  dropTurn(turn: Turn): void {
    if (this.#running?.purpose.turn !== turn) return;
    this.#running = null;
    this.#protocol.withdraw();
  }

  /** Waits for a procedure's next step. A procedure that began another one meanwhile is over. */
  #take(running: Running<Step, Happened, Turn>, next: IteratorResult<Step, void>): void {
    if (this.#running !== running) return;
    if (next.done) {
      this.#running = null;
      this.next();
    } else {
      running.step = next.value;
      this.#protocol.await(next.value);
    }
  }
}
