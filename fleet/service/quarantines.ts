import { isWithin } from '../../shared/areas/jiangxi.ts';
import type { QuarantinedMachine } from '../../shared/contracts/fleet/quarantine.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { quarantinedIn } from '../lists/quarantined.ts';
import type { Clock } from '../ports/clock.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import type { SetAsideStore } from '../ports/set-aside-store.ts';
import { RefusedError } from '../refused.ts';
import type { MachineRecord, Principal } from '../registry/records.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import type { MachineEdits } from './machine-edits.ts';

/** What quarantine needs. */
export interface QuarantineDependencies {
  readonly store: Pick<RegistryStore, 'saveMachine'> & Pick<SetAsideStore, 'quarantine'>;
  readonly clock: Clock;
  readonly machines: Machines;
  readonly edits: MachineEdits;
  /** Folds stored lines that may not be folded yet. */
  readonly foldAgain: () => void;
}

/**
 * Quarantine of one machine by a person: its lines are stored and receipted as before, and kept out
 * of the books until it is released. Nothing else changes: the machine may connect, takes commands
 * and gives out.
 */
export class QuarantineService {
  readonly #deps: QuarantineDependencies;
  #isListInStore = false;

  constructor(deps: QuarantineDependencies) {
    this.#deps = deps;
  }

  /**
   * Keeps a machine's further lines out of the books; durable when it resolves. Refuses one that is
   * in quarantine already.
   */
  quarantine(machine: string, why: string, { user, area }: Pick<Principal, 'user' | 'area'>): Promise<void> {
    return this.#deps.edits.edit(machine, (state) => {
      if (state.record.quarantine)
        throw new RefusedError('quarantined', `${machine} is in quarantine already`, '这台机器已被隔离');
      const quarantine = { at: this.#deps.clock.now(), by: user, why, area };
      return this.#save(state, { ...state.record, quarantine });
    });
  }

  /**
   * Lets the lines since then count; durable when it resolves. Refuses a machine that is not in
   * quarantine, and one that somebody of a wider area than `by` put there.
   */
  release(machine: string, by: Pick<Principal, 'area'>): Promise<void> {
    return this.#deps.edits.edit(machine, (state) => {
      const { quarantine, ...record } = state.record;
      if (!quarantine) throw new RefusedError('not-found', `${machine} is not in quarantine`, '这台机器没有被隔离');
      if (quarantine.area !== undefined && !isWithin(quarantine.area, by.area))
        throw new RefusedError(
          'forbidden',
          `${quarantine.by}, of a wider area, quarantined it: only that area can release it`,
          '这台机器由上级区域隔离，只能由上级区域解除',
        );
      return this.#save(state, record);
    });
  }

  async #save(state: MachineState, record: MachineRecord): Promise<void> {
    const { store, edits, foldAgain } = this.#deps;
    await store.saveMachine(record);
    state.record = record;
    this.recordsChanged();
    edits.edited(state, { recount: false });
    foldAgain();
  }

  /** The machines that are in quarantine. */
  machines(): MachineId[] {
    return this.#listed().map(({ machine }) => machine);
  }

  /** Those that are or were in an area. */
  in(area: string): QuarantinedMachine[] {
    return quarantinedIn(this.#deps.machines, area);
  }

  #listed(): { readonly machine: MachineId; readonly at: number }[] {
    return [...this.#deps.machines.values()].flatMap(({ record: { machine, quarantine } }) =>
      quarantine ? [{ machine, at: quarantine.at }] : [],
    );
  }

  /** Records of machines were changed or read: the store learns it before the next fold. */
  recordsChanged(): void {
    this.#isListInStore = false;
  }

  /**
   * Hands the store the list of machines that it keeps out of the books, unless it has it. Call it
   * before every fold, so that no line is folded against the records, whatever failed before.
   * Rejects if the store fails: then nothing may be folded.
   */
  async keepListInStore(): Promise<void> {
    if (this.#isListInStore) return;
    this.#isListInStore = true;
    try {
      await this.#deps.store.quarantine(this.#listed());
    } catch (error) {
      this.#isListInStore = false;
      throw error;
    }
  }
}
