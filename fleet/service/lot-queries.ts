import { isWithin } from '../../shared/areas/jiangxi.ts';
import type {
  AreaRecall,
  LotList,
  LotQuery,
  RecallList,
  RecallMachineQuery,
  RecallMachines,
  RecallView,
} from '../../shared/contracts/fleet/recall.ts';
import { foldLot } from '../../shared/contracts/spelling.ts';
import { type Cursors, cursorsOf } from '../cursor.ts';
import { boxesIn, lotsStanding } from '../lists/lot-stock.ts';
import { isWaiting, recalledLanes } from '../lists/recall-view.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledgers } from '../ports/ledgers.ts';
import { RefusedError } from '../refused.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import type { Queries } from './queries.ts';
import { RecallProgress } from './recall-progress.ts';
import type { RecallService } from './recalls.ts';

/** What questions about lots need. */
export interface LotQueryDependencies {
  readonly store: Pick<Ledgers, 'lotIssues'>;
  readonly clock: Clock;
  readonly machines: Machines;
  readonly recalls: Pick<RecallService, 'all' | 'find'>;
  readonly queries: Pick<Queries, 'area'>;
}

/** The fewest characters of a lot that can be searched for. */
const minCharacters = 2;

/** Whether a recall concerns an area: it contains the area or lies in it. */
const concerns = ({ region }: AreaRecall, area: string): boolean => isWithin(region, area) || isWithin(area, region);

/**
 * Queries about lots: the recalls with their progress, and where a lot is. `own` is the area that
 * the asker may see.
 */
export class LotQueries {
  readonly #deps: LotQueryDependencies;
  readonly recallProgress: RecallProgress;

  constructor(deps: LotQueryDependencies) {
    this.#deps = deps;
    this.recallProgress = new RecallProgress(deps);
  }

  /** The machines of an area that are not retired. */
  #machinesIn(area: string): MachineState[] {
    return [...this.#deps.machines.values()].filter(
      ({ record }) => record.secretHash !== null && isWithin(record.region, area),
    );
  }

  /** A recall as it was entered. Refuses one that does not concern the asker's area. */
  visible(id: string, own: string): AreaRecall {
    const recall = this.#deps.recalls.find(id);
    if (!recall || !concerns(recall, own))
      throw new RefusedError('not-found', 'there is no such recall', '没有这次召回');
    return recall;
  }

  /** The recalls that concern an area, with their totals there. */
  async recalls(region: string | undefined, own: string): Promise<RecallList> {
    const area = this.#deps.queries.area(region, own);
    const sums = await this.recallProgress.sums();
    const recalls = this.#deps.recalls.all().filter((recall) => concerns(recall, area));
    return { asOf: this.#deps.clock.now(), recalls: recalls.map((recall) => sums.view(recall, area)) };
  }

  /** One recall with its totals. Refuses one that does not concern the asker's area. */
  async recall(id: string, own: string): Promise<RecallView> {
    this.visible(id, own);
    const sums = await this.recallProgress.sums();
    return sums.view(this.visible(id, own), own);
  }

  /**
   * A page of the machines that a recall reaches, with the boxes of its lots there and those given
   * out earlier.
   */
  async recallMachines(id: string, query: RecallMachineQuery, own: string): Promise<RecallMachines> {
    const { store, clock } = this.#deps;
    this.visible(id, own);
    const sums = await this.recallProgress.sums();
    const recall = this.visible(id, own);
    const asOf = clock.now();
    const shown = [...sums.reached(recall, own)].filter(
      ({ state, boxes }) => query.show === 'all' || (query.show === 'waiting' ? isWaiting(state) : boxes > 0),
    );
    const rows = shown.map((each) => ({ ...each, record: each.machine.record }));
    const page = pageOf(rows, cursorsOf(`machines of recall ${id}`, ['text']), query);
    const issues = await store.lotIssues(
      page.items.map(({ record }) => record.machine),
      recall,
    );
    const machines = page.items.map(({ record: { machine, name, region }, machine: held, state }) => {
      const { issued, uncertain, last } = issues.get(machine) ?? { issued: 0, uncertain: 0, last: null };
      return { machine, name, region, state, lanes: recalledLanes(recall, held), issued, uncertain, lastIssued: last };
    });
    return { asOf, total: shown.length, machines, next: page.next };
  }

  /** Finds boxes whose lot contains the search text, in any spelling. */
  lots(query: LotQuery, own: string): LotList {
    const area = this.#deps.queries.area(query.region, own);
    const lot = foldLot(query.lot);
    const asOf = this.#deps.clock.now();
    const searched = [...lot].length < minCharacters ? [] : this.#machinesIn(area);
    const found = searched
      .map((state) => ({
        record: state.record,
        lanes: lotsStanding(state.account.books, (_, each) => each?.includes(lot) === true),
      }))
      .filter(({ lanes }) => lanes.length > 0);
    const page = pageOf(found, lotCursors, query);
    return {
      asOf,
      lot,
      total: found.length,
      boxes: found.reduce((sum, { lanes }) => sum + boxesIn(lanes), 0),
      machines: page.items.map(({ record: { machine, name, region }, lanes }) => ({ machine, name, region, lanes })),
      next: page.next,
    };
  }
}

const lotCursors = cursorsOf('lots', ['text']);

/** A page of rows that are sorted by their machines' ids. */
function pageOf<Row extends { readonly record: MachineState['record'] }>(
  rows: readonly Row[],
  cursors: Cursors<readonly [machine: string]>,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): { readonly items: readonly Row[]; readonly next: string | null } {
  const [after] = cursors.read(cursor) ?? [''];
  const sorted = [...rows].sort((a, b) => (a.record.machine < b.record.machine ? -1 : 1));
  const following = sorted.filter(({ record }) => record.machine > after);
  const items = following.slice(0, limit);
  const last = items.at(-1);
  return { items, next: following.length > items.length && last ? cursors.write(last.record.machine) : null };
}
