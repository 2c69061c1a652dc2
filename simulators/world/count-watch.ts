import type { Event } from '../../shared/contracts/events.ts';
import type { Lane, ProductCode } from '../../shared/contracts/ids.ts';
import type { Lots } from '../../shared/ledger/lots.ts';
import type { Computer } from './computer.ts';
import type { Scenario } from './scenario.ts';

/** Boxes whose lot or date somebody entered. */
const known = (lots: Lots): number =>
  lots.reduce((sum, { lot, expires, count }) => (lot === null && expires === null ? sum : sum + count), 0);

/**
 * Checks that a stock-take loses no box with a known lot while there are boxes without one, nor a
 * box that a wrong stock-take just before it had lost.
 */
export class CountWatch {
  readonly #scenario: Scenario;
  readonly #computer: Computer;
  /** Known boxes of each lane before the line that is being written. */
  readonly #known = new Map<Lane, number>();
  /**
   * The same before the stock-takes of a product since boxes were last moved: a lane that is
   * counted as empty may get another product.
   */
  readonly #beforeCounts = new Map<Lane, { readonly product: ProductCode; readonly boxes: number }>();

  constructor(scenario: Scenario, computer: Computer) {
    this.#scenario = scenario;
    this.#computer = computer;
  }

  diskChanged(): void {
    this.#known.clear();
    this.#beforeCounts.clear();
  }

  /** Called for each line of a record, when the books already include all of them. */
  recorded(event: Event): void {
    // What a stock-take settles is in the same record.
    if (!('lane' in event) || (event.kind === 'settled' && event.by === 'count')) return;
    const { lane } = event;
    const now = known(this.#computer.disk.facts.books.lanes.get(lane)?.lots ?? []);
    const counts = this.#beforeCounts.get(lane);
    const same = counts && event.kind === 'counted' && counts.product === event.product;
    const before = same ? counts.boxes : this.#known.get(lane);
    if (event.kind === 'counted' && before !== undefined)
      this.#scenario.invariants.check(
        now >= Math.min(before, event.stock),
        'a stock-take takes boxes of no lot first',
        this.#computer.name,
        () => `lane ${lane} had ${before} boxes of known lots, ${event.stock} were counted, and ${now} are known`,
      );
    if (event.kind === 'counted' && before !== undefined)
      this.#beforeCounts.set(lane, { product: event.product, boxes: before });
    else if (event.kind !== 'lane') this.#beforeCounts.delete(lane);
    this.#known.set(lane, now);
  }
}
