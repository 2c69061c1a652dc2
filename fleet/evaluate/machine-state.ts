import type { MachineId } from '../../shared/contracts/ids.ts';
import type { StockAt } from '../../shared/rules/health.ts';
import { type MachineAccount, openAccount } from '../ledger/account.ts';
import type { LineDecision } from '../ledger/uncounted.ts';
import type {
  CommandRecord,
  ConfigRecord,
  FlagRecord,
  MachineRecord,
  NoticeRecord,
  SuspensionRecord,
} from '../registry/records.ts';
import { type PresenceState, unheard } from './presence.ts';
import type { Tallies } from './tallies.ts';

/** What the service holds in memory of one machine; all of it is in the store too, or is heard again. */
export interface MachineState {
  record: MachineRecord;
  suspensions: SuspensionRecord[];
  /** What people decided about its lines, the oldest first. */
  decisions: LineDecision[];
  account: MachineAccount;
  tallies: Tallies | null;
  presence: PresenceState;
  /** Connections as this machine with a wrong secret since it was last let in; null for none. */
  refused: { readonly since: number; readonly last: number; readonly times: number } | null;
  reported: StockAt | null;
  config: ConfigRecord | null;
  notices: NoticeRecord[];
  flags: FlagRecord[];
  commands: Map<string, { record: CommandRecord; lastSent: number | null }>;
  /** Whether its counts by day must be read from the store again. */
  countsStale: boolean;
  /** When the first of its lines that cannot be booked was received; null: all are booked. */
  notBooked: number | null;
  /** Since when it cannot be evaluated; null while it can. */
  notEvaluated: number | null;
}

/** The live state of a machine of which nothing was heard yet. */
export const newMachineState = (record: MachineRecord): MachineState => ({
  record,
  suspensions: [],
  decisions: [],
  account: openAccount(record.machine),
  tallies: null,
  presence: unheard,
  refused: null,
  reported: null,
  config: null,
  notices: [],
  flags: [],
  commands: new Map(),
  countsStale: true,
  notBooked: null,
  notEvaluated: null,
});

/** The live state of every machine. */
export type Machines = Map<MachineId, MachineState>;
