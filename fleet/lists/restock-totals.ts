import type { RestockPlan, RestockVisit } from '../../shared/contracts/fleet/restock.ts';
import { lotKey } from '../../shared/contracts/spelling.ts';
import { textOrder } from './ordered.ts';

/** What a visit to one machine brings and takes away: a visit of the sheet without its lanes. */
export interface Load {
  readonly products: readonly Pick<RestockVisit['products'][number], 'product' | 'restock'>[];
  readonly takeOut: readonly Pick<RestockVisit['takeOut'][number], 'product' | 'lot' | 'expires' | 'count'>[];
}

type Sum = RestockPlan['sum'][number];
type TakeOut = RestockPlan['takeOutSum'][number];

/**
 * What many visits bring and take away in total, by product and by lot. Loads can be added and
 * subtracted.
 */
export class RestockTotals {
  readonly #bring = new Map<string, Sum>();
  readonly #take = new Map<string, TakeOut>();

  /** Adds a load, or subtracts it if `sign` is -1. */
  add({ products, takeOut }: Load, sign: 1 | -1 = 1): void {
    for (const { product, restock } of products)
      if (restock > 0) this.#addSum({ product, boxes: sign * restock, machines: sign });
    for (const { product, lot, expires, count } of takeOut)
      this.#addTakeOut({ product, lot, expires, count: sign * count });
  }

  /** Adds everything in another total. */
  merge(other: RestockTotals): void {
    for (const sum of other.#bring.values()) this.#addSum(sum);
    for (const out of other.#take.values()) this.#addTakeOut(out);
  }

  #addSum({ product, boxes, machines }: Sum): void {
    const before = this.#bring.get(product);
    const sum = { product, boxes: boxes + (before?.boxes ?? 0), machines: machines + (before?.machines ?? 0) };
    if (sum.machines === 0) this.#bring.delete(product);
    else this.#bring.set(product, sum);
  }

  #addTakeOut(out: TakeOut): void {
    const key = JSON.stringify([out.product, lotKey(out.lot), out.expires]);
    const count = out.count + (this.#take.get(key)?.count ?? 0);
    if (count === 0) this.#take.delete(key);
    else this.#take.set(key, { ...out, count });
  }

  sums(): Pick<RestockPlan, 'sum' | 'takeOutSum'> {
    return {
      sum: [...this.#bring.values()].sort((a, b) => textOrder(a.product, b.product)),
      takeOutSum: [...this.#take.values()].sort(
        (a, b) =>
          textOrder(a.product, b.product) ||
          textOrder(a.expires ?? '', b.expires ?? '') ||
          textOrder(a.lot ?? '', b.lot ?? ''),
      ),
    };
  }
}
