import type { CabinetLine, Fall, LaneFault, LaneTruth } from './cabinet-lines.ts';
import { type CabinetTiming, cabinetTiming } from './timing.ts';

/** What a powered board feels of its cabinet. The drop sensor spans all lanes: it cannot tell which one gave. */
export interface CabinetListener {
  readonly serial: string;
  sensorSaw(atMs: number): void;
  motorHome(atMs: number): void;
  doorMoved(open: boolean, atMs: number): void;
}

/** How a cabinet is built and loaded. */
export interface CabinetOptions {
  readonly lanes: number;
  readonly absent?: readonly number[];
  /** In each lane from the start; none unless said otherwise. */
  readonly boxes?: number;
  readonly timing?: CabinetTiming;
  /** Told of every line before anybody can act on it; a runtime writes it to disk here. */
  readonly onLine?: (line: CabinetLine) => void;
  /** Lines of an earlier life, oldest first, its `made` among them. They are not told to `onLine` again. */
  readonly past?: Iterable<CabinetLine>;
}

interface Motor {
  readonly lane: number;
  readonly turn: number;
  readonly homeAtMs: number;
  /** Infinity once it has let go, or where it gives nothing. */
  releaseAtMs: number;
  readonly boxes: number;
  readonly lateMs: number;
  /** When a stuck sensor claims a box. */
  claimAtMs: number;
}

interface Falling {
  readonly atMs: number;
  readonly lane: number;
  readonly turn: number;
}

type Lane = { -readonly [K in keyof LaneTruth]: LaneTruth[K] };

/** What is physically there: lanes with boxes, one motor at a time, the drop sensor, the door. It outlives its boards. */
export class Cabinet {
  readonly #lanes: Lane[] = [];
  readonly #timing: CabinetTiming;
  readonly #onLine: ((line: CabinetLine) => void) | undefined;
  readonly #seen = new Map<string, number>();
  readonly #falls: Fall[] = [];
  #falling: Falling[] = [];
  #motor: Motor | null = null;
  #listener: CabinetListener | null = null;
  #turns = 0;
  #stuck = false;
  #doorOpen = false;
  #tempDeciC: number | null = 215;
  #humidityPct: number | null = 48;

  constructor(options: CabinetOptions) {
    this.#timing = options.timing ?? cabinetTiming;
    for (const line of options.past ?? []) this.#fold(line);
    this.#onLine = options.onLine;
    if (this.#lanes.length > 0) return;
    const { lanes, absent = [], boxes = 0 } = options;
    this.#tell({ kind: 'made', lanes, absent, boxes });
  }

  get lanes(): number {
    return this.#lanes.length;
  }

  /** The lane, or null where the cabinet has none of that number. */
  lane(lane: number): LaneTruth | null {
    return this.#lanes[lane - 1] ?? null;
  }

  /** Every box that ever fell, in order. */
  get falls(): readonly Fall[] {
    return this.#falls;
  }

  /** Motor starts ever, homing included. */
  get turns(): number {
    return this.#turns;
  }

  /** Boxes in the lanes now. */
  get boxes(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.boxes, 0);
  }

  get turningLane(): number | null {
    return this.#motor?.lane ?? null;
  }

  get stuck(): boolean {
    return this.#stuck;
  }

  get doorOpen(): boolean {
    return this.#doorOpen;
  }

  get tempDeciC(): number | null {
    return this.#tempDeciC;
  }

  get humidityPct(): number | null {
    return this.#humidityPct;
  }

  /** How often the sensor latched for the board of this serial: a counter in hardware that power loss does not touch. */
  seenBy(serial: string): number {
    return this.#seen.get(serial) ?? 0;
  }

  /** The board that feels from now on; one at a time. */
  attach(listener: CabinetListener): void {
    this.#listener = listener;
  }

