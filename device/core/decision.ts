import type { Fact } from '../../shared/contracts/events.ts';
import type { Act } from './act.ts';
import type { RuntimeState } from './runtime-state.ts';
import type { UseChange } from './screen/person.ts';

/**
 * What follows from an input. The loop commits all of `record` in one transaction, folds it, and
 * only then takes over `runtime` and performs `act`: nothing can be done before it is recorded.
 * With `newLedger` the record begins a new ledger.
 */
export interface Decision {
  readonly record: readonly Fact[];
  readonly newLedger?: true;
  readonly runtime: RuntimeState;
  readonly act: readonly Act[];
}

/** A decision with what its record means for the kept uses: both are written in one transaction. */
export interface Decided extends Decision {
  readonly uses: readonly UseChange[];
}

/** Nothing follows. */
export const nothing = (runtime: RuntimeState): Decision => ({ record: [], runtime, act: [] });

/** Only the runtime state changes, and these acts follow. */
export const acting = (runtime: RuntimeState, ...act: readonly Act[]): Decision => ({ record: [], runtime, act });
