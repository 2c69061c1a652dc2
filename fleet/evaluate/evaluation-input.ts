import type { RatePrior } from '../../shared/rules/prior.ts';
import type { MachineState } from '../state/machine-state.ts';
import type { Tallies } from '../state/tallies.ts';

/** The part of a machine's live state that its evaluation reads. */
type EvaluatedState = Pick<
  MachineState,
  'record' | 'suspensions' | 'account' | 'presence' | 'reported' | 'config' | 'notices' | 'setAsideAt'
>;

/**
 * All that is known of a machine when it is evaluated: its live state, its counts, and the priors
 * of its area.
 */
export interface EvaluationInput extends Readonly<EvaluatedState> {
  readonly tallies: Tallies;
  readonly prior: RatePrior;
  readonly productPrior: (product: string) => RatePrior;
  /** When the fleet began to listen, in ms since 1970. */
  readonly fleetUpSince: number;
}