  detach(listener: CabinetListener): void {
    if (this.#listener === listener) this.#listener = null;
  }

  /** A full turn of a lane's motor. The caller has seen to it that none is turning and that the lane is there. */
  turn(lane: number, nowMs: number, by: string, cause: string): void {
    const truth = this.#idleLane(lane);
    this.#tell({ kind: 'turn', atMs: nowMs, turn: this.#turns + 1, lane, by, cause });
    const { fault } = truth;
    const wanted = fault === 'jam' || fault === 'nothing' ? 0 : fault === 'double' ? 2 : 1;
    const boxes = Math.min(wanted, truth.boxes - this.#fallingFrom(lane));
    this.#motor = {
      lane,
      turn: this.#turns,
      homeAtMs: fault === 'jam' ? Infinity : nowMs + this.#timing.turnMs,
      releaseAtMs: boxes > 0 ? nowMs + this.#timing.releaseMs : Infinity,
      boxes,
      lateMs: fault === 'late' ? truth.lateMs : 0,
      claimAtMs: this.#stuck ? nowMs + this.#timing.releaseMs / 2 : Infinity,
    };
    if (fault !== 'none' && truth.turns > 0) {
      const turns = truth.turns - 1;
      this.setFault(lane, turns === 0 ? 'none' : fault, truth.lateMs, turns);
    }
  }

  /** Brings a lane's motor home without giving a box. */
  home(lane: number, nowMs: number, by: string, cause: string): void {
    const truth = this.#idleLane(lane);
    this.#tell({ kind: 'home', atMs: nowMs, turn: this.#turns + 1, lane, by, cause });
    const homeAtMs = truth.fault === 'jam' ? Infinity : nowMs + this.#timing.turnMs;
    const none = Infinity;
    this.#motor = { lane, turn: this.#turns, homeAtMs, releaseAtMs: none, boxes: 0, lateMs: 0, claimAtMs: none };
  }

  /** The motor stops where it is. A box that has tipped over the edge falls all the same. */
  stop(nowMs: number): void {
    this.advance(nowMs);
    this.#motor = null;
  }

  /** When something falls or comes home next; null: all is still. */
  get wakeAtMs(): number | null {
    const atMs = this.#nextAtMs();
    return atMs === Infinity ? null : atMs;
  }

  /** Lets happen what is due, in order of time. */
  advance(nowMs: number): void {
    for (let atMs = this.#nextAtMs(); atMs <= nowMs; atMs = this.#nextAtMs()) this.#step(atMs);
  }

  put(lane: number, boxes: number, nowMs: number): void {
    this.#truth(lane);
    if (boxes > 0) this.#tell({ kind: 'put', atMs: nowMs, lane, boxes });
  }

  /** Takes up to `boxes` out by hand and returns how many there were to take. */
  take(lane: number, boxes: number, nowMs: number): number {
    const taken = Math.min(boxes, this.#truth(lane).boxes - this.#fallingFrom(lane));
    if (taken > 0) this.#tell({ kind: 'took', atMs: nowMs, lane, boxes: taken });
    return taken;
  }

  /** `lateMs` counts from the full turn; `turns`: how many turns it lasts, 0 for until it is mended. */
  setFault(lane: number, fault: LaneFault, lateMs = 0, turns = 0): void {
    this.#truth(lane);
    this.#tell({ kind: 'fault', lane, fault, lateMs, turns });
  }

  /** A blind sensor does not see what this lane gives. */
  setBlind(lane: number, blind: boolean): void {
    this.#truth(lane);
    this.#tell({ kind: 'blind', lane, blind });
  }

  /** A stuck sensor claims one box in every turn, whatever falls. */
  setStuck(stuck: boolean): void {
    this.#tell({ kind: 'stuck', stuck });
  }

  setDoor(open: boolean, nowMs: number): void {
    if (open === this.#doorOpen) return;
    this.#tell({ kind: 'door', open });
    this.#listener?.doorMoved(open, nowMs);
  }

  /** In 0.1 °C and percent; null: no such sensor. */
  setClimate(tempDeciC: number | null, humidityPct: number | null): void {
    this.#tell({ kind: 'climate', tempDeciC, humidityPct });
  }

  #truth(lane: number): Lane {
    const truth = this.#lanes[lane - 1];
    if (truth === undefined) throw new RangeError(`no lane ${lane}`);
    return truth;
  }

  #idleLane(lane: number): Lane {
    const truth = this.#truth(lane);
    if (this.#motor !== null) throw new Error(`lane ${lane} asked to turn while lane ${this.#motor.lane} turns`);
    if (truth.absent) throw new Error(`lane ${lane} has no motor`);
    return truth;
  }

  #fallingFrom(lane: number): number {
    let count = 0;
    for (const box of this.#falling) if (box.lane === lane) count += 1;
    return count;
  }

  #nextAtMs(): number {
    const motor = this.#motor;
    const fallAtMs = this.#falling[0]?.atMs ?? Infinity;
    return motor === null ? fallAtMs : Math.min(fallAtMs, motor.releaseAtMs, motor.claimAtMs, motor.homeAtMs);
  }

  #step(atMs: number): void {
    const first = this.#falling[0];
    if (first !== undefined && first.atMs === atMs) {
      this.#falling.shift();
      this.#land(first);
      return;
    }
    const motor = this.#motor;
    if (motor === null) return;
    if (motor.claimAtMs === atMs) {
      motor.claimAtMs = Infinity;
      if (this.#listener === null) return;
      this.#tell({ kind: 'saw', atMs, by: this.#listener.serial });
      this.#listener.sensorSaw(atMs);
    } else if (motor.releaseAtMs === atMs) {
      motor.releaseAtMs = Infinity;
      this.#release(motor, atMs);
    } else {
      this.#motor = null;
      this.#listener?.motorHome(atMs);
    }
  }

  #release(motor: Motor, atMs: number): void {
    const firstAtMs = motor.lateMs > 0 ? motor.homeAtMs + motor.lateMs : atMs + this.#timing.flightMs;
    for (let box = 0; box < motor.boxes; box += 1) {
      const landAtMs = firstAtMs + box * this.#timing.doubleGapMs;
      this.#falling.push({ atMs: landAtMs, lane: motor.lane, turn: motor.turn });
    }
    this.#falling.sort((one, other) => one.atMs - other.atMs);
  }

  #land(box: Falling): void {
    const seen = this.#listener !== null && !this.#stuck && !this.#truth(box.lane).blind;
    const by = seen && this.#listener !== null ? this.#listener.serial : null;
    this.#tell({ kind: 'fell', atMs: box.atMs, box: this.#falls.length + 1, lane: box.lane, turn: box.turn, by });
    if (seen) this.#listener?.sensorSaw(box.atMs);
  }

