import { inArea } from '../../shared/areas/jiangxi.ts';
import type { RestockPlan, RestockQuery, RestockVisit } from '../../shared/contracts/fleet/restock.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { cursorsOf } from '../cursor.ts';
import { KeyedRows } from './keyed-rows.ts';
import { textOrder } from './ordered.ts';
import { type Load, RestockTotals } from './restock-totals.ts';

/** The order of visits on the sheet: most urgent first. */
type SortKey = Pick<RestockVisit, 'machine' | 'by'>;

/** A machine that needs a visit, or that a person added to the sheet. */
export interface Visit extends SortKey, Load {
  readonly region: string;
}

const bySortKey = (a: SortKey, b: SortKey): number =>
  textOrder(a.by ?? '9', b.by ?? '9') || textOrder(a.machine, b.machine);

/** What is kept of a visit: everything except its lanes. */
export const visitOf = ({ machine, region, by, products, takeOut }: RestockVisit): Visit => ({
  machine,
  region,
  by,
  products: products.flatMap(({ product, restock }) => (restock === 0 ? [] : [{ product, restock }])),
  takeOut: takeOut.map(({ product, lot, expires, count }) => ({ product, lot, expires, count })),
});

const cursors = cursorsOf('restock', ['text', 'text']);

/** Selects what follows the visit that a cursor names. Null for the beginning. */
function afterCursor(cursor: string | undefined): ((visit: SortKey) => boolean) | null {
  const position = cursors.read(cursor);
  if (position === null) return null;
  const [by, machine] = position;
  const last = { by: by === '' ? null : by, machine };
  return (visit) => bySortKey(visit, last) > 0;
}

type PageAsk = Pick<RestockQuery, 'cursor' | 'limit'>;

/** The first `limit` of some sorted visits, and the cursor of the next page. */
function cut<P extends SortKey>(visits: readonly P[], limit: number): { visits: P[]; next: string | null } {
  const page = visits.slice(0, limit);
  const last = page.at(-1);
  return { visits: page, next: visits.length > limit && last ? cursors.write(last.by ?? '', last.machine) : null };
}

/**
 * A sheet of some visits. If a page is requested, it holds only that page; the sums are always over
 * all.
 */
export function restockSheet(
  visits: readonly RestockVisit[],
  { cursor, limit = visits.length }: PageAsk,
): { visits: RestockVisit[] } & Pick<RestockPlan, 'total' | 'sum' | 'takeOutSum' | 'next'> {
  const totals = new RestockTotals();
  for (const visit of visits) totals.add(visit);
  const isAfter = afterCursor(cursor) ?? (() => true);
  const page = cut([...visits].filter(isAfter).sort(bySortKey), limit);
  return { visits: page.visits, next: page.next, total: visits.length, ...totals.sums() };
}

/** All machines that need a visit, most urgent first, with the sums of each county. */
export class RestockList {
  readonly #all = new KeyedRows<Visit, 'region'>({ region: ({ region }) => region });
  readonly #totals = new Map<string, RestockTotals>();

  /** Replaces the visit that a machine needs. Null if it needs none. */
  put(machine: string, visit: Visit | null): void {
    const before = this.#all.put(machine, visit);
    if (before) this.#totalsOf(before.region).add(before, -1);
    if (visit) this.#totalsOf(visit.region).add(visit);
  }

  #totalsOf(region: string): RestockTotals {
    const totals = this.#totals.get(region) ?? new RestockTotals();
    this.#totals.set(region, totals);
    return totals;
  }

  has(machine: string): boolean {
    return this.#all.slot(machine) !== null;
  }

  /** The machines of an area that need a visit. */
  within(area: string): MachineId[] {
    return this.page(area, [], [], { limit: Number.POSITIVE_INFINITY }).machines;
  }

  /**
   * A page of an area's sheet, with visits `also` that are not in this list, and without the
   * machines in `without`.
   */
  page(
    area: string,
    also: readonly Visit[],
    without: readonly string[],
    { cursor, limit = Number.POSITIVE_INFINITY }: PageAsk,
  ): { machines: MachineId[]; next: string | null } & Pick<RestockPlan, 'total' | 'sum' | 'takeOutSum'> {
    const within = inArea(area);
    const { index } = this.#all;
    const totals = new RestockTotals();
    for (const [county, each] of this.#totals) if (within(county)) totals.merge(each);
    const left = new Set(without.flatMap((machine) => this.#all.slot(machine) ?? []));
    for (const slot of left) if (within(index.row(slot).region)) totals.add(index.row(slot), -1);
    const isAfter = afterCursor(cursor);
    const found = index.page(
      index.slots('by', bySortKey),
      [index.facet('region').where(within), left.size === 0 ? null : (slot) => !left.has(slot)],
      // One more than shown, to see whether the page continues.
      { isAfter, limit: limit + 1 },
    );
    for (const visit of also) totals.add(visit);
    const extra = isAfter === null ? also : also.filter(isAfter);
    const { visits, next } = cut([...found.rows, ...extra].sort(bySortKey), limit);
    return {
      machines: visits.map(({ machine }) => machine as MachineId),
      next,
      total: found.total + also.length,
      ...totals.sums(),
    };
  }
}
