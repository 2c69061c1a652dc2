import type { FlagQuery } from '../../shared/contracts/fleet/flag.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { MachineBrief } from '../lists/machine-brief.ts';
import type { FlagRecord, MachineViewRecord } from '../registry/records.ts';
import type { Page } from './page.ts';

/** The read model: what the last evaluation made of each machine, and its flags. */
export interface ReadStore {
  /** Stores views and flags in one transaction; one of the same machine or id is replaced. */
  saveEvaluations(views: readonly MachineViewRecord[], flags: readonly FlagRecord[]): Promise<void>;
  /** The briefs of all evaluated machines. */
  briefs(): Promise<readonly MachineBrief[]>;
  /** The list rows of some machines; a machine without a view is left out. */
  rows(machines: readonly MachineId[]): Promise<readonly MachineViewRecord['row'][]>;
  /** Null if the machine was never evaluated. */
  view(machine: MachineId): Promise<MachineViewRecord | null>;
  /** What visits to some machines would bring and take away; a machine without a view is left out. */
  visits(machines: readonly MachineId[]): Promise<readonly MachineViewRecord['visit'][]>;
  /** All flags that are not cleared. */
  openFlags(): Promise<readonly FlagRecord[]>;
  /** Null if there is no such flag. */
  flag(id: string): Promise<FlagRecord | null>;
  /** Cleared flags inside `area`, the newest first. */
  clearedFlags(query: FlagQuery, area: string): Promise<Page<FlagRecord>>;
}
