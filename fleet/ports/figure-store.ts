import type { Issues, StockHistory } from '../../shared/contracts/fleet/history.ts';
import type { MachineId, ProductCode } from '../../shared/contracts/ids.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { MonthIssue, MonthsBy } from '../registry/records.ts';

/** A day's confirmed boxes of one product. */
export interface DayIssue {
  readonly day: LocalDay;
  readonly product: ProductCode;
  readonly issued: number;
}

/**
 * Sums over the books: boxes by day, month and year. A box counts in the county where the machine
 * was on its day. A query with an `area` (the code of a county, city or province) returns nothing
 * outside it. Months are written `2026-11`; both ends are included.
 */
export interface FigureStore {
  /** Confirmed boxes of some machines by day and product, from a day on. */
  dayIssues(machines: readonly MachineId[], fromDay: LocalDay): Promise<readonly (DayIssue & { machine: MachineId })[]>;
  /** Confirmed boxes of one machine by day and product, from a day on. */
  dayIssuesOf(machine: MachineId, fromDay: LocalDay): Promise<readonly DayIssue[]>;
  /** A machine's confirmed boxes by day and by hour of the day. */
  issues(machine: MachineId, from: LocalDay, to: LocalDay): Promise<Pick<Issues, 'days' | 'hours'>>;
  /** A machine's stock and movements by day. */
  stockHistory(machine: MachineId, from: LocalDay, to: LocalDay): Promise<StockHistory['days']>;
  /** Confirmed and uncertain boxes in an area by month and by county, product or machine. */
  months(area: string, from: string, to: string, by: MonthsBy): Promise<readonly MonthIssue[]>;
  /** Confirmed and uncertain boxes of some machines in an area by month and machine. */
  monthsOf(area: string, from: string, to: string, machines: readonly MachineId[]): Promise<readonly MonthIssue[]>;
  /** All confirmed boxes so far, and all boxes that are uncertain now, by county. */
  totals(
    area: string,
  ): Promise<readonly { readonly region: string; readonly issued: number; readonly uncertain: number }[]>;
  /** Confirmed boxes of some machines in a year, by county. */
  yearIssues(
    year: number,
    machines: readonly MachineId[],
  ): Promise<readonly { readonly machine: MachineId; readonly region: string; readonly issued: number }[]>;
}
