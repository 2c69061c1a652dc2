import type { Event } from '../../shared/contracts/events.ts';
import { limits } from '../limits.ts';

/** How far the boxes that were counted of one run are ahead of the time that motors take for them, at the last of them. */
export interface TurnPace {
  readonly run: number;
  readonly up: number;
  readonly aheadMs: number;
}

type Stamp = Pick<Event, 'run' | 'up'>;

/** What of it is left at a later line; 0 in another run, since nobody knows how much time went by between. */
function aheadAt(pace: TurnPace | null, { run, up }: Stamp): number {
  if (pace === null || pace.run !== run || up < pace.up) return 0;
  return Math.max(0, pace.aheadMs - (up - pace.up));
}

/**
 * Whether a box came faster than motors turn. A single one may be seen as soon as its turn begins, where it hung since an earlier turn; only so
 * many in a row cannot. `fastestTurnMs`: 0 for no bound.
 */
export const isTooFast = (pace: TurnPace | null, stamp: Stamp, fastestTurnMs: number): boolean =>
  aheadAt(pace, stamp) > (limits.quickBoxes - 1) * fastestTurnMs;

/** The pace behind one more box. */
export const paceAfter = (pace: TurnPace | null, { run, up }: Stamp, fastestTurnMs: number): TurnPace => ({
  run,
  up,
  aheadMs: Math.min(aheadAt(pace, { run, up }) + fastestTurnMs, limits.quickBoxes * fastestTurnMs),
});
