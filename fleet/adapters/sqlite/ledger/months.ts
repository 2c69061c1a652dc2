import type { MachineId, ProductCode } from '../../../../shared/contracts/ids.ts';
import type { Connection } from '../connection/database.ts';

/**
 * Adds boxes to a month in the place where they were issued: to the machine's row there, and to the
 * county's.
 */
export type AddToMonth = (
  region: string,
  month: string,
  machine: MachineId,
  product: ProductCode | string,
  issued: number,
  uncertain: number,
) => void;

/**
 * The sums of months, kept by machine and by county. An area's figures read a few hundred rows,
 * however many machines it has.
 */
export function monthSums(db: Connection): {
  add: AddToMonth;
  forget: (machine: MachineId) => void;
  /** Machines with months in no county. Databases that are older than the guard may have some. */
  withoutCounty: () => MachineId[];
} {
  const ofMachine = db.prepare(`INSERT INTO month_total VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET issued = issued + excluded.issued, uncertain = uncertain + excluded.uncertain`);
  const ofCounty = db.prepare(`INSERT INTO county_month VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET issued = issued + excluded.issued, uncertain = uncertain + excluded.uncertain`);
  const linesOf = db.prepare('SELECT region, month, product, issued, uncertain FROM month_total WHERE machine = ?');
  const drop = db.prepare('DELETE FROM month_total WHERE machine = ?');
  const withoutCounty = db.prepare("SELECT DISTINCT machine FROM month_total WHERE region = ''").pluck();
  return {
    add: (region, month, machine, product, issued, uncertain) => {
      ofMachine.run(region, month, machine, product, issued, uncertain);
      ofCounty.run(region, month, product, issued, uncertain);
    },
    forget: (machine) => {
      const lines = linesOf.all(machine) as {
        region: string;
        month: string;
        product: string;
        issued: number;
        uncertain: number;
      }[];
      for (const { region, month, product, issued, uncertain } of lines)
        if (region !== '') ofCounty.run(region, month, product, -issued, -uncertain);
      drop.run(machine);
    },
    withoutCounty: () => {
      db.prepare("DELETE FROM county_month WHERE region = ''").run();
      return withoutCounty.all() as MachineId[];
    },
  };
}
