/** Times of the mechanics: a common spiral, from the motor's start. */
export interface CabinetTiming {
  /** Motor start to home switch. */
  readonly turnMs: number;
  /** Motor start to the moment at which the box tips over the edge and can no longer be stopped. */
  readonly releaseMs: number;
  /** From the edge to the drop sensor. */
  readonly flightMs: number;
  /** Between two boxes that fall in one turn. */
  readonly doubleGapMs: number;
}

export const cabinetTiming: CabinetTiming = { turnMs: 2400, releaseMs: 1900, flightMs: 300, doubleGapMs: 150 };

/** Times of an LBP/1 board. */
export interface LbpTiming {
  /** From the end of the turn to `NODROP` [LBP/1 final results]. */
  readonly nodropMs: number;
  /** From the motor's start to `JAM` [LBP/1 final results]. */
  readonly jamMs: number;
  /** From power-on to `! BOOT`; meanwhile the board hears nothing. */
  readonly bootMs: number;
  /** The time of an NVRAM write; the motor starts that long after the record was passed on. */
  readonly saveMs: number;
  /** A hung program is restarted after this. */
  readonly watchdogMs: number;
}

export const lbpTiming: LbpTiming = { nodropMs: 2000, jamMs: 10_000, bootMs: 300, saveMs: 5, watchdogMs: 1600 };

/** Times of a VMC that concern motors; those of its line are settings. */
export interface Vmc3Timing {
  /** From the end of the turn to "nothing fell". */
  readonly nodropMs: number;
  /** From the motor's start to "jammed". */
  readonly jamMs: number;
  readonly bootMs: number;
  readonly watchdogMs: number;
}

export const vmc3Timing: Vmc3Timing = { nodropMs: 2000, jamMs: 10_000, bootMs: 1500, watchdogMs: 2000 };

/** The same times, `speed` times as fast; no time becomes shorter than a tenth of a millisecond. */
export function faster<T extends { readonly [K in keyof T]: number }>(timing: T, speed: number): T {
  const scaled: Record<string, number> = {};
  for (const [name, ms] of Object.entries<number>(timing)) {
    scaled[name] = ms === 0 ? 0 : Math.max(0.1, ms / speed);
  }
  return scaled as T;
}
