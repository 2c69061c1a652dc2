import { isWithin } from '../../shared/areas/jiangxi.ts';
import type { AreaRecall } from '../../shared/contracts/fleet/recall.ts';
import type { LotRecall } from '../../shared/rules/lot.ts';
import { distinct } from './holdings.ts';

/** The lots that a recall names. */
export const lotsOf = ({ product, lots }: Pick<AreaRecall, 'product' | 'lots'>): LotRecall[] =>
  lots === null ? [{ product, lot: null }] : lots.map((lot) => ({ product, lot }));

/** Whether a lot is certainly among those of a recall. Null is an unknown lot. */
export const isNamed = (recall: Pick<AreaRecall, 'product' | 'lots'>, product: string, lot: string | null): boolean =>
  product === recall.product && (recall.lots === null || (lot !== null && recall.lots.includes(lot)));

/** The recalls that were entered for areas, open and ended. */
export class AreaRecalls {
  readonly #all = new Map<string, AreaRecall>();

  put(recall: AreaRecall): void {
    this.#all.set(recall.id, recall);
  }

  /** Null if there is no such recall. */
  find(id: string): AreaRecall | null {
    return this.#all.get(id) ?? null;
  }

  all(): AreaRecall[] {
    return [...this.#all.values()];
  }

  /** The lots that open recalls name in a county, each once. */
  openIn(county: string): LotRecall[] {
    const open = this.all().filter(({ ended, region }) => ended === null && isWithin(county, region));
    return distinct(open.flatMap(lotsOf));
  }
}
