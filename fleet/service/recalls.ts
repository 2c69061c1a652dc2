import { areaCode, areaOf } from '../../shared/areas/jiangxi.ts';
import type { AreaRecall, NewRecall } from '../../shared/contracts/fleet/recall.ts';
import { KeyedMutex } from '../keyed-mutex.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import { RefusedError } from '../refused.ts';
import type { AreaRecalls } from '../registry/area-recalls.ts';
import type { Follower } from './follower.ts';

/** What recalls of areas need. */
export interface RecallDependencies {
  readonly store: Pick<RegistryStore, 'recalls' | 'saveRecall'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'uuid'>;
  readonly areaRecalls: AreaRecalls;
  readonly follower: Pick<Follower, 'areaChanged'>;
}

/**
 * Handles recalls that are entered once for an area. A recall is stored first. Then every machine
 * of the area is asked for a configuration that applies it.
 */
export class RecallService {
  readonly #deps: RecallDependencies;
  readonly #mutex = new KeyedMutex<string>();

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
    const { store, areaRecalls, follower } = this.#deps;
    await store.saveRecall(recall);
    areaRecalls.put(recall);
    follower.areaChanged(recall.region, by);
  }
}
