import type { Event } from '../../shared/contracts/events.ts';
import { limits } from '../limits.ts';

/**
 * How far the counted boxes of one run are ahead of the time that motors need for them, at the last
 * box.
 */
export interface MotorRate {
  readonly run: number;
  readonly up: number;
  readonly aheadMs: number;
}

type Stamp = Pick<Event, 'run' | 'up'>;

/**
 * How much of that lead is left at a later line. 0 in another run, because nobody knows how much
 * time passed.
 */
function aheadAt(rate: MotorRate | null, { run, up }: Stamp): number {
  if (rate === null || rate.run !== run || up < rate.up) return 0;
  return Math.max(0, rate.aheadMs - (up - rate.up));
}

/**
 * Whether a box came faster than motors turn. A single box may be seen as soon as its turn begins,
 * if it hung since an earlier turn; several in a row cannot. `fastestTurnMs` is 0 for no limit.
 */
export const isTooFast = (rate: MotorRate | null, stamp: Stamp, fastestTurnMs: number): boolean =>
  aheadAt(rate, stamp) > (limits.quickBoxes - 1) * fastestTurnMs;

/** The rate after one more box. */
export const rateAfter = (rate: MotorRate | null, { run, up }: Stamp, fastestTurnMs: number): MotorRate => ({
  run,
  up,
  aheadMs: Math.min(aheadAt(rate, { run, up }) + fastestTurnMs, limits.quickBoxes * fastestTurnMs),
});
