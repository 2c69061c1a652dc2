import { bilingual } from '../../../../shared/contracts/meaning.ts';
import type { OutputList } from '../board.ts';
import type { Cabinet } from '../cabinet.ts';
import type { LbpTiming } from '../timing.ts';
import { lineOf } from './line.ts';
import type { LbpMemory } from './memory.ts';
import type { LbpLaneState, LbpResult } from './nvram.ts';
import type { LbpError } from './request.ts';

/** The parts that the motors of an LBP/1 board depend on. */
export interface MotorParts {
  readonly serial: string;
  readonly cabinet: Cabinet;
  readonly timing: LbpTiming;
  readonly memory: LbpMemory;
  readonly out: OutputList;
}

/**
 * `saving`: the record is being stored, then the motor starts. `waiting`: the motor is home,
 * nothing fell yet. `homing`: `CLEAR` runs.
 */
type Phase = 'idle' | 'saving' | 'turning' | 'waiting' | 'homing';

/** Runs `VEND` and `CLEAR`: one motor at a time, and the result is in memory before it is sent. */
export class LbpMotor {
  readonly #parts: MotorParts;
  #phase: Phase = 'idle';
  #timerAtMs = Infinity;
  /** The lane that `CLEAR` brings home. */
  #homingLane = 0;

  constructor(parts: MotorParts) {
    this.#parts = parts;
  }

  /** When `timeout` must be called; Infinity: nothing runs. */
  get wakeAtMs(): number {
    return this.#timerAtMs;
  }

  /** The program stopped: it forgets what ran; the motor goes on as it is. */
  forget(): void {
    this.#phase = 'idle';
    this.#timerAtMs = Infinity;
  }

  /** The answer to `VEND`, without its ID. */
  vend(t: number, n: number, nowMs: number): string {
    const { memory, timing } = this.#parts;
    const { nvram } = memory;
    if (t === nvram.t) return n === nvram.n ? `OK ${t} ${n} ${nvram.result}` : 'ERR ARGS';
    if (t < nvram.t) return 'ERR STALE';
    const refusal = this.#refusal(n);
    if (refusal !== null) return `ERR ${refusal}`;
    if (memory.laneState(n) === 'JAM') return 'ERR JAM';
    nvram.t = t;
    nvram.n = n;
    nvram.result = 'RUNNING';
    this.#phase = 'saving';
    this.#timerAtMs = nowMs + timing.saveMs;
    memory.save();
    return `OK ${t} ${n} RUNNING`;
  }

  /** The answer to `CLEAR`, without its ID. */
  clear(n: number, nowMs: number): string {
    const { cabinet, timing, serial } = this.#parts;
    const refusal = this.#refusal(n);
    if (refusal !== null) return `ERR ${refusal}`;
    this.#phase = 'homing';
    this.#homingLane = n;
    this.#timerAtMs = nowMs + timing.jamMs;
    cabinet.home(n, nowMs, serial, 'clear');
    return `OK ${n} RUNNING`;
  }

  sensorSaw(): void {
    if (this.#phase === 'waiting') this.#finish('DROPPED');
    else if (this.#phase === 'idle') this.#credit(this.#parts.memory.nvram.n);
    else if (this.#phase === 'homing') this.#credit(this.#homingLane);
  }

  motorHome(atMs: number): void {
    const { memory, timing } = this.#parts;
    if (this.#phase === 'homing') this.#cleared('READY');
    else if (this.#phase !== 'turning') return;
    else if (memory.unbooked > 0) this.#finish('DROPPED');
    else {
      this.#phase = 'waiting';
      this.#timerAtMs = atMs + timing.nodropMs;
    }
  }

  /** The time of what runs is over. */
  timeout(atMs: number): void {
    const { cabinet, memory } = this.#parts;
    this.#timerAtMs = Infinity;
    switch (this.#phase) {
      case 'saving':
        this.#start(atMs);
        return;
      case 'turning':
        cabinet.stop(atMs);
        this.#finish(memory.unbooked > 0 ? 'DROPPED' : 'JAM', 'JAM');
        return;
      case 'waiting':
        this.#finish('NODROP', 'EMPTY');
        return;
      case 'homing':
        cabinet.stop(atMs);
        this.#cleared('JAM');
        return;
      case 'idle':
        return;
    }
  }

  /** Why a motor may not move now, in the order in which the protocol checks; null if it may. */
  #refusal(lane: number): LbpError | null {
    const { cabinet, memory } = this.#parts;
    if (memory.laneState(lane) === 'ABSENT') return 'LANE';
    if (this.#phase !== 'idle') return 'BUSY';
    return cabinet.doorOpen ? 'DOOR' : null;
  }

  #start(atMs: number): void {
    const { cabinet, memory, timing, out, serial } = this.#parts;
    const { t, n } = memory.nvram;
    this.#phase = 'turning';
    this.#timerAtMs = atMs + timing.jamMs;
    out.trace(() => bilingual(`motor of lane ${n} starts`, `货道 ${n} 的电机开始转动`));
    cabinet.turn(n, atMs, serial, `vend ${t}`);
  }

  /** Writes the result and the lane's DROPS in one atomic write [LBP/1 promises 1]. */
  #finish(result: LbpResult, state: LbpLaneState = 'READY'): void {
    const { memory } = this.#parts;
    const { nvram } = memory;
    const { t, n } = nvram;
    nvram.result = result;
    memory.countDrops(n);
    this.#phase = 'idle';
    this.#timerAtMs = Infinity;
    const moved = memory.setLaneState(n, state);
    memory.save();
    this.#say(`! DONE ${t} ${n} ${result}`);
    if (moved) this.#say(`! LANE ${n} ${state}`);
  }

  /**
   * A box seen while no transaction runs came from the lane that turned last, so that lane is not
   * empty.
   */
  #credit(lane: number): void {
    const { memory } = this.#parts;
    if (lane > 0) {
      memory.countDrops(lane);
      const moved = memory.laneState(lane) === 'EMPTY' && memory.setLaneState(lane, 'READY');
      memory.save();
      if (moved) this.#say(`! LANE ${lane} READY`);
    } else {
      memory.save();
    }
  }

  #cleared(state: LbpLaneState): void {
    const { memory } = this.#parts;
    this.#phase = 'idle';
    this.#timerAtMs = Infinity;
    memory.setLaneState(this.#homingLane, state);
    memory.save();
    this.#say(`! LANE ${this.#homingLane} ${state}`);
  }

  #say(body: string): void {
    this.#parts.out.send(lineOf(body));
  }
}
