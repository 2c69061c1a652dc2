import { type BoardModel, type BoardOutput, type BootCause, type LastTransaction, OutputList } from '../board.ts';
import type { Cabinet, CabinetListener } from '../cabinet.ts';
import { runDue } from '../due.ts';
import type { RandomSource } from '../random-source.ts';
import { type Vmc3Timing, vmc3Timing } from '../timing.ts';
import { dispensing, ended, liftDescending, liftRising, MotorTurn, type TurnEnd } from './dispense.ts';
import { bigEndian, command, numberAt } from './frame.ts';
import { Vmc3Link } from './link.ts';
import { answerMenu, type MenuHost } from './menu.ts';
import { readVmc3Nvram, type Vmc3Nvram } from './nvram.ts';
import { machineReport, selectionReport } from './reports.ts';
import { Vmc3Selections } from './selections.ts';
import { type Vmc3Settings, vmc3Settings } from './settings.ts';

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

/** A running motor, with what is to be said when it is over. */
interface Running {
  readonly turn: MotorTurn;
  readonly packNo: number;
  readonly lift: boolean;
  /** A test turn answers the menu and counts nowhere. */
  readonly answerTest: ((ok: boolean) => void) | null;
}

interface LateStatus {
  readonly atMs: number;
  readonly text: readonly number[];
}

/** A VMC of the V3.0 protocol: it leads the line, drives motors, and forgets what it did when it restarts. */
export class Vmc3Board implements BoardModel, CabinetListener, MenuHost {
  readonly driver = 'vmc3';
  readonly serial: string;
  /** Turn them at any time. */
  readonly settings: Vmc3Settings;
  /** By lane: the final code that it sends whatever happened, or that it sends none. */
  readonly finals = new Map<number, number | 'none'>();
  readonly link: Vmc3Link;
  readonly selections: Vmc3Selections;
  readonly #cabinet: Cabinet;
  readonly #timing: Vmc3Timing;
  readonly #out: OutputList;
  #saved: string;
  #nvram: Vmc3Nvram;
  #phase: 'off' | 'booting' | 'up' | 'hung' = 'off';
  #timerAtMs = Infinity;
  #running: Running | null = null;
  #late: LateStatus[] = [];
  #last: LastTransaction | null = null;
  #quick = 0;
  #lastDriveAtMs = -Infinity;
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
    return this.#last;
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
    this.#running = null;
    this.#late = [];
    this.#last = null;
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
    this.#quick = 0;
    this.#nvram.paused = false;
    this.changed();
  }

  sensorSaw(atMs: number): void {
    this.#nowMs = atMs;
    if (this.ready && this.#running !== null) this.#over(this.#running.turn.saw());
  }

  motorHome(atMs: number): void {
    this.#nowMs = atMs;
    if (this.ready && this.#running !== null) this.#over(this.#running.turn.home(atMs));
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
    if (this.#running !== null) return false;
    this.#start(number, 0, { sensor: true, lift: false, answerTest: answer, cause: 'test' });
    return true;
  }

  readonly #due = {
    atMs: (): number => this.#dueAtMs(),
    act: (atMs: number, nowMs: number): void => this.#timer(atMs, nowMs),
  };

  #dueAtMs(): number {
    if (this.#phase !== 'up') return this.#timerAtMs;
    return Math.min(this.link.wakeAtMs, this.#running?.turn.wakeAtMs ?? Infinity, this.#late[0]?.atMs ?? Infinity);
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
    } else if ((this.#running?.turn.wakeAtMs ?? Infinity) <= atMs) {
      this.#over(this.#running?.turn.timeout(atMs) ?? null);
    } else if ((this.#late[0]?.atMs ?? Infinity) <= atMs) {
      this.#status(this.#late.shift()?.text ?? []);
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
    if (this.#running !== null) {
      this.#out.trace(() => `0x06 for lane ${number} ignored while lane ${this.#running?.turn.lane} turns`);
      return;
    }
    const lift = elevator === 1;
    const refusal = this.#refusal(number, lift);
    if (refusal !== null) {
      this.#last = { id: packNo, lane: number, result: resultText(refusal) };
      this.#status([refusal, ...bigEndian(number, 2)]);
      return;
    }
    this.#hurried(this.#nowMs);
    this.#last = { id: packNo, lane: number, result: 'RUNNING' };
    this.#status([dispensing.turning, ...bigEndian(number, 2)]);
    if (lift) this.#status([liftRising, ...bigEndian(number, 2)]);
    this.#start(number, packNo, { sensor: sensor === 1, lift, answerTest: null, cause: `drive ${packNo}` });
  }

  #refusal(number: number, lift: boolean): number | null {
    const { selections } = this;
    if (!selections.present(number)) return dispensing.noMotor;
    if (lift && this.settings.lift !== 1) return dispensing.lift;
    if (selections.blocked(number)) return dispensing.jammed;
    return this.#nvram.paused ? ended : null;
  }

  /** Too many dispenses without a rest leave every lane paused [VMC V3 §12.6]. */
  #hurried(nowMs: number): void {
    this.#quick = nowMs - this.#lastDriveAtMs <= this.settings.quickMs ? this.#quick + 1 : 1;
    this.#lastDriveAtMs = nowMs;
    if (this.settings.pauseAfter === 0 || this.#quick < this.settings.pauseAfter) return;
    this.#nvram.paused = true;
    this.changed();
  }

  #start(
    lane: number,
    packNo: number,
    how: {
      readonly sensor: boolean;
      readonly lift: boolean;
      readonly answerTest: ((ok: boolean) => void) | null;
      readonly cause: string;
    },
  ): void {
    const { sensor, lift, answerTest, cause } = how;
    const turn = new MotorTurn({ cabinet: this.#cabinet, timing: this.#timing, lane, sensor, nowMs: this.#nowMs });
    this.#running = { turn, packNo, lift, answerTest };
    this.#out.trace(() => `motor of lane ${lane} starts`);
    this.#cabinet.turn(lane, this.#nowMs, this.serial, cause);
  }

  #over(end: TurnEnd | null): void {
    const running = this.#running;
    if (end === null || running === null) return;
    this.#running = null;
    const { lane } = running.turn;
    if (running.answerTest !== null) {
      running.answerTest(end.stopped);
      return;
    }
    const { code } = end;
    this.#last = { id: running.packNo, lane, result: resultText(code) };
    if (this.selections.ended(lane, code, this.settings.countsDrives === 1)) this.changed();
    if (running.lift) this.#status([liftDescending, ...bigEndian(lane, 2)]);
    const said = this.finals.get(lane) ?? code;
    if (said !== 'none') this.#final([said, ...bigEndian(lane, 2)]);
    if (code !== dispensing.done) this.#report(lane);
  }

  #final(text: readonly number[]): void {
    const lateMs = this.settings.statusLateMs;
    if (lateMs === 0) {
      this.#status(text);
      return;
    }
    this.#late.push({ atMs: this.#nowMs + lateMs, text });
    this.#late.sort((one, other) => one.atMs - other.atMs);
  }

  #status(text: readonly number[]): void {
    if (this.settings.loseStatuses > 0) this.settings.loseStatuses -= 1;
    else this.link.enqueue(command.dispense, text);
  }
}

const resultNames: Readonly<Record<number, string>> = { 2: 'DROPPED', 3: 'JAM', 4: 'MOTOR', 6: 'ABSENT', 7: 'LIFT' };

/** What happened, in a tester's word; the code that is sent may be another. */
function resultText(code: number): string {
  return resultNames[code] ?? 'REFUSED';
}
