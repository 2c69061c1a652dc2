import { type BoardModel, type BoardOutput, type BootCause, type LastTransaction, OutputList } from '../board.ts';
import type { Cabinet, CabinetListener } from '../cabinet.ts';
import { runDue } from '../due.ts';
import type { RandomSource } from '../random-source.ts';
import { type Vmc3Timing, vmc3Timing } from '../timing.ts';
import { Vmc3Drives } from './drives.ts';
import { bigEndian, command, numberAt } from './frame.ts';
import { Vmc3Link } from './link.ts';
import { answerMenu, type MenuHost } from './menu.ts';
import { readVmc3Nvram, type Vmc3Nvram } from './nvram.ts';
import { machineReport, selectionReport } from './reports.ts';
import { Vmc3Selections } from './selections.ts';
import { type Vmc3Settings, vmc3Settings } from './settings.ts';
import { DispenseStatuses } from './statuses.ts';

/** What a VMC is made with. */
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

/** A VMC of the V3.0 protocol: it leads the line, drives motors, and forgets what it did when it restarts. */
export class Vmc3Board implements BoardModel, CabinetListener, MenuHost {
  readonly driver = 'vmc3';
  readonly serial: string;
  /** Turn them at any time. */
  readonly settings: Vmc3Settings;
  readonly link: Vmc3Link;
  readonly selections: Vmc3Selections;
  readonly #statuses: DispenseStatuses;
  readonly #drives: Vmc3Drives;
  readonly #cabinet: Cabinet;
  readonly #timing: Vmc3Timing;
  readonly #out: OutputList;
  #saved: string;
  #nvram: Vmc3Nvram;
  #phase: 'off' | 'booting' | 'up' | 'hung' = 'off';
  #timerAtMs = Infinity;
  #nowMs = 0;

  constructor(options: Vmc3Options) {
    this.serial = options.serial;
    this.settings = { ...vmc3Settings, ...options.settings };
    this.#cabinet = options.cabinet;
    this.#timing = options.timing ?? vmc3Timing;
    this.#out = new OutputList(options.traced ?? false);
    this.#saved = options.nvram;
    this.#nvram = readVmc3Nvram(options.nvram, options.serial, options.cabinet.lanes);
    this.selections = new Vmc3Selections(this.#cabinet, () => this.#nvram);
    this.link = new Vmc3Link({
      ...{ out: this.#out, settings: this.settings, random: options.random },
      onCommand: (code, text, packNo) => this.#command(code, text, packNo),
    });
    this.#statuses = new DispenseStatuses(this.link, this.settings);
    this.#drives = new Vmc3Drives({
      ...{ serial: this.serial, cabinet: this.#cabinet, timing: this.#timing, settings: this.settings, out: this.#out },
      ...{ selections: this.selections, statuses: this.#statuses },
      nvram: () => this.#nvram,
      changed: () => this.changed(),
      report: (number) => this.#report(number),
    });
  }

  /** By lane: the final code that it sends whatever happened, or that it sends none. */
  get finals(): Map<number, number | 'none'> {
    return this.#drives.finals;
  }

  get nvram(): Vmc3Nvram {
    return this.#nvram;
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
    return this.selections.state(lane);
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
    this.#nvram = readVmc3Nvram(this.#saved, this.serial, this.#cabinet.lanes);
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
    this.#nowMs = nowMs;
    this.link.received(bytes, nowMs);
  }

  wake(nowMs: number): void {
    runDue(this.#cabinet, nowMs, this.#due);
  }

  /** A data frame that nobody asked for: a key, money, something unknown [VMC V3 §13]. */
  interject(code: number, text: readonly number[]): void {
    if (this.ready) this.link.enqueue(code, text);
  }

  /** What no power cycle does: takes all lanes out of their pause. */
  unpause(): void {
    this.#drives.unhurry();
    this.#nvram.paused = false;
    this.changed();
  }

  sensorSaw(atMs: number): void {
    this.#nowMs = atMs;
    if (this.ready) this.#drives.sensorSaw(atMs);
  }

  motorHome(atMs: number): void {
    this.#nowMs = atMs;
    if (this.ready) this.#drives.motorHome(atMs);
  }

  /** It has no event for the service door; 0x52 tells it to who asks. */
  doorMoved(_open: boolean, _atMs: number): void {}

  changed(): void {
    this.#saved = JSON.stringify(this.#nvram);
    this.#out.save(this.#saved);
  }

  answer(text: readonly number[]): void {
    this.link.enqueue(command.menuAnswer, text);
  }

  testTurn(number: number, answer: (ok: boolean) => void): boolean {
    return this.#drives.test(number, this.#nowMs, answer);
  }

  readonly #due = {
    atMs: (): number => this.#dueAtMs(),
    act: (atMs: number, nowMs: number): void => this.#timer(atMs, nowMs),
  };

  #dueAtMs(): number {
    if (this.#phase !== 'up') return this.#timerAtMs;
    return Math.min(this.link.wakeAtMs, this.#drives.wakeAtMs, this.#statuses.wakeAtMs);
  }

  #timer(atMs: number, nowMs: number): void {
    this.#nowMs = atMs;
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

  #command(code: number, text: Uint8Array, packNo: number): void {
    switch (code) {
      case command.sync:
        this.#reportAll();
        return;
      case command.check:
        this.#checked(numberAt(text, 0, 2));
        return;
      case command.buy:
        if (this.#checked(numberAt(text, 0, 2)) === 1) this.#drive(packNo, numberAt(text, 0, 2), 1, 0);
        return;
      case command.drive:
        if (text.length >= 4) this.#drive(packNo, numberAt(text, 2, 2), text[0] ?? 0, text[1] ?? 0);
        return;
      case command.setPrice:
      case command.setInventory:
      case command.setCapacity:
      case command.setProduct:
        this.selections.set(code, text);
        this.changed();
        return;
      case command.setPollInterval:
        if (text[0] !== undefined && text[0] >= 1 && text[0] <= 20) this.settings.pollMs = text[0] * 100;
        return;
      case command.askMachine:
        this.link.enqueue(command.machine, machineReport(this.#nvram, this.#cabinet, this.settings.statusBytes));
        return;
      case command.askLift:
        this.link.enqueue(command.lift, [this.settings.liftStatus]);
        return;
      case command.menu:
        if (text.length >= 2) answerMenu(text, this);
        return;
    }
  }

  #reportAll(): void {
    this.link.withdraw(command.selection);
    if (this.settings.reports !== 1) return;
    for (const number of this.selections.numbers()) this.#report(number);
  }

  #report(number: number): void {
    const selection = this.selections.find(number);
    if (selection === undefined) return;
    this.link.enqueue(command.selection, selectionReport(number, selection, this.#nvram.paused));
  }

  /** Answers 0x02 and returns what it says [VMC V3 §6.1]. */
  #checked(number: number): number {
    const status = this.selections.check(number);
    this.link.enqueue(command.checked, [status, ...bigEndian(number, 2)]);
    return status;
  }

  #drive(packNo: number, number: number, sensor: number, elevator: number): void {
    this.#drives.drive({ packNo, number, sensor, elevator, nowMs: this.#nowMs });
  }
}
