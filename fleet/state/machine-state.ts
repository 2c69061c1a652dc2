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

/**
 * What the service holds in memory for one machine. All of it is also stored or will be received
 * again.
 */
export interface MachineState {
  record: MachineRecord;
  suspensions: SuspensionRecord[];
  /** Those that were removed: their days count, and their traces are kept. */
  removedSuspensions: SuspensionRecord[];
  /** What people decided about its lines, oldest first. */
  decisions: LineDecision[];
  account: MachineAccount;
  tallies: Tallies | null;
  presence: PresenceState;
  /**
   * Connections under this machine's name with a wrong secret since its last accepted connection.
   * Null if there were none.
   */
  refused: { readonly since: number; readonly last: number; readonly times: number } | null;
  reported: (StockAt & { readonly plain: boolean }) | null;
  config: ConfigRecord | null;
  notices: NoticeRecord[];
  flags: FlagRecord[];
  commands: Map<string, { record: CommandRecord; lastSent: number | null }>;
  /** Whether its counts by day must be read from the store again. */
  countsStale: boolean;
  /** When its first line that cannot be folded was received. Null if all can. */
  setAsideAt: number | null;
  /** Since when it cannot be evaluated. Null if it can. */
  notEvaluated: number | null;
}

/** The live state of a machine that was never heard. */
export const newMachineState = (record: MachineRecord): MachineState => ({
  record,
  suspensions: [],
  removedSuspensions: [],
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
  setAsideAt: null,
  notEvaluated: null,
});

/** The live state of every machine. */
export type Machines = Map<MachineId, MachineState>;
