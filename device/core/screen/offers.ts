import type { ScreenSettings } from '../../../shared/contracts/eligibility.ts';
import type { ProductCode } from '../../../shared/contracts/ids.ts';
import { laneStock } from '../../../shared/ledger/books.ts';
import { usualOffer } from '../../../shared/screen/usual-products.ts';
import type { Offer } from '../../../shared/screen/view.ts';
import { dayNow } from '../clock.ts';
import type { Facts } from '../facts.ts';
import type { Now } from '../input.ts';
import { unfitness } from '../lanes.ts';
import { limits } from '../limits.ts';
import type { RuntimeState } from '../runtime-state.ts';
import type { ScreenNow } from './state.ts';

/** The screen settings in force: those that the session began with, else the newest. */
export const settingsOf = (facts: Facts, { settings }: ScreenNow): ScreenSettings => settings ?? facts.screen;

/** The group that a product counts in. */
export const groupOf = ({ products }: ScreenSettings, product: ProductCode): string =>
  products.find((each) => each.product === product)?.group ?? 'all';

/** One product as the screen offers it, with `left` boxes in lanes that can give one. */
export function offerOf({ products }: ScreenSettings, product: ProductCode, left: number): Offer {
  const named = products.find((each) => each.product === product);
  const few = left > 0 && left <= limits.screenFewBoxes;
  return {
    product,
    ...(named ? { name: named.name, size: named.size, drawing: named.drawing } : usualOffer(product)),
    stock: left === 0 ? 'none' : few ? 'few' : 'available',
    left: few ? left : null,
  };
}

/** Every product of the machine, in the order of its lanes. */
export function offersOf(facts: Facts, runtime: RuntimeState, now: Now): Offer[] {
  const day = dayNow(runtime.clock, now);
  const left = new Map<ProductCode, number>();
  for (const lane of [...facts.books.lanes.values()].sort((a, b) => a.lane - b.lane)) {
    const boxes = unfitness(facts.books, lane, day) === null ? laneStock(lane) : 0;
    if (lane.next !== 'none' || boxes > 0) left.set(lane.product, (left.get(lane.product) ?? 0) + boxes);
  }
  const settings = settingsOf(facts, runtime.screen);
  return [...left].map(([product, boxes]) => offerOf(settings, product, boxes));
}

/** How many products fit on one page. Two hardware buttons are left for paging and back. */
const pageSize = ({ front, largeType }: ScreenNow): number =>
  largeType || front.buttons > 0 ? 2 : front.offersPerPage;

/** The products of the present page, and the number of pages. */
export function pageOf(offers: readonly Offer[], screen: ScreenNow): { offers: Offer[]; number: number; of: number } {
  const size = pageSize(screen);
  const of = Math.max(1, Math.ceil(offers.length / size));
  const number = Math.min(screen.page, of);
  return { offers: offers.slice((number - 1) * size, number * size), number, of };
}
