import { isWithin } from '../../shared/areas/jiangxi.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { RefusedError } from '../refused.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import type { Additions } from './additions.ts';
import type { ConfigurationService } from './configuration.ts';
import type { StoreStatus } from './store-status.ts';

/** What following needs. */
export interface FollowerDependencies {
  readonly storeStatus: StoreStatus;
  readonly machines: Machines;
  readonly additions: Pick<Additions, 'differs'>;
  readonly configuration: Pick<ConfigurationService, 'follow'>;
}

/** Recorded as the author of a configuration that nobody asked for right now. */
const nobody = 'fleet';
/**
 * How often all machines are compared with what is to be added to their configurations, so that a
 * missed or failed request is repeated.
 */
const compareMs = 60_000;

/**
 * Asks machines for what areas add to their configurations. A change is stored first, and then its
 * machines are asked. All machines are compared regularly, so that neither a crash in between nor a
 * move leaves one out.
 */
export class Follower {
  readonly #deps: FollowerDependencies;
  /** Machines that may not have been asked, and who caused it. */
  readonly #due = new Map<MachineId, string>();
  #working: Promise<void> | null = null;
  #comparedAt = Number.NEGATIVE_INFINITY;

  constructor(deps: FollowerDependencies) {
    this.#deps = deps;
  }

  /** Something changed for all machines of an area: asks them from now on. */
  areaChanged(region: string, by: string): void {
    for (const { record } of this.#deps.machines.values())
      if (isWithin(record.region, region)) this.#due.set(record.machine, by);
    void this.#spread();
  }

  /** If due, compares all machines and asks those that differ. Resolves when that is done. */
  tick(now: number): Promise<void> {
    if (Math.abs(now - this.#comparedAt) >= compareMs) {
      this.#comparedAt = now;
      for (const state of this.#deps.machines.values())
        if (this.#deps.additions.differs(state)) this.#note(state, nobody);
    }
    return this.#spread();
  }

  /** After something changed for a machine, asks it at once. */
  machineChanged(machine: string, by: string): Promise<void> {
    const state = this.#deps.machines.get(machine as MachineId);
    if (state) this.#note(state, by);
    return this.#spread();
  }

  #note({ record }: MachineState, by: string): void {
    if (!this.#due.has(record.machine)) this.#due.set(record.machine, by);
  }

  #spread(): Promise<void> {
    this.#working ??= this.#askDue().finally(() => {
      this.#working = null;
    });
    return this.#working;
  }

  async #askDue(): Promise<void> {
    const { configuration, storeStatus } = this.#deps;
    for (const [machine, by] of this.#due) {
      this.#due.delete(machine);
      await configuration.follow(machine, by).catch((error) => {
        // A refusal is not a failure of the store. Pages show the machine as not asked.
        if (!(error instanceof RefusedError)) storeStatus.failed(error);
      });
    }
  }
}
