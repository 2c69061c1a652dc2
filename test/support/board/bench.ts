import { createDriver } from '../../../device/board/catalogue.ts';
import type {
  BoardDriver,
  BoardEvent,
  BoardLoss,
  BoardOrder,
  FreshReading,
  OpenTurn,
  TurnResult,
} from '../../../device/board/port.ts';
import type { BoardName } from '../../../shared/config/boards.ts';
import { Lane, Txn } from '../../../shared/contracts/ids.ts';
import type { BoardModel } from '../../../simulators/board/model/board.ts';
import type { Cabinet } from '../../../simulators/board/model/cabinet.ts';
import type { Wire } from '../../../simulators/board/model/wire.ts';
import type { Attempt } from './attempt.ts';
import { BoardOnWire } from './board-on-wire.ts';

/**
 * A driver, a wire, a board model and its cabinet on virtual time, and as much of a core as is
 * needed to vend by the rules: look, record, vend; after a restart, settle. Every action is a
 * method; the truth is in the cabinet.
 */
export class Bench {
  upMs = 1_000;
  readonly events: BoardEvent[] = [];
  /** What the driver sent on the line. */
  readonly sent: { readonly atMs: number; readonly bytes: Uint8Array }[] = [];
  readonly attempts: Attempt[] = [];
  readonly name: BoardName;
  driver: BoardDriver;
  lastTxn = 900;
  readonly #far: BoardOnWire;
  #starts = 0;
  #portThere = true;
  #line: 'closed' | 'open' = 'closed';

  readonly #create: (start: number) => BoardDriver;

  constructor(name: BoardName, seed = 1, lanes = 3, boxes = 50, create?: () => BoardDriver) {
    this.#create = create ?? ((start) => createDriver(name, {}, start * 1_009));
    this.name = name;
    this.#far = new BoardOnWire(name, seed, lanes, boxes);
    this.driver = this.#create(0);
    this.board.powerOn(this.upMs, 'POWER');
    this.startHost();
  }

  get wire(): Wire {
    return this.#far.wire;
  }

  get cabinet(): Cabinet {
    return this.#far.cabinet;
  }

  /** Each turn of a motor. */
  get turns(): BoardOnWire['turns'] {
    return this.#far.turns;
  }

  get board(): BoardModel {
    return this.#far.board;
  }

  get ready(): boolean {
    const last = this.events.findLast((event) => event.kind === 'ready' || event.kind === 'lost');
    return last?.kind === 'ready';
  }

  last<K extends BoardEvent['kind']>(kind: K): Extract<BoardEvent, { kind: K }> | undefined {
    return this.events.findLast((event): event is Extract<BoardEvent, { kind: K }> => event.kind === kind);
  }

  /** The host process starts: a new driver, and what was left open is settled. */
  startHost(): void {
    this.#starts += 1;
    this.driver = this.#create(this.#starts);
    this.#line = 'closed';
    this.#open();
    for (const { turn, results } of this.attempts) if (results.length === 0) this.order({ kind: 'settle', turn });
    this.perform();
  }

  order(order: BoardOrder): void {
    this.driver.order(order, this.upMs);
    this.perform();
  }

  /**
   * Looks, records, waits for the disk (`meanwhile` in the middle of it), and orders. False if the
   * look failed.
   */
  vend(lane: number, diskMs = 5, patienceMs = 5_000, meanwhile: () => void = () => {}): boolean {
    const from = this.events.length;
    this.order({ kind: 'look', lane: Lane.parse(lane) });
    let looked: BoardEvent | undefined;
    for (let ms = 0; ms < 6_000 && looked === undefined; ms += 10) {
      this.run(10);
      looked = this.events.slice(from).find((event) => event.kind === 'looked' || event.kind === 'look-failed');
    }
    if (looked?.kind !== 'looked') return false;
    const startBeforeMonoMs = this.upMs + patienceMs;
    const turn = this.#writeDown(lane, looked.reading);
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
    this.order({ kind: 'vend', txn: turn.txn, lane: turn.lane, reading: looked.reading, startBeforeMonoMs });
    return true;
  }

  /** Looks and vends, and runs until the turn's end is reported. */
  turn(lane: number): TurnResult | undefined {
    if (!this.vend(lane)) throw new Error(`no look at lane ${lane}: ${JSON.stringify(this.last('look-failed'))}`);
    const attempt = this.attempts.at(-1);
    this.until(() => attempt?.results.length === 1);
    return attempt?.results[0];
  }

  unplug(reported: boolean): void {
    this.wire.unplug();
    this.#portThere = false;
    if (reported && this.#line === 'open') this.#close('port-gone');
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

  /**
   * Installs another board on the port that stays open; a spare that was used before has its
   * memory.
   */
  swap(serial: string): void {
    this.power(false);
    this.#far.replace(serial);
    this.power(true);
  }

  /** Writes a board's memory, as if it had been used elsewhere. */
  remember(serial: string, nvram: string): void {
    this.#far.remember(serial, nvram);
  }

  forget(): void {
    this.power(false);
    this.#far.forget();
    this.power(true);
  }

  run(forMs: number): this {
    const untilMs = this.upMs + forMs;
    for (let steps = 0; ; steps++) {
      if (steps > 200_000) throw new Error('time stands still');
      const atMs = Math.min(this.driver.wakeMonoMs ?? Infinity, this.#far.wakeAtMs);
      if (atMs > untilMs) break;
      this.upMs = Math.max(this.upMs, atMs);
      this.#step();
    }
    this.upMs = untilMs;
    return this;
  }

  /** Runs until a condition holds; throws if it never does. */
  until(holds: () => boolean, withinMs = 120_000): this {
    for (let ms = 0; ms < withinMs; ms += 20) {
      if (holds()) return this;
      this.run(20);
    }
    throw new Error(`never came to pass in ${withinMs} ms: ${holds}`);
  }

  perform(): void {
    this.#far.perform(this.upMs);
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

  #writeDown(lane: number, reading: FreshReading): OpenTurn {
    this.lastTxn = Math.max(this.lastTxn, reading.before ?? 0) + 1;
    return { txn: Txn.parse(this.lastTxn), lane: Lane.parse(lane), board: reading.serial, before: reading.before };
  }
}
