import { createDriver } from '../../device/board/catalogue.ts';
import type {
  BoardAsk,
  BoardDriver,
  BoardEvent,
  BoardLoss,
  FreshReading,
  OpenTurn,
  TurnResult,
} from '../../device/board/port.ts';
import type { BoardName } from '../../shared/config/boards.ts';
import { Lane, Txn } from '../../shared/contracts/ids.ts';
import type { BoardModel } from '../../simulators/board/model/board.ts';
import { boardKinds } from '../../simulators/board/model/boards.ts';
import { Cabinet } from '../../simulators/board/model/cabinet.ts';
import type { CabinetLine } from '../../simulators/board/model/cabinet-lines.ts';
import { seededRandom } from '../../simulators/board/model/random-source.ts';
import { Wire } from '../../simulators/board/model/wire.ts';

/** A turn that was written down and handed to a driver, and what became of it. */
export interface Attempt {
  readonly turn: OpenTurn;
  /** The order may begin before this. */
  readonly startBeforeMonoMs: number;
  readonly writtenAtMs: number;
  /** Each answer given, in order; more than one only over restarts of the host. */
  readonly results: TurnResult[];
  /** Motor turns that happened before it was handed over. */
  readonly turnsBefore: number;
}

/**
 * A driver, a wire, a board model and its cabinet on virtual time, and as much of a core as is needed to vend by the rules: look,
 * write down, vend; after a restart, settle. Every deed is a method; the truth is in the cabinet.
 */
export class Bench {
  upMs = 1_000;
  readonly wire: Wire;
  readonly cabinet: Cabinet;
  readonly turns: Extract<CabinetLine, { kind: 'turn' | 'home' }>[] = [];
  readonly events: BoardEvent[] = [];
  /** What the driver put on the line. */
  readonly sent: { readonly atMs: number; readonly bytes: Uint8Array }[] = [];
  readonly attempts: Attempt[] = [];
  readonly name: BoardName;
  driver: BoardDriver;
  board: BoardModel;
  #memory = new Map<string, string>();
  lastTxn = 900;
  #starts = 0;
  #portThere = true;
  #line: 'closed' | 'open' = 'closed';

  readonly #create: (start: number) => BoardDriver;

  constructor(name: BoardName, seed = 1, lanes = 3, boxes = 50, create?: () => BoardDriver) {
    this.#create = create ?? ((start) => createDriver(name, {}, start * 1_009));
    this.name = name;
    this.wire = new Wire({ random: seededRandom(seed), baudRate: boardKinds[name].baudRate });
    const onLine = (line: CabinetLine): void => {
      if (line.kind === 'turn' || line.kind === 'home') this.turns.push(line);
    };
    this.cabinet = new Cabinet({ lanes, boxes, onLine });
    this.board = this.#make(boardKinds[name].firstSerial);
    this.driver = this.#create(0);
    this.board.powerOn(this.upMs, 'POWER');
    this.startHost();
  }

  get ready(): boolean {
    const last = this.events.findLast((event) => event.kind === 'ready' || event.kind === 'lost');
    return last?.kind === 'ready';
  }

  last<K extends BoardEvent['kind']>(kind: K): Extract<BoardEvent, { kind: K }> | undefined {
    return this.events.findLast((event): event is Extract<BoardEvent, { kind: K }> => event.kind === kind);
  }

  /** The host process begins: a new driver, and what was left open is settled. */
  startHost(): void {
    this.#starts += 1;
    this.driver = this.#create(this.#starts);
    this.#line = 'closed';
    this.#open();
    for (const { turn, results } of this.attempts) if (results.length === 0) this.ask({ kind: 'settle', turn });
    this.perform();
  }

  ask(ask: BoardAsk): void {
    this.driver.ask(ask, this.upMs);
    this.perform();
  }

  /** Looks, writes down, waits for the disk (`meanwhile` in the middle of it), and orders. False where the look failed. */
  vend(lane: number, diskMs = 5, patienceMs = 5_000, meanwhile: () => void = () => {}): boolean {
    const from = this.events.length;
    this.ask({ kind: 'look', lane: Lane.parse(lane) });
    let looked: BoardEvent | undefined;
    for (let ms = 0; ms < 6_000 && looked === undefined; ms += 10) {
      this.run(10);
      looked = this.events.slice(from).find((event) => event.kind === 'looked' || event.kind === 'look-failed');
    }
    if (looked?.kind !== 'looked') return false;
    const startBeforeMonoMs = this.upMs + patienceMs;
    const turn = this.#writeDown(lane, looked.sight);
    this.attempts.push({
      turn,
      startBeforeMonoMs,
      writtenAtMs: this.upMs,
      results: [],
      turnsBefore: this.turns.length,
    });
    this.run(diskMs / 2);
    meanwhile();
    this.run(diskMs / 2);
    this.ask({ kind: 'vend', txn: turn.txn, lane: turn.lane, sight: looked.sight, startBeforeMonoMs });
    return true;
  }

