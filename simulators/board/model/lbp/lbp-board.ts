import { type BoardModel, type BoardOutput, type BootCause, type LastTransaction, OutputList } from '../board.ts';
import type { Cabinet, CabinetListener } from '../cabinet.ts';
import { runDue } from '../due.ts';
import { type LbpTiming, lbpTiming } from '../timing.ts';
import { type AnswerSource, moveRefusal, queryAnswer } from './answers.ts';
import { LineReader, lineOf } from './line.ts';
import { LbpMemory } from './memory.ts';
import type { LbpLaneState, LbpResult } from './nvram.ts';
import { type LbpRequest, requestOf } from './request.ts';

/** What an LBP/1 board is made with. */
export interface LbpOptions {
  readonly cabinet: Cabinet;
  /** Burned in; one token. */
  readonly serial: string;
  /** As last saved; '' for a new board or one that lost its memory. */
  readonly nvram: string;
  readonly model?: string;
  readonly firmware?: string;
  readonly timing?: LbpTiming;
  readonly traced?: boolean;
}

/**
 * `saving`: the record is stored, the motor is about to start. `waiting`: the motor is home, nothing fell yet.
 * `homing`: `CLEAR` runs.
 */
type Phase = 'off' | 'booting' | 'idle' | 'saving' | 'turning' | 'waiting' | 'homing' | 'hung';

/** A lane board that keeps every promise of LBP/1. */
export class LbpBoard implements BoardModel, CabinetListener {
  readonly driver = 'lbp';
  readonly serial: string;
  readonly #cabinet: Cabinet;
  readonly #timing: LbpTiming;
  readonly #identity: string;
  readonly #out: OutputList;
  readonly #reader = new LineReader((body) => this.#line(body));
  readonly #memory: LbpMemory;
  #phase: Phase = 'off';
  #timerAtMs = Infinity;
  #bootedAtMs = 0;
  #cause: BootCause = 'POWER';
  /** The lane that `CLEAR` brings home. */
  #homingLane = 0;
  #nowMs = 0;

  constructor(options: LbpOptions) {
    this.serial = options.serial;
    this.#cabinet = options.cabinet;
    this.#timing = options.timing ?? lbpTiming;
    this.#identity = `LBP/1 ${options.model ?? 'SPIRAL-40'} ${options.firmware ?? '2.3.1'} ${options.serial}`;
    this.#out = new OutputList(options.traced ?? false);
    this.#memory = new LbpMemory(options.cabinet, options.serial, options.nvram, this.#out);
  }

  get powered(): boolean {
    return this.#phase !== 'off';
  }

  get ready(): boolean {
    return this.#phase !== 'off' && this.#phase !== 'booting' && this.#phase !== 'hung';
  }

  /** Lines from the host that were no valid line. */
  get droppedLines(): number {
    return this.#reader.dropped;
  }

  get lastTransaction(): LastTransaction | null {
    const { t, n, result } = this.#memory.nvram;
    return t === 0 ? null : { id: t, lane: n, result };
  }

  laneState(lane: number): LbpLaneState | 'ABSENT' {
    return this.#memory.laneState(lane);
  }

  /** Boxes the drop sensor saw from this lane, ever, as the board has it. */
  drops(lane: number): number {
    return this.#memory.drops(lane);
  }

