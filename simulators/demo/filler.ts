import type { Fact } from '../../shared/contracts/events.ts';
import type { ProductCode } from '../../shared/contracts/ids.ts';
import { laneStock } from '../../shared/ledger/books.ts';
import { addDays, type LocalDay } from '../../shared/rules/calendar.ts';
import { defaultRules } from '../../shared/rules/defaults.ts';
import { minuteMs, textOf } from './days.ts';
import type { DemoLedger } from './ledger.ts';
import { type LotOnBox, loadLot } from './lots.ts';
import type { DemoMachine } from './machine.ts';
import type { Random } from './random.ts';

/** The line that an agent writes about its board. */
export function boardFact({ board }: DemoMachine, state: 'found' | 'lost' | 'reset', reason: string | null): Fact {
  return { kind: 'board', state, serial: board, model: 'SPIRAL-40', firmware: '2.3.1', reason };
}

/** The person who looks after a machine, as its agent records the visits. */
export class Filler {
  readonly #machine: DemoMachine;
  readonly #seed: number;
  readonly #ledger: DemoLedger;

  constructor(machine: DemoMachine, seed: number, ledger: DemoLedger) {
    this.#machine = machine;
    this.#seed = seed;
    this.#ledger = ledger;
  }

  /**
   * A visit: checks whether it is needed, counts what is in doubt, clears jams, takes out what
   * expired, fills up.
   */
  visit(at: number, day: LocalDay, random: Random): void {
    const ledger = this.#ledger;
    const lanes = [...ledger.books.lanes.values()];
    const low = lanes.some((lane) => laneStock(lane) <= 0.5 * lane.par);
    const wrong = lanes.some((lane) => lane.condition !== 'ready' || lane.lock !== null || lane.uncertain > 0);
    const looked =
      ledger.books.boardState === 'lost' || ledger.books.sensor === 'suspect' || ledger.books.door === 'open';
    if (!low && !wrong && !looked) return;
    ledger.write(at, { kind: 'door', state: 'open' });
    if (ledger.books.boardState === 'lost') ledger.write(at + 10_000, boardFact(this.#machine, 'found', null));
    if (ledger.books.climate === 'out')
      ledger.write(at + 20_000, { kind: 'climate', state: 'ok', tempDeciC: 224, humidityPct: 55 });
    this.#count(at + 60_000, random);
    this.#mend(at + 2 * minuteMs);
    this.#takeOut(at + 4 * minuteMs, day);
    this.fill(at + 6 * minuteMs, day, random);
    ledger.write(at + 15 * minuteMs, { kind: 'door', state: 'closed' });
  }

  #count(at: number, random: Random): void {
    const ledger = this.#ledger;
    const by = this.#machine.filler;
    for (const turn of [...ledger.books.uncertain.values()]) {
      const issued = random.happens(0.7);
      const { txn, lane, product } = turn;
      ledger.write(at, { kind: 'settled', txn, lane, product, issued, by: 'count' });
    }
    const suspect = ledger.books.sensor === 'suspect';
    for (const lane of [...ledger.books.lanes.values()]) {
      if (!lane.doubted && !suspect && !random.happens(0.05)) continue;
      const was = laneStock(lane);
      const stock = was > 0 && random.happens(0.06) ? was - 1 : was;
      ledger.write(at, { kind: 'counted', lane: lane.lane, product: lane.product, stock, was, by });
    }
    if (suspect) ledger.write(at, { kind: 'sensor', state: 'trusted', reason: 'looked-after', by });
  }

  #mend(at: number): void {
    const by = this.#machine.filler;
    for (const { lane, condition } of [...this.#ledger.books.lanes.values()]) {
      if (condition !== 'jam') continue;
      this.#ledger.write(at, { kind: 'tested', lane, state: 'turning', purpose: 'home', result: null, by });
      this.#ledger.write(at + 3_000, { kind: 'tested', lane, state: 'done', purpose: 'home', result: 'ready', by });
      this.#ledger.write(at + 3_000, { kind: 'lane', lane, state: 'ready', reason: 'homed' });
    }
  }

  #takeOut(at: number, day: LocalDay): void {
    const limit = textOf(addDays(day, defaultRules.lockDays));
    const by = this.#machine.filler;
    for (const { lane } of [...this.#ledger.books.lanes.values()]) {
      for (;;) {
        const book = this.#ledger.books.lanes.get(lane);
        const front = book?.lots[0];
        if (!book || !front?.expires || front.expires > limit) break;
        const { lot, count: removed } = front;
        const stock = laneStock(book) - removed;
        const reason = 'expired';
        this.#ledger.write(at, { kind: 'removed', lane, product: book.product, lot, removed, stock, reason, by });
      }
      const after = this.#ledger.books.lanes.get(lane);
      if (after?.lock) this.#ledger.write(at, { kind: 'lane', lane, state: after.condition, reason: 'unlocked' });
    }
  }

  /** Fills all lanes up to their par level. */
  fill(at: number, day: LocalDay, random: Random): void {
    const lots = new Map<ProductCode, LotOnBox>();
    for (const lane of [...this.#ledger.books.lanes.values()]) {
      const added = lane.par - laneStock(lane) - lane.uncertain;
      if (added <= 0) continue;
      const { product } = lane;
      const lot = lots.get(product) ?? loadLot(this.#machine, this.#seed, product, day);
      lots.set(product, lot);
      const about = { lane: lane.lane, product, ...lot, added, stock: laneStock(lane) + added };
      const loadAt = at + 20_000 * lane.lane + Math.floor(15_000 * random.roll());
      this.#ledger.write(loadAt, { kind: 'restocked', ...about, by: this.#machine.filler });
      if (lane.condition === 'empty')
        this.#ledger.write(loadAt, { kind: 'lane', lane: lane.lane, state: 'ready', reason: 'restocked' });
    }
  }
}
