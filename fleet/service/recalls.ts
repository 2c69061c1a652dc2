import { areaCode, areaOf, isWithin } from '../../shared/areas/jiangxi.ts';
import type { AreaRecall, NewRecall } from '../../shared/contracts/fleet/recall.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { KeyedMutex } from '../keyed-mutex.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import { RefusedError } from '../refused.ts';
import type { AreaRecalls } from '../registry/area-recalls.ts';
import { sameRecalls } from '../registry/holdings.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import type { ConfigurationService } from './configuration.ts';
import type { StoreStatus } from './store-status.ts';

/** What recalls of areas need. */
export interface RecallDependencies {
  readonly store: Pick<RegistryStore, 'recalls' | 'saveRecall'>;
  readonly storeStatus: StoreStatus;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'uuid'>;
  readonly machines: Machines;
  readonly areaRecalls: AreaRecalls;
  readonly configuration: Pick<ConfigurationService, 'followAreaRecalls'>;
}

/**
 * Recorded as the author of a configuration that is only asked for because of an area's recalls.
 */
const follower = 'recall';
/**
 * How often all machines are compared with their areas' recalls, so that a missed or failed request
 * is repeated.
 */
const compareMs = 60_000;

/**
 * Handles recalls that are entered once for an area. A recall is stored first. Then every machine
 * of the area is asked for a configuration that applies it. All machines are compared with their
 * areas' recalls regularly, so that neither a crash in between nor a move leaves one out.
 */
export class RecallService {
  readonly #deps: RecallDependencies;
  readonly #mutex = new KeyedMutex<string>();
  /** Machines that may not have been asked for what their area recalls. */
  readonly #due = new Map<MachineId, string>();
  #working: Promise<void> | null = null;
  #comparedAt = Number.NEGATIVE_INFINITY;

  constructor(deps: RecallDependencies) {
    this.#deps = deps;
  }

  /** Reads the recalls from the store. */
  async open(): Promise<void> {
    for (const recall of await this.#deps.store.recalls()) this.#deps.areaRecalls.put(recall);
  }

  /** All recalls: open ones first, then newest first. */
  all(): AreaRecall[] {
    const rank = ({ ended }: AreaRecall): number => (ended === null ? 0 : 1);
    return this.#deps.areaRecalls.all().sort((a, b) => rank(a) - rank(b) || b.at - a.at || (a.id < b.id ? 1 : -1));
  }

  /** Null if there is no such recall. */
  find(id: string): AreaRecall | null {
    return this.#deps.areaRecalls.find(id);
  }

  /** Adds a recall, durably. Its machines are asked from now on. Refuses an unknown area. */
  async add(wish: NewRecall, by: string): Promise<AreaRecall> {
    const { ids, clock } = this.#deps;
    if (!areaOf(wish.region)) throw new RefusedError('not-found', `there is no area ${wish.region}`, '没有这个区域');
    const recall = { ...wish, region: areaCode(wish.region), id: ids.uuid(), at: clock.now(), by, ended: null };
    await this.#save(recall, by);
    return recall;
  }

  /** Ends a recall, with a note. Refuses one that has ended already. */
  end(id: string, note: string, by: string): Promise<AreaRecall> {
    return this.#mutex.take(id, async () => {
      const before = this.find(id);
      if (!before) throw new RefusedError('not-found', 'there is no such recall', '没有这次召回');
      if (before.ended !== null) throw new RefusedError('changed-meanwhile', 'it is ended already', '这次召回已经结束');
      const recall = { ...before, ended: { at: this.#deps.clock.now(), by, note } };
      await this.#save(recall, by);
      return recall;
    });
  }

  async #save(recall: AreaRecall, by: string): Promise<void> {
    const { store, areaRecalls, machines } = this.#deps;
    await store.saveRecall(recall);
    areaRecalls.put(recall);
    for (const { record } of machines.values())
      if (isWithin(record.region, recall.region)) this.#due.set(record.machine, by);
    void this.#spread();
  }

  /**
   * If due, compares all machines with their areas' recalls and asks those that differ. Resolves
   * when that is done.
   */
  tick(now: number): Promise<void> {
    if (Math.abs(now - this.#comparedAt) >= compareMs) {
      this.#comparedAt = now;
      for (const state of this.#differing()) this.#note(state, follower);
    }
    return this.#spread();
  }

  /** After a machine was registered or moved, asks it at once for what its area recalls. */
  follow(machine: string, by: string): Promise<void> {
    const state = this.#deps.machines.get(machine as MachineId);
    if (state) this.#note(state, by);
    return this.#spread();
  }

  #note({ record }: MachineState, by: string): void {
    if (!this.#due.has(record.machine)) this.#due.set(record.machine, by);
  }

  #differing(): MachineState[] {
    const { machines, areaRecalls } = this.#deps;
    const openIn = new Map<string, ReturnType<AreaRecalls['openIn']>>();
    return [...machines.values()].filter(({ record, config }) => {
      const open = openIn.get(record.region) ?? areaRecalls.openIn(record.region);
      openIn.set(record.region, open);
      return !sameRecalls(config?.areaRecalls ?? [], open);
    });
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
      await configuration.followAreaRecalls(machine, by).catch((error) => {
        // A refusal is not a failure of the store. The recall's page shows the machine as not
        // asked.
        if (!(error instanceof RefusedError)) storeStatus.failed(error);
      });
    }
  }
}
