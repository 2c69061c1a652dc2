import { type BoardModel, type BoardOutput, type BootCause, type LastTransaction, OutputList } from '../board.ts';
import type { Cabinet, CabinetListener } from '../cabinet.ts';
import { runDue } from '../due.ts';
import { type LbpTiming, lbpTiming } from '../timing.ts';
import { LineReader, lineOf } from './line.ts';
import { type LbpLaneState, type LbpNvram, type LbpResult, NvramText, readNvram } from './nvram.ts';
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
  readonly #who: string;
  readonly #out: OutputList;
  readonly #reader = new LineReader((body) => this.#line(body));
  readonly #text = new NvramText();
  #saved: string;
  #nvram: LbpNvram;
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
    this.#who = `LBP/1 ${options.model ?? 'SPIRAL-40'} ${options.firmware ?? '2.3.1'} ${options.serial}`;
    this.#out = new OutputList(options.traced ?? false);
    this.#saved = options.nvram;
    this.#nvram = readNvram(options.nvram, options.cabinet.lanes);
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
    const { t, n, result } = this.#nvram;
    return t === 0 ? null : { id: t, lane: n, result };
  }

  laneState(lane: number): LbpLaneState | 'ABSENT' {
    if (this.#cabinet.lane(lane)?.absent !== false) return 'ABSENT';
    return this.#nvram.states[lane - 1] ?? 'READY';
  }

  /** Boxes the drop sensor saw from this lane, ever, as the board has it. */
  drops(lane: number): number {
    return this.#nvram.drops[lane - 1] ?? 0;
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
    this.#nvram = readNvram(this.#saved, this.#cabinet.lanes);
    this.#text.lanesChanged();
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
    else if (this.#phase === 'idle') this.#credit(this.#nvram.n);
    else if (this.#phase === 'homing') this.#credit(this.#homingLane);
  }

  motorHome(atMs: number): void {
    if (this.#phase === 'homing') this.#cleared('READY');
    else if (this.#phase !== 'turning') return;
    else if (this.#unbooked() > 0) this.#finish('DROPPED');
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
        this.#out.trace(() => `motor of lane ${this.#nvram.n} starts`);
        this.#cabinet.turn(this.#nvram.n, atMs, this.serial, `vend ${this.#nvram.t}`);
        return;
      case 'turning':
        this.#cabinet.stop(atMs);
        this.#finish(this.#unbooked() > 0 ? 'DROPPED' : 'JAM', 'JAM');
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
    const nvram = this.#nvram;
    const latched = this.#unbooked();
    if (nvram.n > 0) this.#countDrops(nvram.n);
    if (nvram.result === 'RUNNING') nvram.result = latched > 0 ? 'DROPPED' : 'UNKNOWN';
    nvram.boots += 1;
    this.#phase = 'idle';
    this.#bootedAtMs = atMs;
    this.#reader.reset();
    this.#save();
    this.#say(`! BOOT ${nvram.boots} ${this.#cause}`);
  }

  #line(body: string): void {
    const asked = requestOf(body);
    if (asked !== null) this.#say(`${asked.id} ${this.#answer(asked.request)}`);
    else this.#out.trace(() => `no request: ${body}`);
  }

  #answer(request: LbpRequest): string {
    switch (request.verb) {
      case 'none':
        return `ERR ${request.error}`;
      case 'HELLO':
        return `OK ${this.#who} ${this.#cabinet.lanes} ${this.#nvram.boots}`;
      case 'STATUS': {
        const { doorOpen, tempDeciC, humidityPct } = this.#cabinet;
        const uptimeS = Math.floor((this.#nowMs - this.#bootedAtMs) / 1000);
        const door = doorOpen ? 'OPEN' : 'CLOSED';
        return `OK ${door} ${tempDeciC ?? '-'} ${humidityPct ?? '-'} ${uptimeS} ${this.#nvram.boots}`;
      }
      case 'TXN':
        return `OK ${this.#nvram.t} ${this.#nvram.n} ${this.#nvram.result}`;
      case 'LANE': {
        const { n } = request;
        return n > this.#cabinet.lanes ? 'ERR LANE' : `OK ${n} ${this.laneState(n)} ${this.drops(n)}`;
      }
      case 'VEND':
        return this.#vend(request.t, request.n);
      case 'CLEAR':
        return this.#clear(request.n);
    }
  }

  #vend(t: number, n: number): string {
    const nvram = this.#nvram;
    if (t === nvram.t) return n === nvram.n ? `OK ${t} ${n} ${nvram.result}` : 'ERR ARGS';
    if (t < nvram.t) return 'ERR STALE';
    if (this.laneState(n) === 'ABSENT') return 'ERR LANE';
    if (this.#phase !== 'idle') return 'ERR BUSY';
    if (this.#cabinet.doorOpen) return 'ERR DOOR';
    if (this.laneState(n) === 'JAM') return 'ERR JAM';
    nvram.t = t;
    nvram.n = n;
    nvram.result = 'RUNNING';
    this.#phase = 'saving';
    this.#timerAtMs = this.#nowMs + this.#timing.saveMs;
    this.#save();
    return `OK ${t} ${n} RUNNING`;
  }

  #clear(n: number): string {
    if (this.laneState(n) === 'ABSENT') return 'ERR LANE';
    if (this.#phase !== 'idle') return 'ERR BUSY';
    if (this.#cabinet.doorOpen) return 'ERR DOOR';
    this.#phase = 'homing';
    this.#homingLane = n;
    this.#timerAtMs = this.#nowMs + this.#timing.jamMs;
    this.#cabinet.home(n, this.#nowMs, this.serial, 'clear');
    return `OK ${n} RUNNING`;
  }

  /** What the latch counted since the last write. A mark from another cabinet is ahead of it and counts for nothing. */
  #unbooked(): number {
    return Math.max(0, this.#cabinet.seenBy(this.serial) - this.#nvram.mark);
  }

  /** The sensor spans all lanes: what it latched is put down to the lane that turned. */
  #countDrops(lane: number): void {
    const latched = this.#unbooked();
    // A spare from a larger cabinet may remember a lane that is not here.
    if (latched === 0 || lane > this.#cabinet.lanes) return;
    this.#nvram.drops[lane - 1] = this.drops(lane) + latched;
    this.#text.lanesChanged();
  }

  /** The result and the lane's DROPS in one atomic write [LBP/1 promises 1]. */
  #finish(result: LbpResult, state: LbpLaneState = 'READY'): void {
    const nvram = this.#nvram;
    const { t, n } = nvram;
    nvram.result = result;
    this.#countDrops(n);
    this.#phase = 'idle';
    this.#timerAtMs = Infinity;
    const moved = this.#enter(n, state);
    this.#save();
    this.#say(`! DONE ${t} ${n} ${result}`);
    if (moved) this.#say(`! LANE ${n} ${state}`);
  }

  /** A box seen while no transaction runs: the lane that turned last gave it, and is not empty. */
  #credit(lane: number): void {
    if (lane > 0) {
      this.#countDrops(lane);
      const moved = this.laneState(lane) === 'EMPTY' && this.#enter(lane, 'READY');
      this.#save();
      if (moved) this.#say(`! LANE ${lane} READY`);
    } else {
      this.#save();
    }
  }

  #cleared(state: LbpLaneState): void {
    this.#phase = 'idle';
    this.#timerAtMs = Infinity;
    this.#enter(this.#homingLane, state);
    this.#save();
    this.#say(`! LANE ${this.#homingLane} ${state}`);
  }

  /** True where the lane's state is another one now. */
  #enter(lane: number, state: LbpLaneState): boolean {
    if (this.#nvram.states[lane - 1] === state) return false;
    this.#nvram.states[lane - 1] = state;
    this.#text.lanesChanged();
    return true;
  }

  #save(): void {
    this.#nvram.mark = this.#cabinet.seenBy(this.serial);
    this.#saved = this.#text.of(this.#nvram);
    this.#out.save(this.#saved);
  }

  #say(body: string): void {
    this.#out.send(lineOf(body));
  }
}
