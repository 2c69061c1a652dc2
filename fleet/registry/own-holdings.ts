import type { PlannedLane } from '../../shared/contracts/plan.ts';
import type { LotRecall } from '../../shared/rules/lot.ts';

/** Lanes and recalls of one machine as people entered them for it, without those of its area. */
export interface OwnHoldings {
  readonly lanes: readonly PlannedLane[];
  readonly recalls: readonly LotRecall[];
}
