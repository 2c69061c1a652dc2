import type { AuditCheck, AuditEntry, AuditQuery, AuditRecord } from '../../shared/contracts/fleet/audit.ts';

/** How far the log has been compared with its chain, and what was found. */
export type ChainCheck = Omit<AuditCheck, 'asOf' | 'sound'>;

/** From `from` on and before `to`, in ms since 1970. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** The place in the list of the last act shown: its time (ms since 1970) and its number. */
export type AuditPosition = readonly [at: number, seq: number];

/** An entry's number and the chain's state after it. */
export type AuditHead = NonNullable<AuditCheck['last']>;

/** The audit log. Entries are only ever added, each chained to the one before it. */
export interface AuditStore {
  /** Adds an entry and returns its number, once it is durable. */
  appendAuditEntry(entry: Omit<AuditEntry, 'seq'>): Promise<number>;
  /** Acts of an area after a position, each with its end, the newest first. */
  auditRecords(
    query: AuditQuery,
    span: TimeSpan,
    area: string,
    after: AuditPosition | null,
  ): Promise<{ readonly records: readonly AuditRecord[]; readonly next: AuditPosition | null }>;
  /** The head after an entry, or after the newest one. Null if there is no such entry. */
  auditHead(seq: number | null): Promise<AuditHead | null>;
  /** Compares up to `limit` further entries with the chain, after what was compared `before`. */
  checkAuditChain(before: ChainCheck, limit: number): Promise<ChainCheck>;
}
