import type { Lane } from '../../../shared/contracts/ids.ts';
import type { BoardOrder, TurnResult } from '../port.ts';
import type { BoardSession } from '../session.ts';
import { drive } from './bodies.ts';
import { DISPENSE_MS, FRESH_READING_MS } from './limits.ts';
import type { Link } from './link.ts';
import type { Happened, Procedure, Step } from './procedure.ts';
import { newTurn, type Turn, turned, type Vend, type Vmc3Options } from './turn.ts';

/**
 * The one turn that may be open, from the core's order to its end, and what earlier turns left in
 * doubt.
 */
export class Turns {
  readonly #session: BoardSession<Step, Happened, Turn>;
  readonly #link: Link;
  readonly #options: Required<Vmc3Options>;
  #open: Turn | null = null;
  /** Lanes with a turn whose end never came. Its code may still come. */
  readonly #doubted = new Set<Lane>();
  /**
   * A motor may turn until then for an order of the process before this one; only one may turn at a
   * time [VMC V3 §12.4].
   */
  #quietUntilMonoMs = Number.NEGATIVE_INFINITY;
  /** The last reading, while nothing happened since. */
  reading: { readonly serial: string; readonly lane: Lane; readonly atMonoMs: number } | null = null;

  constructor(session: BoardSession<Step, Happened, Turn>, link: Link, options: Vmc3Options) {
    this.#session = session;
    this.#link = link;
    this.#options = { lunchBox: options.lunchBox ?? 'delivered', driveExtra: options.driveExtra ?? null };
  }

  get open(): Turn | null {
    return this.#open;
  }

  /** Whether a motor turns, is about to, or may still turn for an earlier process. */
  get busy(): boolean {
    return this.#open !== null || this.#session.nowMonoMs < this.#quietUntilMonoMs;
  }

  /**
   * Takes the core's order. It is refused while another turn is open, and while the board is not
   * ready.
   */
  add(vend: Vend): void {
    const turn = newTurn(vend, this.#options.lunchBox, this.#doubted.has(vend.lane));
    if (this.#open !== null) this.#session.report(turned(turn, { kind: 'none', reason: 'busy' }));
    else if (this.#session.phase !== 'ready') this.#session.report(turned(turn, turn.dispense.deadline(false)));
    else {
      this.#open = turn;
      this.#session.next();
    }
  }

  /**
   * This board cannot be asked about an earlier turn. Its end may still come, and must not be taken
   * for another turn's.
   */
  settle({ turn }: Extract<BoardOrder, { kind: 'settle' }>): void {
    const { txn, lane } = turn;
    if (this.#open?.vend.txn === txn) return;
    this.#doubted.add(lane);
    this.#quietUntilMonoMs = this.#session.nowMonoMs + DISPENSE_MS;
    this.#session.report({ kind: 'turned', txn, lane, result: { kind: 'unknown', reason: 'no-record' } });
  }

  /** Orders the open turn, or begins to renew its reading first if that is too old. */
  next(renew: (turn: Turn) => Procedure<void>): 'none' | 'begun' | 'under-way' {
    const turn = this.#open;
    if (turn === null) return 'none';
    if (turn.ordered) return 'under-way';
    if (!this.#isFresh(turn)) {
      this.#session.begin(renew(turn), { turn });
      return 'begun';
    }
    this.order(turn);
    return 'under-way';
  }

  /**
   * Prepares the one order for the next POLL. The link repeats it until something shows that it
   * arrived [VMC V3 §12.2].
   */
  order(turn: Turn): void {
    turn.ordered = true;
    this.reading = null;
    this.#link.order(drive(turn.vend.lane, this.#options.driveExtra), turn.vend.startBeforeMonoMs);
  }

  /** The line was used: the turn's end is awaited from the moment at which the order went out. */
  noteSent(): void {
    const turn = this.#open;
    if (turn === null || !turn.ordered || turn.sent || this.#link.sent === 0) return;
    turn.sent = true;
    turn.deadlineMonoMs = this.#session.nowMonoMs + DISPENSE_MS;
  }

  /** Takes a status code for a lane; it may end the open turn. */
  code(lane: Lane, code: number): void {
    const turn = this.#open;
    if (!turn?.sent || lane !== turn.vend.lane) return;
    const result = turn.dispense.code(code);
    if (result === null) return;
    this.#doubted.delete(lane);
    this.#end(turn, result);
  }

  /** The board restarted: no code will come for any earlier turn, and no motor turns. */
  restarted(): void {
    const turn = this.#open;
    if (turn !== null) this.#end(turn, turn.dispense.restarted(turn.sent));
    this.#doubted.clear();
    this.#quietUntilMonoMs = this.#session.nowMonoMs;
  }

  /** Ends a turn whose order did not go out in time, or whose end did not come. */
  endOverdue(): void {
    const turn = this.#open;
    if (turn === null || this.#session.nowMonoMs < turn.deadlineMonoMs) return;
    this.#session.dropTurn(turn);
    if (turn.sent) this.#doubted.add(turn.vend.lane);
    this.#end(turn, turn.dispense.deadline(turn.sent));
  }

  /** Ends a turn whose order never went out, and never will. */
  endUnsent(): void {
    const turn = this.#open;
    if (turn !== null && !turn.sent) this.#end(turn, turn.dispense.deadline(false));
  }

  /**
   * Whether the turn's reading is the last one: same board, same lane, recent, and nothing happened
   * since.
   */
  #isFresh({ vend }: Turn): boolean {
    const { reading } = this;
    const isThis = reading?.serial === vend.reading.serial && reading.lane === vend.lane;
    return isThis && this.#session.nowMonoMs - reading.atMonoMs <= FRESH_READING_MS;
  }

  #end(turn: Turn, result: TurnResult): void {
    this.#open = null;
    // The line was used for an idle question while the turn waited.
    if (turn.ordered) this.#link.withdraw();
    // What the board blocked in this turn must be read soon.
    this.#session.pollMonoMs = this.#session.nowMonoMs;
    this.#session.report(turned(turn, result));
  }
}
