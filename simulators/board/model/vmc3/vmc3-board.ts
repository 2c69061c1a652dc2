import { type BoardModel, type BoardOutput, type BootCause, type LastTransaction, OutputList } from '../board.ts';
import type { Cabinet, CabinetListener } from '../cabinet.ts';
import { runDue } from '../due.ts';
import type { RandomSource } from '../random-source.ts';
import { type Vmc3Timing, vmc3Timing } from '../timing.ts';
import { Vmc3Drives } from './drives.ts';
import { command } from './frame.ts';
import { HostCommands } from './host-commands.ts';
import { Vmc3Link } from './link.ts';
import { Vmc3Memory } from './memory.ts';
import type { Vmc3Nvram } from './nvram.ts';
import { Vmc3Selections } from './selections.ts';
import { type Vmc3Settings, vmc3Settings } from './settings.ts';
import { DispenseStatuses } from './statuses.ts';

/** The options of a VMC. */
export interface Vmc3Options {
  readonly cabinet: Cabinet;
  /** Its last ten digits are the machine id. */
  readonly serial: string;
  readonly nvram: string;
  readonly timing?: Vmc3Timing;
  readonly settings?: Partial<Vmc3Settings>;
  /** For the jitter of the POLL period. */
  readonly random?: RandomSource;
  readonly traced?: boolean;
}

/**
 * A VMC of the V3.0 protocol: it leads the line, runs motors, and forgets its turns when it
 * restarts.
 */
export class Vmc3Board implements BoardModel, CabinetListener {
  readonly driver = 'vmc3';
  readonly serial: string;
  /** May be changed at any time. */
  readonly settings: Vmc3Settings;
  readonly link: Vmc3Link;
  readonly #memory: Vmc3Memory;
  readonly #statuses: DispenseStatuses;
  readonly #drives: Vmc3Drives;
  readonly #commands: HostCommands;
  readonly #selections: Vmc3Selections;
  readonly #cabinet: Cabinet;
  readonly #timing: Vmc3Timing;
  readonly #out: OutputList;
  #phase: 'off' | 'booting' | 'up' | 'hung' = 'off';
  #timerAtMs = Infinity;

  constructor(options: Vmc3Options) {
    this.serial = options.serial;
    this.settings = { ...vmc3Settings, ...options.settings };
    this.#cabinet = options.cabinet;
    this.#timing = options.timing ?? vmc3Timing;
    this.#out = new OutputList(options.traced ?? false);
    const memory = new Vmc3Memory(this.serial, this.#cabinet.lanes, options.nvram, this.#out);
    const selections = new Vmc3Selections(this.#cabinet, memory);
    const { settings } = this;
    this.#memory = memory;
    this.#selections = selections;
    this.link = new Vmc3Link({
      out: this.#out,
      settings,
      random: options.random,
      onCommand: (command) => this.#commands.execute(command),
    });
    this.#statuses = new DispenseStatuses(this.link, settings);
    this.#drives = new Vmc3Drives({
      serial: this.serial,
      cabinet: this.#cabinet,
      timing: this.#timing,
      settings,
      out: this.#out,
      memory,
      selections,
      statuses: this.#statuses,
      report: (number) => this.#commands.report(number),
    });
    this.#commands = new HostCommands({
      cabinet: this.#cabinet,
      settings,
      memory,
      link: this.link,
      selections,
      drives: this.#drives,
    });
  }

  /** By lane: the final code that it sends whatever happened, or that it sends none. */
  get finals(): Map<number, number | 'none'> {
    return this.#drives.finals;
  }

  get nvram(): Vmc3Nvram {
    return this.#memory.nvram;
  }

  get powered(): boolean {
    return this.#phase !== 'off';
  }

  get ready(): boolean {
    return this.#phase === 'up';
  }

  get lastTransaction(): LastTransaction | null {
    return this.#drives.last;
  }

  laneState(lane: number): string {
    return this.#selections.state(lane);
  }

  get wakeAtMs(): number | null {
    const atMs = Math.min(this.#dueAtMs(), this.#cabinet.wakeAtMs ?? Infinity);
    return atMs === Infinity ? null : atMs;
  }

  drain(): readonly BoardOutput[] {
    return this.#out.drain();
  }

  powerOn(nowMs: number, _cause: BootCause): void {
    this.wake(nowMs);
    if (this.#phase !== 'off') return;
    this.#memory.reload();
    this.#phase = 'booting';
    this.#timerAtMs = nowMs + this.#timing.bootMs;
    this.#cabinet.attach(this);
  }

  powerOff(nowMs: number): void {
    this.wake(nowMs);
    if (this.#phase === 'off') return;
    this.#cabinet.stop(nowMs);
    this.#cabinet.detach(this);
    this.#phase = 'off';
    this.#timerAtMs = Infinity;
    this.#drives.stop();
    this.#statuses.clear();
    this.link.stop();
  }

  hang(nowMs: number): void {
    this.wake(nowMs);
    if (this.#phase === 'off') return;
    this.#phase = 'hung';
    this.link.stop();
    this.#timerAtMs = nowMs + this.#timing.watchdogMs;
  }

  received(bytes: Uint8Array, nowMs: number): void {
    this.wake(nowMs);
    if (!this.ready) return;
    this.link.received(bytes, nowMs);
  }

  wake(nowMs: number): void {
    runDue(this.#cabinet, nowMs, this.#due);
  }

  /** Sends an unrequested data frame: a key, money, something unknown [VMC V3 §13]. */
  interject(code: number, text: readonly number[]): void {
    if (this.ready) this.link.enqueue(code, text);
  }

  /** Ends the pause of all lanes, which a power cycle does not. */
  unpause(): void {
    this.#drives.unhurry();
    this.#memory.nvram.paused = false;
    this.#memory.save();
  }

  sensorSaw(atMs: number): void {
    if (this.ready) this.#drives.sensorSaw(atMs);
  }

  motorHome(atMs: number): void {
    if (this.ready) this.#drives.motorHome(atMs);
  }

  /** The service door has no event; 0x52 reports it when asked. */
  doorMoved(_open: boolean, _atMs: number): void {}

  readonly #due = {
    atMs: (): number => this.#dueAtMs(),
    act: (atMs: number, nowMs: number): void => this.#timer(atMs, nowMs),
  };

  #dueAtMs(): number {
    if (this.#phase !== 'up') return this.#timerAtMs;
    return Math.min(this.link.wakeAtMs, this.#drives.wakeAtMs, this.#statuses.wakeAtMs);
  }

  #timer(atMs: number, nowMs: number): void {
    this.#timerAtMs = Infinity;
    if (this.#phase === 'booting') {
      this.#phase = 'up';
      this.link.start(atMs);
      this.link.enqueue(command.sync, []);
    } else if (this.#phase === 'hung') {
      this.powerOff(atMs);
      this.powerOn(atMs, 'WATCHDOG');
    } else if (this.#drives.wakeAtMs <= atMs) {
      this.#drives.timeout(atMs);
    } else if (this.#statuses.wakeAtMs <= atMs) {
      this.#statuses.sendLate();
    } else {
      this.link.slot(atMs, nowMs);
    }
  }
}
