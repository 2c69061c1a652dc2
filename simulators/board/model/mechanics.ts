import type { CabinetTiming } from './timing.ts';

interface Motor {
  readonly lane: number;
  readonly turn: number;
  /** Infinity if it never comes home. */
  readonly homeAtMs: number;
  /** Infinity once it has let go of its boxes, or if it gives nothing. */
  releaseAtMs: number;
  readonly boxes: number;
  readonly lateMs: number;
  /** When a stuck sensor claims a box; Infinity for never. */
  claimAtMs: number;
}

/** A box between the edge of its lane and the drop sensor. */
export interface FallingBox {
  readonly atMs: number;
  readonly lane: number;
  /** The number of the motor's turn that let it go. */
  readonly turn: number;
}

/** The order for a motor's turn. */
export interface TurnOrder {
  readonly lane: number;
  readonly turn: number;
  readonly nowMs: number;
  /** How many boxes it lets go. */
  readonly boxes: number;
  /** The motor never comes home. */
  readonly jams: boolean;
  /** How long after the end of the turn its boxes fall; 0: during the turn, as usual. */
  readonly lateMs: number;
  /** Whether a stuck sensor claims a box in the middle of it. */
  readonly claims: boolean;
}

/** The next event of the mechanics. */
export type Happening =
  | { readonly kind: 'landed'; readonly box: FallingBox }
  | { readonly kind: 'claimed' }
  | { readonly kind: 'home' }
  /** Boxes tipped over the edge: nobody can notice it yet. */
  | { readonly kind: 'released' };

/** One motor at a time and the falling boxes: when each of them moves, comes home or lands. */
export class Mechanics {
  readonly #timing: CabinetTiming;
  #motor: Motor | null = null;
  #falling: FallingBox[] = [];

  constructor(timing: CabinetTiming) {
    this.#timing = timing;
  }

  /** The lane whose motor turns; null if none does. */
  get turningLane(): number | null {
    return this.#motor?.lane ?? null;
  }

  /** How many boxes of a lane are falling. */
  fallingFrom(lane: number): number {
    let count = 0;
    for (const box of this.#falling) if (box.lane === lane) count += 1;
    return count;
  }

  turn({ lane, turn, nowMs, boxes, jams, lateMs, claims }: TurnOrder): void {
    const { turnMs, releaseMs } = this.#timing;
    this.#motor = {
      lane,
      turn,
      boxes,
      lateMs,
      homeAtMs: jams ? Infinity : nowMs + turnMs,
      releaseAtMs: boxes > 0 ? nowMs + releaseMs : Infinity,
      claimAtMs: claims ? nowMs + releaseMs / 2 : Infinity,
    };
  }

  /** The motor stops where it is. A box that has tipped over the edge falls all the same. */
  stop(): void {
    this.#motor = null;
  }

  /** When something happens next; Infinity: nothing moves. */
  get nextAtMs(): number {
    const motor = this.#motor;
    const fallAtMs = this.#falling[0]?.atMs ?? Infinity;
    return motor === null ? fallAtMs : Math.min(fallAtMs, motor.releaseAtMs, motor.claimAtMs, motor.homeAtMs);
  }

  /** Performs what happens at `nextAtMs` and returns it; null if nothing moves. */
  next(): Happening | null {
    const atMs = this.nextAtMs;
    const first = this.#falling[0];
    if (first !== undefined && first.atMs === atMs) {
      this.#falling.shift();
      return { kind: 'landed', box: first };
    }
    const motor = this.#motor;
    if (motor === null) return null;
    if (motor.claimAtMs === atMs) {
      motor.claimAtMs = Infinity;
      return { kind: 'claimed' };
    }
    if (motor.releaseAtMs === atMs) {
      motor.releaseAtMs = Infinity;
      this.#release(motor, atMs);
      return { kind: 'released' };
    }
    this.#motor = null;
    return { kind: 'home' };
  }

  #release(motor: Motor, atMs: number): void {
    const firstAtMs = motor.lateMs > 0 ? motor.homeAtMs + motor.lateMs : atMs + this.#timing.flightMs;
    for (let box = 0; box < motor.boxes; box += 1) {
      const landAtMs = firstAtMs + box * this.#timing.doubleGapMs;
      this.#falling.push({ atMs: landAtMs, lane: motor.lane, turn: motor.turn });
    }
    this.#falling.sort((one, other) => one.atMs - other.atMs);
  }
}
