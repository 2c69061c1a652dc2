import type { FlagQuery } from '../../shared/contracts/fleet/flag.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { MachineBrief } from '../lists/machine-brief.ts';
import type { FlagRecord, MachineViewRecord } from '../registry/records.ts';
import type { Page, TimePosition } from './page.ts';

/** The read model: what the last evaluation computed for each machine, and its flags. */
export interface ReadStore {
  /** Stores views and flags in one transaction. Those of the same machine or id are replaced. */
  saveEvaluations(views: readonly MachineViewRecord[], flags: readonly FlagRecord[]): Promise<void>;
  /** The briefs of all evaluated machines. */
  briefs(): Promise<readonly MachineBrief[]>;
  /** The list rows of some machines. A machine without a view is left out. */
  rows(machines: readonly MachineId[]): Promise<readonly MachineViewRecord['row'][]>;
  /** A machine's view. Null if it was never evaluated. */
  view(machine: MachineId): Promise<MachineViewRecord | null>;
  /**
   * What visits to some machines would bring and take away. A machine without a view is left out.
   */
  visits(machines: readonly MachineId[]): Promise<readonly MachineViewRecord['visit'][]>;
  /** All flags that are not cleared. */
  openFlags(): Promise<readonly FlagRecord[]>;
  /** A flag by its id. Null if there is none. */
  flag(id: string): Promise<FlagRecord | null>;
  /** Cleared flags inside `area` after a position, newest first. */
  clearedFlags(query: FlagQuery, area: string, after: TimePosition | null): Promise<Page<FlagRecord>>;
}
