import type { AuditStore } from './audit-store.ts';
import type { FigureStore } from './figure-store.ts';
import type { Ledgers } from './ledgers.ts';
import type { ReadStore } from './read-store.ts';
import type { RegistryStore } from './registry-store.ts';
import type { RestockRecordStore } from './restock-record-store.ts';
import type { SetAsideStore } from './set-aside-store.ts';
import type { TelemetryStore } from './telemetry-store.ts';
import type { TokenStore } from './token-store.ts';
import type { TripStore } from './trip-store.ts';
import type { UserStore } from './user-store.ts';

/** What could be recovered from a damaged database. */
export interface RecoveredData {
  readonly saved: Readonly<
    Record<
      | 'machines'
      | 'suspensions'
      | 'configs'
      | 'recalls'
      | 'trips'
      | 'commands'
      | 'decisions'
      | 'users'
      | 'auditEntries'
      | 'lines',
      number
    >
  >;
  /** Ledger lines that are known to have been there and could not be read. */
  readonly unreadLines: number;
  /**
   * Recalls of areas that could not be read and were restored from the machines' configurations, by
   * county: people must check them.
   */
  readonly restoredRecalls: number;
  /** Whether all of the registry could be read. */
  readonly whole: boolean;
  /** Machines whose names are in the damaged database and whose records could not be read. */
  readonly lost: readonly string[];
}

/**
 * A damaged database in quarantine: where it is now, what was wrong, and what the new one has of
 * it.
 */
export interface QuarantinedDatabase extends RecoveredData {
  readonly file: string;
  readonly why: string;
}

/** A database of an older version that was migrated when it was opened. */
export interface MigratedDatabase {
  /** The versions of its tables, before and after. */
  readonly from: number;
  readonly to: number;
  /** The path of the copy made before the migration. */
  readonly copy: string;
}

/** What had to be done to open a database. */
export interface OpenedStore {
  /** The damaged one that was put in quarantine. Null if there was none. */
  readonly quarantined: QuarantinedDatabase | null;
  /** The older one that was migrated. Null if there was none. */
  readonly migrated: MigratedDatabase | null;
}

/** Opening and closing a store. A store is open in one process at a time. */
export interface StoreLifecycle {
  /** Creates or migrates the tables and reads the marks. Fails if the store cannot be opened. */
  open(): Promise<OpenedStore>;
  /** Completes the running calls, then closes. */
  close(): Promise<void>;
}

/** Every port that a store implements. */
export type StorePorts = Ledgers &
  SetAsideStore &
  RegistryStore &
  TelemetryStore &
  ReadStore &
  FigureStore &
  RestockRecordStore &
  TripStore &
  UserStore &
  AuditStore &
  TokenStore;

/**
 * All stores of a fleet in one database, for the code that opens, hands out and closes them. Code
 * that uses a store names the port it needs. Writes are durable when their promise resolves, and
 * happen in the order of the calls. The suites in `test/ports/` define each port.
 */
export type FleetStore = StoreLifecycle & StorePorts;
