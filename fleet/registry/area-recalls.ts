import { isWithin } from '../../shared/areas/jiangxi.ts';
import type { AreaRecall } from '../../shared/contracts/fleet/recall.ts';
import type { LotRecall } from '../../shared/rules/lot.ts';
import { distinct } from './holdings.ts';

/** The lots that a recall calls back. */
export const lotsOf = ({ product, lots }: Pick<AreaRecall, 'product' | 'lots'>): LotRecall[] =>
  lots === null ? [{ product, lot: null }] : lots.map((lot) => ({ product, lot }));

/** Whether a lot, null for one that nobody knows, is among those of a recall for certain. */
export const isNamed = (recall: Pick<AreaRecall, 'product' | 'lots'>, product: string, lot: string | null): boolean =>
  product === recall.product && (recall.lots === null || (lot !== null && recall.lots.includes(lot)));

/** The recalls that were entered for areas, open and ended. */
export class AreaRecalls {
  readonly #all = new Map<string, AreaRecall>();

  put(recall: AreaRecall): void {
    this.#all.set(recall.id, recall);
  }

  /** Null where there is no such recall. */
  find(id: string): AreaRecall | null {
    return this.#all.get(id) ?? null;
  }

  all(): AreaRecall[] {
    return [...this.#all.values()];
  }

  /** What the open recalls call back in a county, each lot once. */
  openIn(county: string): LotRecall[] {
    const open = this.all().filter(({ ended, region }) => ended === null && isWithin(county, region));
    return distinct(open.flatMap(lotsOf));
  }
}
