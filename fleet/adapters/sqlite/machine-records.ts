import type { MachineId } from '../../../shared/contracts/ids.ts';
import { formatDay, type LocalDay } from '../../../shared/rules/calendar.ts';
import type { MachineRecord } from '../../registry/records.ts';
import { regionOn } from '../../registry/stays.ts';
import type { Connection } from './connection/database.ts';
import { monthSums } from './ledger/months.ts';
import { type RestockRecordRows, restockRecordRows } from './ledger/restock-records.ts';

/** The registered machines, held in memory by the only writer, and the counties of their months. */
export interface MachineRecords {
  /** Null if the machine is not registered. */
  of(machine: MachineId): MachineRecord | null;
  /** The county where a machine was on a day. Null if it is not registered. */
  regionOn(machine: MachineId, day: LocalDay): string | null;
  /**
   * Call it after a record was saved. If its places changed, it moves the machine's months and
   * restock records to other counties.
   */
  saved(record: MachineRecord, before: MachineRecord | null): void;
  /** The rows of restock records, which follow the machines' places. */
  readonly restockRecords: RestockRecordRows;
  /** Counts the months of machines again that were once counted without a county. */
  mendMonths(): void;
}

/** The machines of one SQLite file. */
export function machineRecords(db: Connection): MachineRecords {
  const doc = db.prepare('SELECT doc FROM machine WHERE machine = ?').pluck();
  const daysOf = db.prepare(
    'SELECT day, product, issued, uncertain - settled AS uncertain FROM day_total WHERE machine = ?',
  );
  const months = monthSums(db);
  const records = new Map<MachineId, MachineRecord>();

  const recordOf = (machine: MachineId): MachineRecord | null => {
    const known = records.get(machine);
    if (known) return known;
    const text = doc.get(machine) as string | undefined;
    if (text === undefined) return null;
    const record = JSON.parse(text) as MachineRecord;
    records.set(machine, record);
    return record;
  };
  const bookMonths = (record: MachineRecord): void => {
    months.forget(record.machine);
    const rows = daysOf.all(record.machine) as { day: LocalDay; product: string; issued: number; uncertain: number }[];
    for (const { day, product, issued, uncertain } of rows)
      if (issued !== 0 || uncertain !== 0)
        months.add(regionOn(record, day), formatDay(day).slice(0, 7), record.machine, product, issued, uncertain);
  };
  const regionOfMachine = (machine: MachineId, day: LocalDay): string | null => {
    const record = recordOf(machine);
    return record && regionOn(record, day);
  };
  const restockRecords = restockRecordRows(db, regionOfMachine);
  return {
    of: recordOf,
    regionOn: regionOfMachine,
    saved: (record, before) => {
      records.set(record.machine, record);
      // Lines may have been folded before their machine was registered. They then had no county to
      // be counted in.
      if (JSON.stringify(before?.places) === JSON.stringify(record.places)) return;
      bookMonths(record);
      restockRecords.relocate(record.machine, (day) => regionOn(record, day));
    },
    restockRecords,
    mendMonths: db.transaction(() => {
      for (const machine of months.withoutCounty()) {
        const record = recordOf(machine);
        if (record) bookMonths(record);
        else months.forget(machine);
      }
    }).immediate,
  };
}
