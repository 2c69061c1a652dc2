import type { CabinetLine, Fall, LaneFault, LaneTruth } from './cabinet-lines.ts';
import { CabinetTruth } from './cabinet-truth.ts';
import { type FallingBox, Mechanics } from './mechanics.ts';
import { type CabinetTiming, cabinetTiming } from './timing.ts';

/**
 * What a powered board notices of its cabinet. The drop sensor spans all lanes: it cannot know
 * which one gave a box.
 */
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
  /** Boxes in each lane at the beginning; 0 if absent. */
  readonly boxes?: number;
  readonly timing?: CabinetTiming;
  /** Called with every line before its effects; a runtime writes it to disk here. */
  readonly onLine?: (line: CabinetLine) => void;
  /**
   * Lines of an earlier run, oldest first, including its `made`. `onLine` is not called for them.
   */
  readonly past?: Iterable<CabinetLine>;
}

/**
 * What physically exists: lanes with boxes, one motor at a time, the drop sensor, the door. It is
 * independent of the board in it.
 */
export class Cabinet {
  readonly #truth = new CabinetTruth();
  readonly #mechanics: Mechanics;
  readonly #onLine: ((line: CabinetLine) => void) | undefined;
  #listener: CabinetListener | null = null;

  constructor(options: CabinetOptions) {
    this.#mechanics = new Mechanics(options.timing ?? cabinetTiming);
    for (const line of options.past ?? []) this.#truth.fold(line);
    this.#onLine = options.onLine;
    if (this.#truth.lanes.length > 0) return;
    const { lanes, absent = [], boxes = 0 } = options;
    this.#record({ kind: 'made', lanes, absent, boxes });
  }

  get lanes(): number {
    return this.#truth.lanes.length;
  }

  /** The lane, or null if the cabinet has none with that number. */
  lane(lane: number): LaneTruth | null {
    return this.#truth.lanes[lane - 1] ?? null;
  }

  /** Every box that ever fell, in order. */
  get falls(): readonly Fall[] {
    return this.#truth.falls;
  }

  /** Motor starts since the beginning, homing included. */
  get turns(): number {
    return this.#truth.turns;
  }

  /** Boxes in the lanes now. */
  get boxes(): number {
    return this.#truth.lanes.reduce((sum, lane) => sum + lane.boxes, 0);
  }

  get turningLane(): number | null {
    return this.#mechanics.turningLane;
  }

  get stuck(): boolean {
    return this.#truth.stuck;
  }

  get doorOpen(): boolean {
    return this.#truth.doorOpen;
  }

  get tempDeciC(): number | null {
    return this.#truth.tempDeciC;
  }

  get humidityPct(): number | null {
    return this.#truth.humidityPct;
  }

  /**
   * How often the sensor latched for the board of this serial: a hardware counter that survives a
   * power loss.
   */
  seenBy(serial: string): number {
    return this.#truth.seenBy(serial);
  }

  /** Sets the board that is notified from now on; one at a time. */
  attach(listener: CabinetListener): void {
    this.#listener = listener;
  }

  detach(listener: CabinetListener): void {
    if (this.#listener === listener) this.#listener = null;
  }

  /**
   * A full turn of a lane's motor. The caller ensures that no motor is turning and that the lane
   * exists.
   */
  turn(lane: number, nowMs: number, by: string, cause: string): void {
    const truth = this.#idleLane(lane);
    this.#record({ kind: 'turn', atMs: nowMs, turn: this.#truth.turns + 1, lane, by, cause });
    const { fault } = truth;
    const wanted = fault === 'jam' || fault === 'nothing' ? 0 : fault === 'double' ? 2 : 1;
    const boxes = Math.min(wanted, truth.boxes - this.#mechanics.fallingFrom(lane));
    this.#mechanics.turn({
      lane,
      nowMs,
      boxes,
      turn: this.#truth.turns,
      jams: fault === 'jam',
      lateMs: fault === 'late' ? truth.lateMs : 0,
      claims: this.#truth.stuck,
    });
    if (fault !== 'none' && truth.turns > 0) {
      const turns = truth.turns - 1;
      this.setFault(lane, turns === 0 ? 'none' : fault, truth.lateMs, turns);
    }
  }

  /** Brings a lane's motor home without giving a box. */
  home(lane: number, nowMs: number, by: string, cause: string): void {
    const truth = this.#idleLane(lane);
    this.#record({ kind: 'home', atMs: nowMs, turn: this.#truth.turns + 1, lane, by, cause });
    const jams = truth.fault === 'jam';
    this.#mechanics.turn({ lane, nowMs, turn: this.#truth.turns, boxes: 0, jams, lateMs: 0, claims: false });
  }

  /** The motor stops where it is. A box that has tipped over the edge falls all the same. */
  stop(nowMs: number): void {
    this.advance(nowMs);
    this.#mechanics.stop();
  }

  /** When something falls or comes home next; null: nothing moves. */
  get wakeAtMs(): number | null {
    const atMs = this.#mechanics.nextAtMs;
    return atMs === Infinity ? null : atMs;
  }

  /** Processes what is due, in order of time. */
  advance(nowMs: number): void {
    for (let atMs = this.#mechanics.nextAtMs; atMs <= nowMs; atMs = this.#mechanics.nextAtMs) this.#step(atMs);
  }

  put(lane: number, boxes: number, nowMs: number): void {
    this.#truth.lane(lane);
    if (boxes > 0) this.#record({ kind: 'put', atMs: nowMs, lane, boxes });
  }

  /** Takes up to `boxes` out by hand. Returns how many were taken. */
  take(lane: number, boxes: number, nowMs: number): number {
    const taken = Math.min(boxes, this.#truth.lane(lane).boxes - this.#mechanics.fallingFrom(lane));
    if (taken > 0) this.#record({ kind: 'took', atMs: nowMs, lane, boxes: taken });
    return taken;
  }

  /**
   * `lateMs` counts from the end of the turn; `turns`: how many turns it lasts, 0: until it is
   * repaired.
   */
  setFault(lane: number, fault: LaneFault, lateMs = 0, turns = 0): void {
    this.#truth.lane(lane);
    this.#record({ kind: 'fault', lane, fault, lateMs, turns });
  }

  /** A blind sensor does not see what this lane gives. */
  setBlind(lane: number, blind: boolean): void {
    this.#truth.lane(lane);
    this.#record({ kind: 'blind', lane, blind });
  }

  /** A stuck sensor claims one box in every turn, whatever falls. */
  setStuck(stuck: boolean): void {
    this.#record({ kind: 'stuck', stuck });
  }

  setDoor(open: boolean, nowMs: number): void {
    if (open === this.#truth.doorOpen) return;
    this.#record({ kind: 'door', open });
    this.#listener?.doorMoved(open, nowMs);
  }

  /** In 0.1 °C and percent; null: there is no such sensor. */
  setClimate(tempDeciC: number | null, humidityPct: number | null): void {
    this.#record({ kind: 'climate', tempDeciC, humidityPct });
  }

  #idleLane(lane: number): LaneTruth {
    const truth = this.#truth.lane(lane);
    const turning = this.turningLane;
    if (turning !== null) throw new Error(`lane ${lane} asked to turn while lane ${turning} turns`);
    if (truth.absent) throw new Error(`lane ${lane} has no motor`);
    return truth;
  }

  #step(atMs: number): void {
    const happening = this.#mechanics.next();
    switch (happening?.kind) {
      case 'landed':
        this.#land(happening.box);
        return;
      case 'claimed':
        if (this.#listener === null) return;
        this.#record({ kind: 'saw', atMs, by: this.#listener.serial });
        this.#listener.sensorSaw(atMs);
        return;
      case 'home':
        this.#listener?.motorHome(atMs);
        return;
    }
  }

  #land(box: FallingBox): void {
    const seen = this.#listener !== null && !this.#truth.stuck && !this.#truth.lane(box.lane).blind;
    const by = seen && this.#listener !== null ? this.#listener.serial : null;
    this.#record({ kind: 'fell', atMs: box.atMs, box: this.falls.length + 1, lane: box.lane, turn: box.turn, by });
    if (seen) this.#listener?.sensorSaw(box.atMs);
  }

  #record(line: CabinetLine): void {
    this.#onLine?.(line);
    this.#truth.fold(line);
  }
}
