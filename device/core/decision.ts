import type { Fact } from '../../shared/contracts/events.ts';
import type { Act } from './act.ts';
import type { Run } from './runtime-state.ts';

/**
 * What follows from an input. The loop commits all of `record` in one transaction, folds it, and only then takes over `run` and performs
 * `act`: nothing can be done before it is written down. With `newLedger` the record begins a new ledger.
 */
export interface Decision {
  readonly record: readonly Fact[];
  readonly newLedger?: true;
  readonly run: Run;
  readonly act: readonly Act[];
}

/** Nothing follows. */
export const nothing = (run: Run): Decision => ({ record: [], run, act: [] });

/** Only the run changes, and these acts follow. */
export const acting = (run: Run, ...act: readonly Act[]): Decision => ({ record: [], run, act });
