import type { MachineId } from '../../shared/contracts/ids.ts';
import type { SetAside } from '../ledger/machine-fold.ts';
import type { Quarantined } from '../ledger/quarantined.ts';

/** Which machines' lines are kept out of the books. */
export interface SetAsideStore {
  /** The machines whose lines are kept out of the books. */
  setAside(): Promise<readonly SetAside<MachineId>[]>;
  /**
   * From now on keeps exactly these machines out of the books. Their lines stay stored, and those
   * of a machine that is no longer among them are folded with the next folds.
   */
  quarantine(machines: readonly Quarantined[]): Promise<void>;
}
