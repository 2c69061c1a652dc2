import { isWithin } from '../../shared/areas/jiangxi.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { StaffMember } from '../../shared/contracts/staff.ts';
import type { StaffRecord } from './staff-records.ts';

/** A machine and the county where it is. */
export interface StaffPlace {
  readonly machine: MachineId;
  readonly region: string;
}

/** Whether a person's place of work includes a machine, whether they are stopped or not. */
export const worksAt = (
  { area, machines }: Pick<StaffRecord, 'area' | 'machines'>,
  { machine, region }: StaffPlace,
): boolean => isWithin(region, area) && (machines.length === 0 || machines.includes(machine));

/** The people who work at machines, held in memory. */
export class StaffRegister {
  readonly #all = new Map<string, StaffRecord>();

  put(record: StaffRecord): void {
    this.#all.set(record.id, record);
  }

  /** Null if there is no such person. */
  find(id: string): StaffRecord | null {
    return this.#all.get(id) ?? null;
  }

  all(): StaffRecord[] {
    return [...this.#all.values()];
  }

  /** Who may work at a machine now, by id, as its configuration names them. */
  at(place: StaffPlace): StaffMember[] {
    return this.all()
      .filter((record) => record.stopped === null && worksAt(record, place))
      .map(({ id, name, role, pin }) => ({ id, name, role, pin }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
