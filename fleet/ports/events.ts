import type { MachineId } from '../../shared/contracts/ids.ts';
import type { KioskChannel } from '../../shared/contracts/topics.ts';
import type { FoldReport } from '../ledger/fold-report.ts';
import type { CommandRecord, FlagRecord } from '../registry/records.ts';
import type { BrokerRefusal } from './broker.ts';
import type { FillProgress } from './ledgers.ts';

/** What the service reports to its observers: the console's stream, the metrics and the log. */
export type FleetEvent =
  | { readonly kind: 'folded'; readonly report: FoldReport }
  | { readonly kind: 'machine'; readonly machine: MachineId }
  | { readonly kind: 'registry'; readonly machine: MachineId }
  | {
      readonly kind: 'flag';
      readonly change: 'raised' | 'changed' | 'acknowledged' | 'cleared';
      readonly flag: FlagRecord;
    }
  | { readonly kind: 'command'; readonly command: CommandRecord }
  /** Handling what a connection sent failed. `why` has the stack. */
  | { readonly kind: 'broker-failed'; readonly why: string; readonly machine: null }
  | { readonly kind: 'refused'; readonly why: BrokerRefusal; readonly machine: string | null }
  /** Somebody was not let in. `user` is what was typed as the name. */
  | { readonly kind: 'sign-in-refused'; readonly why: string; readonly user: string; readonly address: string }
  | { readonly kind: 'malformed'; readonly what: KioskChannel; readonly machine: MachineId; readonly why: string }
  | {
      readonly kind: 'batch';
      readonly machine: MachineId;
      readonly result: 'new' | 'held' | 'gap' | 'fork' | 'over-quota';
      readonly lines: number;
    }
  /** A machine is set aside, or cannot be evaluated. Other machines are not affected. */
  | { readonly kind: 'set-aside' | 'not-evaluated'; readonly machine: MachineId; readonly why: string }
  /** Older lines are being filled into what lists read. */
  | ({ readonly kind: 'filling' } & FillProgress)
  | { readonly kind: 'store'; readonly state: 'ok' | 'failed'; readonly why: string | null };
