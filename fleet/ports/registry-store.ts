import type { AreaRecall } from '../../shared/contracts/fleet/recall.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { CommandRecord, ConfigRecord, MachineRecord, SuspensionRecord } from '../registry/records.ts';
import type { ScreenChoiceRecord } from '../registry/screen-choices.ts';
import type { StaffRecord } from '../registry/staff-records.ts';
import type { Page, TimePosition } from './page.ts';

/**
 * What people enter about machines, and the commands they give. Saving a record again replaces it.
 */
export interface RegistryStore {
  /** All machines, by id. */
  machines(): Promise<readonly MachineRecord[]>;
  /** Saves a machine and moves its months to the counties of its places. */
  saveMachine(record: MachineRecord): Promise<void>;
  /** The suspensions of one machine, or of all. */
  suspensions(machine?: MachineId): Promise<readonly SuspensionRecord[]>;
  saveSuspension(record: SuspensionRecord): Promise<void>;
  /** The newest configuration of each machine that has one. */
  configs(): Promise<readonly ConfigRecord[]>;
  /** Adds a version. Fails if the machine has that version already. */
  saveConfig(record: ConfigRecord): Promise<void>;
  /** The recalls entered for areas, open and ended. */
  recalls(): Promise<readonly AreaRecall[]>;
  saveRecall(recall: AreaRecall): Promise<void>;
  /** The people who work at machines, also those who are stopped. */
  staff(): Promise<readonly StaffRecord[]>;
  saveStaff(record: StaffRecord): Promise<void>;
  /** What was set for screens, one record for each area and machine. */
  screenChoices(): Promise<readonly ScreenChoiceRecord[]>;
  saveScreenChoice(record: ScreenChoiceRecord): Promise<void>;
  /** The commands without a final state, oldest first. */
  openCommands(): Promise<readonly CommandRecord[]>;
  /** A machine's commands after a position, newest first. */
  commands(machine: MachineId, after: TimePosition | null, limit: number): Promise<Page<CommandRecord>>;
  saveCommand(record: CommandRecord): Promise<void>;
}
