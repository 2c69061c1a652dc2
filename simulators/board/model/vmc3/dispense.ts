import type { Cabinet } from '../cabinet.ts';
import type { Vmc3Timing } from '../timing.ts';

/** Codes of 0x04 [VMC V3 §6.2]. */
export const dispensing = {
  turning: 0x01,
  done: 0x02,
  jammed: 0x03,
  motorFault: 0x04,
  noMotor: 0x06,
  lift: 0x07,
} as const;
export const liftRising = 0x10;
export const liftDescending = 0x11;
export const ended = 0xff;

/** How one turn of a motor ended. `stopped`: it came home by itself. */
export interface TurnEnd {
  readonly code: number;
  readonly stopped: boolean;
}

/** One turn of one motor, with or without the drop sensor: when it is over, and how. */
export class MotorTurn {
  readonly lane: number;
  readonly #cabinet: Cabinet;
  readonly #timing: Vmc3Timing;
  readonly #sensor: boolean;
  readonly #jamAtMs: number;
  #nodropAtMs = Infinity;
  #seen = 0;

  constructor(options: {
    readonly cabinet: Cabinet;
    readonly timing: Vmc3Timing;
    readonly lane: number;
    readonly sensor: boolean;
    readonly nowMs: number;
  }) {
    this.lane = options.lane;
    this.#cabinet = options.cabinet;
    this.#timing = options.timing;
    this.#sensor = options.sensor;
    this.#jamAtMs = options.nowMs + options.timing.jamMs;
  }

  get wakeAtMs(): number {
    return Math.min(this.#jamAtMs, this.#nodropAtMs);
  }

  /** Null: the turn goes on. */
  saw(): TurnEnd | null {
    this.#seen += 1;
    return this.#nodropAtMs === Infinity ? null : { code: dispensing.done, stopped: true };
  }

  home(atMs: number): TurnEnd | null {
    if (!this.#sensor || this.#seen > 0) return { code: dispensing.done, stopped: true };
    this.#nodropAtMs = atMs + this.#timing.nodropMs;
    return null;
  }

  timeout(atMs: number): TurnEnd {
    if (this.#nodropAtMs <= atMs) return { code: dispensing.jammed, stopped: true };
    this.#cabinet.stop(atMs);
    const code = this.#seen > 0 ? dispensing.motorFault : dispensing.jammed;
    return { code, stopped: false };
  }
}