  #tell(line: CabinetLine): void {
    this.#onLine?.(line);
    this.#fold(line);
  }

  #fold(line: CabinetLine): void {
    switch (line.kind) {
      case 'made':
        for (let lane = 1; lane <= line.lanes; lane += 1) {
          const absent = line.absent.includes(lane);
          const boxes = absent ? 0 : line.boxes;
          this.#lanes.push({ absent, boxes, fallen: 0, fault: 'none', lateMs: 0, turns: 0, blind: false });
        }
        return;
      case 'put':
        this.#truth(line.lane).boxes += line.boxes;
        return;
      case 'took':
        this.#truth(line.lane).boxes -= line.boxes;
        return;
      case 'turn':
      case 'home':
        this.#turns = line.turn;
        return;
      case 'fell':
        this.#truth(line.lane).boxes -= 1;
        this.#truth(line.lane).fallen += 1;
        this.#falls.push(line);
        if (line.by !== null) this.#seen.set(line.by, this.seenBy(line.by) + 1);
        return;
      case 'saw':
        this.#seen.set(line.by, this.seenBy(line.by) + 1);
        return;
      case 'fault':
        Object.assign(this.#truth(line.lane), { fault: line.fault, lateMs: line.lateMs, turns: line.turns });
        return;
      case 'blind':
        this.#truth(line.lane).blind = line.blind;
        return;
      case 'stuck':
        this.#stuck = line.stuck;
        return;
      case 'door':
        this.#doorOpen = line.open;
        return;
      case 'climate':
        this.#tempDeciC = line.tempDeciC;
        this.#humidityPct = line.humidityPct;
        return;
    }
  }
}
