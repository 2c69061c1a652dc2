import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import type { HeardRecord, NoticeRecord, ReportedRecord } from '../registry/records.ts';

/**
 * What kiosks last reported outside their ledgers, and what the fleet noticed about their ledgers.
 */
export interface TelemetryStore {
  /** A machine's last state report. Null if it never sent one. */
  reported(machine: MachineId): Promise<ReportedRecord | null>;
  saveReported(record: ReportedRecord): Promise<void>;
  /** When each machine was last heard. */
  heard(): Promise<readonly HeardRecord[]>;
  saveHeard(records: readonly HeardRecord[]): Promise<void>;
  notices(): Promise<readonly NoticeRecord[]>;
  saveNotice(record: NoticeRecord): Promise<void>;
  /** Drops a machine's notices of one kind, except those of the ledger `butOf`. */
  dropNotices(machine: MachineId, kind: NoticeRecord['kind'], butOf?: LedgerId): Promise<void>;
}
