import type { MachineId, ProductCode } from '../../../../shared/contracts/ids.ts';
import { formatDay, type LocalDay } from '../../../../shared/rules/calendar.ts';
import type { DayTotal } from '../../../ledger/totals.ts';
import type { Connection } from '../connection/database.ts';
import { readHours, writeHours } from './hours.ts';
import { monthSums } from './months.ts';

type TotalRow = Omit<DayTotal, 'hours'> & { hours: string };

/** The county where a machine was on a day. Null if it is not registered. */
export type RegionOn = (machine: MachineId, day: LocalDay) => string | null;

/** The totals by day, and the months' sums derived from them. */
export interface TotalStore {
  of(machine: MachineId, day: LocalDay, product: ProductCode): DayTotal | null;
  /** Replaces a total and adds the difference to its month. */
  save(machine: MachineId, total: DayTotal): void;
  /** Drops all totals and months of a machine. */
  drop(machine: MachineId): void;
}

/**
 * The totals of one SQLite file. The months of an unregistered machine are computed from its days
 * once it is registered.
 */
export function totalStore(db: Connection, regionOn: RegionOn): TotalStore {
  const total =
    db.prepare(`SELECT day, product, issued, uncertain, settled, added, removed, difference, stock, open, hours
    FROM day_total WHERE machine = ? AND day = ? AND product = ?`);
  const setTotal = db.prepare(`INSERT INTO day_total VALUES
    (:machine, :day, :product, :issued, :uncertain, :settled, :added, :removed, :difference, :stock, :open, :hours)
    ON CONFLICT DO UPDATE SET issued = excluded.issued, uncertain = excluded.uncertain, settled = excluded.settled, added = excluded.added,
    removed = excluded.removed, difference = excluded.difference, stock = excluded.stock, open = excluded.open, hours = excluded.hours`);
  const dropTotals = db.prepare('DELETE FROM day_total WHERE machine = ?');
  const months = monthSums(db);

  const addToMonth = (machine: MachineId, was: DayTotal | null, now: DayTotal): void => {
    const issued = now.issued - (was?.issued ?? 0);
    const uncertain = now.uncertain - now.settled - ((was?.uncertain ?? 0) - (was?.settled ?? 0));
    if (issued === 0 && uncertain === 0) return;
    const region = regionOn(machine, now.day);
    if (region === null) return;
    months.add(region, formatDay(now.day).slice(0, 7), machine, now.product, issued, uncertain);
  };
  const totalOf = (machine: MachineId, day: LocalDay, product: ProductCode): DayTotal | null => {
    const row = total.get(machine, day, product) as TotalRow | undefined;
    return row ? { ...row, hours: readHours(row.hours) } : null;
  };
  return {
    of: totalOf,
    save: (machine, now) => {
      addToMonth(machine, totalOf(machine, now.day, now.product), now);
      setTotal.run({ machine, ...now, hours: writeHours(now.hours) });
    },
    drop: (machine) => {
      months.forget(machine);
      dropTotals.run(machine);
    },
  };
}
