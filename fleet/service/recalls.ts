import { areaCode, areaOf, isWithin } from '../../shared/areas/jiangxi.ts';
import type { AreaRecall, NewRecall } from '../../shared/contracts/fleet/recall.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { MachineState, Machines } from '../evaluate/machine-state.ts';
import { KeyedMutex } from '../keyed-mutex.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import { RefusedError } from '../refused.ts';
import type { AreaRecalls } from '../registry/area-recalls.ts';
import { sameRecalls } from '../registry/holdings.ts';
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

/** Who a configuration is asked by that only follows a machine's area. */
const follower = 'recall';
/** How often all machines are compared with their areas' recalls: nothing that was missed, or failed, is missed for longer. */
const compareMs = 60_000;

/**
 * Recalls that are entered once for an area. A recall is kept first; then every machine of the area is asked for a configuration that heeds it.
 * What each is asked is compared with its area's recalls again and again, so that neither a crash in between nor a move leaves one out.
 */
export class RecallService {
  readonly #deps: RecallDependencies;
  readonly #mutex = new KeyedMutex<string>();
  /** Machines that may not be asked for what their area calls back. */
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

  /** All recalls, the open ones first, then the newest first. */
  all(): AreaRecall[] {
    const rank = ({ ended }: AreaRecall): number => (ended === null ? 0 : 1);
    return this.#deps.areaRecalls.all().sort((a, b) => rank(a) - rank(b) || b.at - a.at || (a.id < b.id ? 1 : -1));
  }

  /** Null where there is no such recall. */
  find(id: string): AreaRecall | null {
    return this.#deps.areaRecalls.find(id);
  }

  /** Enters a recall, durably; its machines are asked from now on. Refuses an area that there is not. */
  async add(wish: NewRecall, by: string): Promise<AreaRecall> {
    const { ids, clock } = this.#deps;
    if (!areaOf(wish.region)) throw new RefusedError('not-found', `there is no area ${wish.region}`);
    const recall = { ...wish, region: areaCode(wish.region), id: ids.uuid(), at: clock.now(), by, ended: null };
    await this.#save(recall, by);
    return recall;
  }

  /** Ends a recall, with a note. Refuses one that is ended already. */
  end(id: string, note: string, by: string): Promise<AreaRecall> {
    return this.#mutex.take(id, async () => {
      const before = this.find(id);
      if (!before) throw new RefusedError('not-found', 'there is no such recall');
      if (before.ended !== null) throw new RefusedError('changed-meanwhile', 'it is ended already');
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

  /** Compares all machines with their areas' recalls where that is due, and asks those that differ. Resolves when that is done. */
  tick(now: number): Promise<void> {
    if (Math.abs(now - this.#comparedAt) >= compareMs) {
      this.#comparedAt = now;
      for (const state of this.#differing()) this.#note(state, follower);
    }
    return this.#spread();
  }

  /** A machine was registered or moved: it is asked at once for what its area calls back. */
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
        // A refusal is no failure of the store: the recall's page shows the machine as not asked.
        if (!(error instanceof RefusedError)) storeStatus.failed(error);
      });
    }
  }
}