  get wakeAtMs(): number | null {
    const atMs = Math.min(this.#timerAtMs, this.#cabinet.wakeAtMs ?? Infinity);
    return atMs === Infinity ? null : atMs;
  }

  drain(): readonly BoardOutput[] {
    return this.#out.drain();
  }

  powerOn(nowMs: number, cause: BootCause): void {
    this.wake(nowMs);
    if (this.#phase !== 'off') return;
    this.#memory.reload();
    this.#phase = 'booting';
    this.#cause = cause;
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
    this.#reader.reset();
  }

  hang(nowMs: number): void {
    this.wake(nowMs);
    if (this.#phase === 'off') return;
    this.#phase = 'hung';
    this.#timerAtMs = nowMs + this.#timing.watchdogMs;
  }

  received(bytes: Uint8Array, nowMs: number): void {
    this.wake(nowMs);
    if (!this.ready) return;
    this.#nowMs = nowMs;
    this.#reader.push(bytes);
  }

  wake(nowMs: number): void {
    runDue(this.#cabinet, nowMs, this.#due);
  }

  sensorSaw(_atMs: number): void {
    if (this.#phase === 'waiting') this.#finish('DROPPED');
    else if (this.#phase === 'idle') this.#credit(this.#memory.nvram.n);
    else if (this.#phase === 'homing') this.#credit(this.#homingLane);
  }

  motorHome(atMs: number): void {
    if (this.#phase === 'homing') this.#cleared('READY');
    else if (this.#phase !== 'turning') return;
    else if (this.#memory.unbooked > 0) this.#finish('DROPPED');
    else {
      this.#phase = 'waiting';
      this.#timerAtMs = atMs + this.#timing.nodropMs;
    }
  }

  doorMoved(open: boolean, _atMs: number): void {
    if (this.ready) this.#say(`! DOOR ${open ? 'OPEN' : 'CLOSED'}`);
  }

  readonly #due = {
    atMs: (): number => this.#timerAtMs,
    act: (atMs: number): void => this.#timer(atMs),
  };

  #timer(atMs: number): void {
    this.#timerAtMs = Infinity;
    switch (this.#phase) {
      case 'booting':
        this.#boot(atMs);
        return;
      case 'saving':
        this.#phase = 'turning';
        this.#timerAtMs = atMs + this.#timing.jamMs;
        this.#out.trace(() => `motor of lane ${this.#memory.nvram.n} starts`);
        this.#cabinet.turn(this.#memory.nvram.n, atMs, this.serial, `vend ${this.#memory.nvram.t}`);
        return;
      case 'turning':
        this.#cabinet.stop(atMs);
        this.#finish(this.#memory.unbooked > 0 ? 'DROPPED' : 'JAM', 'JAM');
        return;
      case 'waiting':
        this.#finish('NODROP', 'EMPTY');
        return;
      case 'homing':
        this.#cabinet.stop(atMs);
        this.#cleared('JAM');
        return;
      case 'hung':
        this.#out.trace(() => 'watchdog');
        this.powerOff(atMs);
        this.powerOn(atMs, 'WATCHDOG');
        return;
      case 'off':
      case 'idle':
        return;
    }
  }

  /** [LBP/1 promises 3] */
  #boot(atMs: number): void {
    const nvram = this.#memory.nvram;
    const latched = this.#memory.unbooked;
    if (nvram.n > 0) this.#memory.countDrops(nvram.n);
    if (nvram.result === 'RUNNING') nvram.result = latched > 0 ? 'DROPPED' : 'UNKNOWN';
    nvram.boots += 1;
    this.#phase = 'idle';
    this.#bootedAtMs = atMs;
    this.#reader.reset();
    this.#memory.save();
    this.#say(`! BOOT ${nvram.boots} ${this.#cause}`);
  }

  #line(body: string): void {
    const asked = requestOf(body);
    if (asked !== null) this.#say(`${asked.id} ${this.#answer(asked.request)}`);
    else this.#out.trace(() => `no request: ${body}`);
  }

  get #source(): AnswerSource {
    const uptimeMs = this.#nowMs - this.#bootedAtMs;
    return { cabinet: this.#cabinet, memory: this.#memory, identity: this.#identity, uptimeMs };
  }

  #answer(request: LbpRequest): string {
    if (request.verb === 'VEND') return this.#vend(request.t, request.n);
    if (request.verb === 'CLEAR') return this.#clear(request.n);
    return queryAnswer(request, this.#source);
  }

  #vend(t: number, n: number): string {
    const { nvram } = this.#memory;
    if (t === nvram.t) return n === nvram.n ? `OK ${t} ${n} ${nvram.result}` : 'ERR ARGS';
    if (t < nvram.t) return 'ERR STALE';
    const refusal = moveRefusal(n, this.#phase === 'idle', this.#source);
    if (refusal !== null) return `ERR ${refusal}`;
    if (this.laneState(n) === 'JAM') return 'ERR JAM';
    nvram.t = t;
    nvram.n = n;
    nvram.result = 'RUNNING';
    this.#phase = 'saving';
    this.#timerAtMs = this.#nowMs + this.#timing.saveMs;
    this.#memory.save();
    return `OK ${t} ${n} RUNNING`;
  }

  #clear(n: number): string {
    const refusal = moveRefusal(n, this.#phase === 'idle', this.#source);
    if (refusal !== null) return `ERR ${refusal}`;
    this.#phase = 'homing';
    this.#homingLane = n;
    this.#timerAtMs = this.#nowMs + this.#timing.jamMs;
    this.#cabinet.home(n, this.#nowMs, this.serial, 'clear');
    return `OK ${n} RUNNING`;
  }

  /** The result and the lane's DROPS in one atomic write [LBP/1 promises 1]. */
  #finish(result: LbpResult, state: LbpLaneState = 'READY'): void {
    const nvram = this.#memory.nvram;
    const { t, n } = nvram;
    nvram.result = result;
    this.#memory.countDrops(n);
    this.#phase = 'idle';
    this.#timerAtMs = Infinity;
    const moved = this.#memory.setLaneState(n, state);
    this.#memory.save();
    this.#say(`! DONE ${t} ${n} ${result}`);
    if (moved) this.#say(`! LANE ${n} ${state}`);
  }

  /** A box seen while no transaction runs: the lane that turned last gave it, and is not empty. */
  #credit(lane: number): void {
    if (lane > 0) {
      this.#memory.countDrops(lane);
      const moved = this.laneState(lane) === 'EMPTY' && this.#memory.setLaneState(lane, 'READY');
      this.#memory.save();
      if (moved) this.#say(`! LANE ${lane} READY`);
    } else {
      this.#memory.save();
    }
  }

  #cleared(state: LbpLaneState): void {
    this.#phase = 'idle';
    this.#timerAtMs = Infinity;
    this.#memory.setLaneState(this.#homingLane, state);
    this.#memory.save();
    this.#say(`! LANE ${this.#homingLane} ${state}`);
  }

  #say(body: string): void {
    this.#out.send(lineOf(body));
  }
}
