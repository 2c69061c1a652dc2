import type { StockAt } from '../../shared/rules/health.ts';
import type { RatePrior } from '../../shared/rules/prior.ts';
import type { MachineAccount } from '../ledger/account.ts';
import type { ConfigRecord, MachineRecord, NoticeRecord, SuspensionRecord } from '../registry/records.ts';
import type { PresenceState } from './presence.ts';
import type { Tallies } from './tallies.ts';

/** All that is known of a machine when it is evaluated. */
export interface EvaluationInput {
  readonly record: MachineRecord;
  readonly suspensions: readonly SuspensionRecord[];
  readonly account: MachineAccount;
  readonly tallies: Tallies;
  readonly prior: RatePrior;
  readonly productPrior: (product: string) => RatePrior;
  readonly presence: PresenceState;
  /** The stock that the kiosk last reported, and at which line. */
  readonly reported: StockAt | null;
  readonly config: ConfigRecord | null;
  readonly notices: readonly NoticeRecord[];
  /** When the first of its lines that cannot be booked was received; null: all are booked. */
  readonly notBooked: number | null;
  readonly fleetUpSince: number;
}
