import { bilingual } from '../../../../shared/contracts/meaning.ts';
import { type BoardModel, type BoardOutput, type BootCause, type LastTransaction, OutputList } from '../board.ts';
import type { Cabinet, CabinetListener } from '../cabinet.ts';
import { runDue } from '../due.ts';
import { type LbpTiming, lbpTiming } from '../timing.ts';
import { queryAnswer } from './answers.ts';
import { LineReader, lineOf } from './line.ts';
import { LbpMemory } from './memory.ts';
import { LbpMotor } from './motor.ts';
import type { LbpLaneState } from './nvram.ts';
import { type LbpRequest, requestOf } from './request.ts';

/** The options of an LBP/1 board. */
export interface LbpOptions {
  readonly cabinet: Cabinet;
  /** Fixed at the factory; one token. */
  readonly serial: string;
  /** The text that was saved last; '' for a new board or one that lost its memory. */
  readonly nvram: string;
  readonly model?: string;
  readonly firmware?: string;
  readonly timing?: LbpTiming;
  readonly traced?: boolean;
}

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
  readonly #motor: LbpMotor;
  #phase: 'off' | 'booting' | 'up' | 'hung' = 'off';
  /** When it has booted, or when the watchdog restarts it; Infinity while it runs or is off. */
  #timerAtMs = Infinity;
  #bootedAtMs = 0;
  #cause: BootCause = 'POWER';
  #nowMs = 0;

  constructor(options: LbpOptions) {
    this.serial = options.serial;
    this.#cabinet = options.cabinet;
    this.#timing = options.timing ?? lbpTiming;
    this.#identity = `LBP/1 ${options.model ?? 'SPIRAL-40'} ${options.firmware ?? '2.3.1'} ${options.serial}`;
    this.#out = new OutputList(options.traced ?? false);
    this.#memory = new LbpMemory(options.cabinet, options.serial, options.nvram, this.#out);
    this.#motor = new LbpMotor({
      serial: this.serial,
      cabinet: this.#cabinet,
      timing: this.#timing,
      memory: this.#memory,
      out: this.#out,
    });
  }

  get powered(): boolean {
    return this.#phase !== 'off';
  }

  get ready(): boolean {
    return this.#phase === 'up';
  }

  /** Lines from the host that were not valid. */
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

  /** Boxes that the drop sensor ever saw from this lane, as the board counts them. */
  drops(lane: number): number {
    return this.#memory.drops(lane);
  }

  get wakeAtMs(): number | null {
    const atMs = Math.min(this.#dueAtMs(), this.#cabinet.wakeAtMs ?? Infinity);
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
    this.#motor.forget();
    this.#reader.reset();
  }

  hang(nowMs: number): void {
    this.wake(nowMs);
    if (this.#phase === 'off') return;
    this.#phase = 'hung';
    this.#motor.forget();
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
    if (this.ready) this.#motor.sensorSaw();
  }

  motorHome(atMs: number): void {
    if (this.ready) this.#motor.motorHome(atMs);
  }

  doorMoved(open: boolean, _atMs: number): void {
    if (this.ready) this.#say(`! DOOR ${open ? 'OPEN' : 'CLOSED'}`);
  }

  readonly #due = {
    atMs: (): number => this.#dueAtMs(),
    act: (atMs: number): void => this.#timer(atMs),
  };

  #dueAtMs(): number {
    return this.#phase === 'up' ? this.#motor.wakeAtMs : this.#timerAtMs;
  }

  #timer(atMs: number): void {
    this.#timerAtMs = Infinity;
    if (this.#phase === 'booting') {
      this.#boot(atMs);
    } else if (this.#phase === 'hung') {
      this.#out.trace(() => bilingual('watchdog', '看门狗重启'));
      this.powerOff(atMs);
      this.powerOn(atMs, 'WATCHDOG');
    } else {
      this.#motor.timeout(atMs);
    }
  }

  /** [LBP/1 promises 3] */
  #boot(atMs: number): void {
    const nvram = this.#memory.nvram;
    const latched = this.#memory.unbooked;
    if (nvram.n > 0) this.#memory.countDrops(nvram.n);
    if (nvram.result === 'RUNNING') nvram.result = latched > 0 ? 'DROPPED' : 'UNKNOWN';
    nvram.boots += 1;
    this.#phase = 'up';
    this.#bootedAtMs = atMs;
    this.#reader.reset();
    this.#memory.save();
    this.#say(`! BOOT ${nvram.boots} ${this.#cause}`);
  }

  #line(body: string): void {
    const asked = requestOf(body);
    if (asked !== null) this.#say(`${asked.id} ${this.#answer(asked.request)}`);
    else this.#out.trace(() => bilingual(`no request: ${body}`, `不是请求：${body}`));
  }

  #answer(request: LbpRequest): string {
    if (request.verb === 'VEND') return this.#motor.vend(request.t, request.n, this.#nowMs);
    if (request.verb === 'CLEAR') return this.#motor.clear(request.n, this.#nowMs);
    const uptimeMs = this.#nowMs - this.#bootedAtMs;
    return queryAnswer(request, { cabinet: this.#cabinet, memory: this.#memory, identity: this.#identity, uptimeMs });
  }

  #say(body: string): void {
    this.#out.send(lineOf(body));
  }
}
