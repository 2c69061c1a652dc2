import { pathOf, root } from '../../shared/areas/jiangxi.ts';
import { daysInYear, type LocalDay, yearOf } from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import {
  emptyPriorSum,
  fitPrior,
  mergePriorSums,
  openPrior,
  type PriorSum,
  priorSumOf,
  type RatePrior,
} from '../../shared/rules/prior.ts';
import type { Tally } from '../../shared/rules/tally.ts';
import type { MachineState } from '../state/machine-state.ts';

/**
 * The sums from which a day's priors are fitted: by area, for all products together and for each.
 */
export class PriorSums {
  readonly products = new Set<string>();
  readonly of = new Map<string, PriorSum>();

  /** Adds a machine whose boxes are counted. */
  add({ record, tallies, account }: Pick<MachineState, 'record' | 'tallies' | 'account'>): void {
    for (const { product } of account.books.lanes.values()) this.products.add(product);
    if (!tallies) return;
    for (const { code } of pathOf(record.region)) {
      this.#add(code, tallies.pace.history);
      for (const [product, tally] of tallies.products) this.#add(`${code} ${product}`, tally);
    }
  }

  #add(key: string, tally: Tally): void {
    this.of.set(key, mergePriorSums(this.of.get(key) ?? emptyPriorSum, priorSumOf(tally)));
  }
}

/**
 * The priors of one day, by area: for all products together (pace, silence) and for each product
 * (restocking).
 */
export class Priors {
  readonly #all = new Map<string, RatePrior>();
  readonly #products = new Map<string, RatePrior>();
  readonly #open: RatePrior;
  readonly #openProduct: RatePrior;

  constructor(sums: PriorSums, today: LocalDay, rules: Rules) {
    const days = daysInYear(yearOf(today));
    this.#open = openPrior(rules.target, days);
    // If a product was never issued, only one thing is known: all products together make the
    // target.
    this.#openProduct = openPrior(rules.target / Math.max(1, sums.products.size), days);
    for (const [key, sum] of [...sums.of].sort(([a], [b]) => depth(a) - depth(b))) this.#fit(key, sum, rules);
  }

  #fit(key: string, sum: PriorSum, rules: Rules): void {
    const [code = root, product] = key.split(' ');
    const parent = pathOf(code).at(-2)?.code;
    if (product === undefined) this.#all.set(code, fitPrior(sum, this.of(parent ?? ''), rules));
    else this.#products.set(key, fitPrior(sum, this.ofProduct(parent ?? '', product), rules));
  }

  /** The prior of an area, or else of the nearest area above it that has one. */
  of(code: string): RatePrior {
    for (const area of pathOf(code).reverse()) {
      const prior = this.#all.get(area.code);
      if (prior) return prior;
    }
    return this.#open;
  }

  ofProduct(code: string, product: string): RatePrior {
    for (const area of pathOf(code).reverse()) {
      const prior = this.#products.get(`${area.code} ${product}`);
      if (prior) return prior;
    }
    return this.#openProduct;
  }
}

const depth = (key: string): number => pathOf(key.split(' ')[0] ?? '').length;