  /** What the cabinet says of an attempt: its motor turns (by number where the board has one, else by time) and their boxes. */
  truth(attempt: Attempt): { turns: number; fell: number } {
    const next = this.attempts[this.attempts.indexOf(attempt) + 1];
    const its = this.name === 'lbp' ? this.turns : this.turns.slice(attempt.turnsBefore, next?.turnsBefore);
    const ours = ({ kind, cause }: (typeof its)[number]): boolean =>
      kind === 'turn' && (this.name !== 'lbp' || cause === `vend ${attempt.turn.txn}`);
    const turns = its.filter(ours);
    const fell = this.cabinet.falls.filter((fall) => turns.some((line) => line.turn === fall.turn)).length;
    return { turns: turns.length, fell };
  }

  /** Looks and vends, and runs until the turn's end is told. */
  turn(lane: number): TurnResult | undefined {
    if (!this.vend(lane)) throw new Error(`no look at lane ${lane}: ${JSON.stringify(this.last('look-failed'))}`);
    const attempt = this.attempts.at(-1);
    this.until(() => attempt?.results.length === 1);
    return attempt?.results[0];
  }

  unplug(told: boolean): void {
    this.wire.unplug();
    this.#portThere = false;
    if (told && this.#line === 'open') this.#close('port-gone');
  }

  plug(): void {
    this.wire.plug();
    this.#portThere = true;
  }

  power(on: boolean): void {
    if (on) this.board.powerOn(this.upMs, 'POWER');
    else this.board.powerOff(this.upMs);
    this.perform();
  }

  /** Another board behind the port that stays open; a spare that served before has its memory. */
  swap(serial: string): void {
    this.power(false);
    this.board = this.#make(serial);
    this.power(true);
  }

  /** Writes what a board keeps, as if it had served elsewhere. */
  remember(serial: string, nvram: string): void {
    this.#memory.set(serial, nvram);
  }

  forget(): void {
    this.power(false);
    this.#memory.delete(this.board.serial);
    this.board = this.#make(this.board.serial);
    this.power(true);
  }

  run(forMs: number): this {
    const untilMs = this.upMs + forMs;
    for (let steps = 0; ; steps++) {
      if (steps > 200_000) throw new Error('time stands still');
      const atMs = Math.min(
        this.driver.wakeMonoMs ?? Infinity,
        this.board.wakeAtMs ?? Infinity,
        this.wire.wakeAtMs ?? Infinity,
      );
      if (atMs > untilMs) break;
      this.upMs = Math.max(this.upMs, atMs);
      this.#step();
    }
    this.upMs = untilMs;
    return this;
  }

  /** Runs until something holds; throws when it never does. */
  until(holds: () => boolean, withinMs = 120_000): this {
    for (let ms = 0; ms < withinMs; ms += 20) {
      if (holds()) return this;
      this.run(20);
    }
    throw new Error(`never came to pass in ${withinMs} ms: ${holds}`);
  }

  perform(): void {
    for (const output of this.board.drain()) {
      if (output.kind === 'save') this.#memory.set(this.board.serial, output.nvram);
      else if (output.kind === 'send') this.wire.fromBoard(output.bytes, this.upMs);
    }
    for (const output of this.driver.take()) {
      if (output.kind === 'core') this.#hear(output.event);
      else if (output.kind === 'line') {
        this.sent.push({ atMs: this.upMs, bytes: output.bytes });
        if (this.#line === 'open') this.wire.fromHost(output.bytes, this.upMs);
      } else {
        this.#line = 'closed';
        this.#open();
      }
    }
  }

  #step(): void {
    for (
      let bytes = this.wire.toBoard.arrived(this.upMs);
      bytes !== null;
      bytes = this.wire.toBoard.arrived(this.upMs)
    ) {
      this.board.received(bytes, this.upMs);
      this.perform();
    }
    this.board.wake(this.upMs);
    this.perform();
    for (let bytes = this.wire.toHost.arrived(this.upMs); bytes !== null; bytes = this.wire.toHost.arrived(this.upMs)) {
      if (this.#line === 'open') this.driver.received(bytes, this.upMs);
      this.perform();
    }
    this.driver.wake(this.upMs);
    this.perform();
  }

  #open(): void {
    if (!this.#portThere) this.#close('port-missing');
    else {
      this.#line = 'open';
      this.driver.opened(this.upMs);
      this.perform();
    }
  }

  #close(reason: BoardLoss): void {
    this.#line = 'closed';
    this.driver.closed(reason, this.upMs);
    this.perform();
  }

  #hear(event: BoardEvent): void {
    this.events.push(event);
    if (event.kind !== 'turned') return;
    this.attempts.find(({ turn }) => turn.txn === event.txn)?.results.push(event.result);
  }

  #writeDown(lane: number, sight: FreshReading): OpenTurn {
    this.lastTxn = Math.max(this.lastTxn, sight.before ?? 0) + 1;
    return { txn: Txn.parse(this.lastTxn), lane: Lane.parse(lane), board: sight.serial, before: sight.before };
  }

  #make(serial: string): BoardModel {
    const nvram = this.#memory.get(serial) ?? '';
    return boardKinds[this.name].make({ cabinet: this.cabinet, serial, nvram });
  }
}
