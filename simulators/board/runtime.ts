import { type Bilingual, bilingual } from '../../shared/contracts/meaning.ts';
import type { BoardDriver, BoardModel, BootCause } from './model/board.ts';
import { boardKinds } from './model/boards.ts';
import { Cabinet } from './model/cabinet.ts';
import { type RandomSource, seededRandom } from './model/random-source.ts';
import { cabinetTiming, faster } from './model/timing.ts';
import { Wire } from './model/wire.ts';
import type { BoardPort } from './port.ts';
import { makeBoard, type RuntimeEvent, type RuntimeOptions } from './runtime-options.ts';

/** Runs a board model: in real time, on a real port, with its memory on disk. */
export class BoardRuntime {
  readonly cabinet: Cabinet;
  readonly wire: Wire;
  /** The source of all random numbers; `reseed` restarts it. */
  readonly random: RandomSource;
  readonly speed: number;
  readonly #options: RuntimeOptions;
  readonly #listeners = new Set<(event: RuntimeEvent) => void>();
  readonly #epochMs = Date.now() - performance.now();
  #seeded: { readonly seed: number; readonly random: RandomSource } = { seed: 0, random: seededRandom(0) };
  #board: BoardModel;
  #port: BoardPort | null = null;
  #timer: NodeJS.Timeout | null = null;
  #noiseAtMs = Infinity;
  #closed = false;

  constructor(options: RuntimeOptions) {
    this.#options = options;
    this.speed = options.speed;
    this.reseed(options.seed);
    this.random = {
      chance: (p, reason) => this.#seeded.random.chance(p, reason),
      below: (n, reason) => this.#seeded.random.below(n, reason),
      pick: (list, reason) => this.#seeded.random.pick(list, reason),
    };
    this.wire = new Wire({ random: this.random, baudRate: options.baudRate });
    const { state } = options;
    this.cabinet = new Cabinet({
      lanes: options.lanes,
      boxes: options.boxes,
      timing: faster(cabinetTiming, options.speed),
      past: state.past,
      onLine: (line) => {
        state.append(line);
        this.#tell({ kind: 'cabinet', atMs: this.nowMs, line });
      },
    });
    const serial = options.serial ?? state.serial ?? boardKinds[options.driver].firstSerial;
    if (serial !== state.serial) state.saveSerial(serial);
    this.#board = makeBoard(options, this.cabinet, this.random, serial);
  }

  /** Whole milliseconds since 1970 that never go backwards. */
  get nowMs(): number {
    return Math.floor(this.#epochMs + performance.now());
  }

  get board(): BoardModel {
    return this.#board;
  }

  get driver(): BoardDriver {
    return this.#options.driver;
  }

  /** The path that the host opens; null while it is unplugged. */
  get portPath(): string | null {
    return this.#port?.path ?? null;
  }

  get seed(): number {
    return this.#seeded.seed;
  }

  reseed(seed: number): void {
    this.#seeded = { seed, random: seededRandom(seed) };
  }

  listen(listener: (event: RuntimeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Opens the port and switches the power on; throws if the port cannot be opened. */
  async start(): Promise<void> {
    await this.plug();
    this.do((board, nowMs) => board.powerOn(nowMs, 'POWER'));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#port?.close();
    this.#port = null;
    this.#options.state.close();
  }

  /** Does something with the board or around it, and then everything that follows at once. */
  do<T>(what: (board: BoardModel, nowMs: number) => T): T {
    const { nowMs } = this;
    this.#board.wake(nowMs);
    this.#perform(nowMs);
    const result = what(this.#board, nowMs);
    this.#perform(nowMs);
    this.#step();
    return result;
  }

  restart(cause: BootCause): void {
    this.do((board, nowMs) => {
      board.powerOff(nowMs);
      board.powerOn(nowMs, cause);
    });
  }

  unplug(): void {
    this.wire.unplug();
    this.#port?.close();
    this.#port = null;
  }

  async plug(): Promise<void> {
    if (this.#port !== null) return;
    this.#port = await this.#options.openPort({
      onBytes: (bytes) => this.#fromHost(bytes),
      onLost: (reason) => {
        this.#port = null;
        this.wire.unplug();
        this.#note(bilingual(`port lost: ${reason}`, `串口已断开：${reason}`));
      },
    });
    this.wire.plug();
    this.#step();
  }

  /**
   * Installs another board in the same cabinet, on the port that stays open. A spare that was used
   * before still has its memory.
   */
  swap(serial: string): void {
    const powered = this.do((board, nowMs) => {
      const was = board.powered;
      board.powerOff(nowMs);
      return was;
    });
    this.#options.state.saveSerial(serial);
    this.#board = makeBoard(this.#options, this.cabinet, this.random, serial);
    if (powered) this.do((board, nowMs) => board.powerOn(nowMs, 'POWER'));
  }

  /** The board loses its memory and restarts. */
  forget(): void {
    const { serial } = this.#board;
    this.do((board, nowMs) => board.powerOff(nowMs));
    this.#options.state.saveNvram(serial, '');
    this.swap(serial);
    if (!this.#board.powered) this.do((board, nowMs) => board.powerOn(nowMs, 'POWER'));
  }

  setNoisy(noisy: boolean): void {
    this.wire.noisy = noisy;
    this.#noiseAtMs = noisy ? this.nowMs : Infinity;
    this.#step();
  }

  #fromHost(bytes: Uint8Array): void {
    const { nowMs } = this;
    this.#tell({ kind: 'wire', atMs: nowMs, from: 'host', bytes });
    this.wire.fromHost(Uint8Array.from(bytes), nowMs);
    this.#step();
  }

  /** Processes everything that is due, then sets the next alarm. */
  #step(): void {
    if (this.#closed) return;
    try {
      const { nowMs } = this;
      this.#processDue(nowMs);
      this.#alarm(nowMs);
    } catch (error) {
      this.close();
      this.#options.onFailure(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    this.#tell({ kind: 'step' });
  }

  #processDue(nowMs: number): void {
    for (let bytes = this.wire.toBoard.arrived(nowMs); bytes !== null; bytes = this.wire.toBoard.arrived(nowMs)) {
      this.#board.received(bytes, nowMs);
      this.#perform(nowMs);
    }
    this.#board.wake(nowMs);
    this.#perform(nowMs);
    if (this.#noiseAtMs <= nowMs) {
      this.wire.emitNoise(nowMs);
      this.#noiseAtMs = nowMs + 20;
    }
    for (let bytes = this.wire.toHost.arrived(nowMs); bytes !== null; bytes = this.wire.toHost.arrived(nowMs)) {
      this.#port?.write(bytes);
      this.#tell({ kind: 'wire', atMs: nowMs, from: 'board', bytes });
    }
  }

  #alarm(nowMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const wireAtMs = this.wire.wakeAtMs ?? Infinity;
    const atMs = Math.min(this.#board.wakeAtMs ?? Infinity, wireAtMs, this.#noiseAtMs);
    const forMs = Math.min(Math.max(0, Math.ceil(atMs - nowMs)), 60_000);
    this.#timer = atMs === Infinity ? null : setTimeout(() => this.#step(), forMs);
  }

  #perform(nowMs: number): void {
    for (const output of this.#board.drain()) {
      if (output.kind === 'save') this.#options.state.saveNvram(this.#board.serial, output.nvram);
      else if (output.kind === 'send') this.wire.fromBoard(output.bytes, nowMs);
      else this.#note(output.text);
    }
  }

  #note(text: Bilingual): void {
    this.#tell({ kind: 'note', atMs: this.nowMs, text });
  }

  #tell(event: RuntimeEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
