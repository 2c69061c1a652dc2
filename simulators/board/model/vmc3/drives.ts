import { bilingual } from '../../../../shared/contracts/meaning.ts';
import type { LastTransaction, OutputList } from '../board.ts';
import type { Cabinet } from '../cabinet.ts';
import type { Vmc3Timing } from '../timing.ts';
import { dispensing, ended, liftDescending, liftRising, MotorTurn, type TurnEnd } from './dispense.ts';
import { bigEndian } from './frame.ts';
import type { Vmc3Memory } from './memory.ts';
import type { Vmc3Selections } from './selections.ts';
import type { Vmc3Settings } from './settings.ts';
import type { DispenseStatuses } from './statuses.ts';

/** A running motor, with what is sent at its end. */
interface Running {
  readonly turn: MotorTurn;
  readonly packNo: number;
  readonly lift: boolean;
  /** A test turn answers the menu and is not counted; null for a dispense. */
  readonly answerTest: ((ok: boolean) => void) | null;
}

/** The parts that the motors of a VMC depend on. */
export interface DriveParts {
  readonly serial: string;
  readonly cabinet: Cabinet;
  readonly timing: Vmc3Timing;
  readonly settings: Vmc3Settings;
  readonly selections: Vmc3Selections;
  readonly statuses: DispenseStatuses;
  readonly out: OutputList;
  readonly memory: Vmc3Memory;
  /** Called to report the state of a selection. */
  readonly report: (number: number) => void;
}

/** Runs one motor at a time, and reports how it ended. */
export class Vmc3Drives {
  /** By lane: the final code that is sent whatever happened, or that none is sent. */
  readonly finals = new Map<number, number | 'none'>();
  readonly #parts: DriveParts;
  #running: Running | null = null;
  #last: LastTransaction | null = null;
  #quick = 0;
  #lastDriveAtMs = -Infinity;

  constructor(parts: DriveParts) {
    this.#parts = parts;
  }

  get last(): LastTransaction | null {
    return this.#last;
  }

  /** When the running motor's time is over; Infinity: none runs. */
  get wakeAtMs(): number {
    return this.#running?.turn.wakeAtMs ?? Infinity;
  }

  /** The power is off: all turns are forgotten. */
  stop(): void {
    this.#running = null;
    this.#last = null;
  }

  /** Starts counting quick dispenses from 0 again. */
  unhurry(): void {
    this.#quick = 0;
  }

  /** 0x06 [VMC V3 §6.2]: `sensor` and `elevator` are 1 if they take part. */
  drive(order: { packNo: number; number: number; sensor: number; elevator: number; nowMs: number }): void {
    const { packNo, number, sensor, elevator, nowMs } = order;
    const { statuses, out } = this.#parts;
    if (this.#running !== null) {
      out.trace(() =>
        bilingual(
          `0x06 for lane ${number} ignored while lane ${this.#running?.turn.lane} turns`,
          `货道 ${this.#running?.turn.lane} 正在转动，货道 ${number} 的 0x06 被忽略`,
        ),
      );
      return;
    }
    const lift = elevator === 1;
    const refusal = this.#refusal(number, lift);
    if (refusal !== null) {
      this.#last = { id: packNo, lane: number, result: resultText(refusal) };
      statuses.send([refusal, ...bigEndian(number, 2)]);
      return;
    }
    this.#hurry(nowMs);
    this.#last = { id: packNo, lane: number, result: 'RUNNING' };
    statuses.send([dispensing.turning, ...bigEndian(number, 2)]);
    if (lift) statuses.send([liftRising, ...bigEndian(number, 2)]);
    this.#start(number, nowMs, { packNo, sensor: sensor === 1, lift, answerTest: null, cause: `drive ${packNo}` });
  }

  /** A test turn from the menu. False if a motor turns already. */
  test(number: number, nowMs: number, answer: (ok: boolean) => void): boolean {
    if (this.#running !== null) return false;
    this.#start(number, nowMs, { packNo: 0, sensor: true, lift: false, answerTest: answer, cause: 'test' });
    return true;
  }

  sensorSaw(atMs: number): void {
    if (this.#running !== null) this.#over(this.#running.turn.saw(), atMs);
  }

  motorHome(atMs: number): void {
    if (this.#running !== null) this.#over(this.#running.turn.home(atMs), atMs);
  }

  timeout(atMs: number): void {
    this.#over(this.#running?.turn.timeout(atMs) ?? null, atMs);
  }

  #refusal(number: number, lift: boolean): number | null {
    const { selections, settings, memory } = this.#parts;
    if (!selections.present(number)) return dispensing.noMotor;
    if (lift && settings.lift !== 1) return dispensing.lift;
    if (selections.blocked(number)) return dispensing.jammed;
    return memory.nvram.paused ? ended : null;
  }

  /** Too many dispenses without a pause leave every lane paused [VMC V3 §12.6]. */
  #hurry(nowMs: number): void {
    const { settings, memory } = this.#parts;
    this.#quick = nowMs - this.#lastDriveAtMs <= settings.quickMs ? this.#quick + 1 : 1;
    this.#lastDriveAtMs = nowMs;
    if (settings.pauseAfter === 0 || this.#quick < settings.pauseAfter) return;
    memory.nvram.paused = true;
    memory.save();
  }

  #start(lane: number, nowMs: number, how: Omit<Running, 'turn'> & { sensor: boolean; cause: string }): void {
    const { packNo, sensor, lift, answerTest, cause } = how;
    const { cabinet, timing, out, serial } = this.#parts;
    const turn = new MotorTurn({ cabinet, timing, lane, sensor, nowMs });
    this.#running = { turn, packNo, lift, answerTest };
    out.trace(() => bilingual(`motor of lane ${lane} starts`, `货道 ${lane} 的电机开始转动`));
    cabinet.turn(lane, nowMs, serial, cause);
  }

  #over(end: TurnEnd | null, nowMs: number): void {
    const running = this.#running;
    if (end === null || running === null) return;
    this.#running = null;
    const { selections, settings, statuses, memory, report } = this.#parts;
    const { lane } = running.turn;
    if (running.answerTest !== null) {
      running.answerTest(end.stopped);
      return;
    }
    const { code } = end;
    this.#last = { id: running.packNo, lane, result: resultText(code) };
    if (selections.ended(lane, code, settings.countsDrives === 1)) memory.save();
    if (running.lift) statuses.send([liftDescending, ...bigEndian(lane, 2)]);
    const said = this.finals.get(lane) ?? code;
    if (said !== 'none') statuses.sendFinal([said, ...bigEndian(lane, 2)], nowMs);
    if (code !== dispensing.done) report(lane);
  }
}

const resultNames: Readonly<Record<number, string>> = { 2: 'DROPPED', 3: 'JAM', 4: 'MOTOR', 6: 'ABSENT', 7: 'LIFT' };

/** What happened, in a tester's word; the code that is sent may differ. */
function resultText(code: number): string {
  return resultNames[code] ?? 'REFUSED';
}
