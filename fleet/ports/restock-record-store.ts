import type { RestockRecord, RestockRecordQuery } from '../../shared/contracts/fleet/restock-record.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { DaySpan, LocalDay } from '../../shared/rules/calendar.ts';

/** A restock record as it is stored: without what the registry knows of its machine. */
export type StoredRestockRecord = Omit<RestockRecord, 'machine' | 'name' | 'region' | 'site' | 'day'> & {
  readonly machine: MachineId;
  readonly day: LocalDay;
};

/**
 * The position of the last record shown: day, time (ms since 1970), the ledger's number in the
 * store, and the line's number.
 */
export type RestockRecordPosition = readonly [day: number, at: number, ledger: number, seq: number];

/** A page of restock records; `next` is where the next page begins, null on the last. */
export interface RestockRecordPage {
  readonly records: readonly StoredRestockRecord[];
  /** Machines now inside the area whose older lines are not filled in yet. */
  readonly unfilled: number;
  readonly next: RestockRecordPosition | null;
}

/** A person as records name them. */
export interface Worker {
  readonly id: string;
  readonly name: string;
}

/** When and where a person worked last, as their records say. */
export interface LastWork {
  readonly id: string;
  readonly at: number;
  readonly machine: MachineId;
}

/**
 * What staff put in, took out and counted: the ledger lines that say so, of all machines. They are
 * written by the fold, together with the totals.
 */
export interface RestockRecordStore {
  /**
   * The records of some days, after a position, of machines that stood inside `area` then, the
   * newest first.
   */
  restockRecords(
    query: RestockRecordQuery,
    days: DaySpan,
    area: string,
    after: RestockRecordPosition | null,
  ): Promise<RestockRecordPage>;
  /** The newest record that each of these people made with a PIN of their own, by their ids. */
  lastWork(people: readonly Worker[]): Promise<readonly LastWork[]>;
}
