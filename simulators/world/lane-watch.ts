import type { Facts } from '../../device/core/facts.ts';
import type { Event } from '../../shared/contracts/events.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import { laneStock } from '../../shared/ledger/books.ts';
import type { CabinetSite } from '../cabinet/cabinet-site.ts';
import type { Invariants } from './invariants.ts';

/**
 * One lane, computed by plain arithmetic independently of the books, and how far the truth may
 * differ.
 */
interface Reckoned {
  /** Boxes in the lane by the lines. */
  stock: number;
  /** By how many boxes staff's own wrong entries make the books wrong: truth − books. */
  entered: number;
  /**
   * By how many boxes faulty sensors may have made the books wrong since the last correct count:
   * too few, too many.
   */
  lowBy: number;
  highBy: number;
  /** Boxes that are uncertain and not settled. */
  uncertain: Set<number>;
}

/**
 * Checks the boxes: loaded = in the lanes + fallen + taken out. It compares the ledger's lines,
 * computed here by plain arithmetic, the books' own fold, and the cabinet's truth.
 */
export class LaneWatch {
  readonly #site: CabinetSite;
  readonly #invariants: Invariants;
  readonly #lanes = new Map<Lane, Reckoned>();
  /**
   * Lanes whose disk lost lines or is not this cabinet's: nothing is promised about their stock
   * before the next correct count.
   */
  readonly #lost = new Set<Lane>();

  constructor(site: CabinetSite, invariants: Invariants) {
    this.#site = site;
    this.#invariants = invariants;
  }

  recorded(event: Event): void {
    switch (event.kind) {
      case 'issued':
        this.#out(event.lane, 1);
        return;
      case 'uncertain': {
        const lane = this.#lane(event.lane);
        this.#out(event.lane, 1);
        lane.uncertain.add(event.txn);
        return;
      }
      case 'sensor':
        for (const turn of event.turns ?? []) {
          const lane = this.#lane(turn.lane);
          this.#out(turn.lane, 1);
          lane.uncertain.add(turn.txn);
        }
        return;
      case 'settled': {
        const lane = this.#lane(event.lane);
        const known = lane.uncertain.delete(event.txn);
        if (known && !event.issued) lane.stock += 1;
        if (!known && event.issued) this.#out(event.lane, 1);
        return;
      }
      case 'restocked':
        this.#lane(event.lane).stock += event.added;
        this.#check(this.#lane(event.lane).stock === event.stock, event.lane, () => `restocked says ${event.stock}`);
        return;
      case 'counted':
        this.#check(this.#lane(event.lane).stock === event.was, event.lane, () => `counted says it was ${event.was}`);
        this.#lane(event.lane).stock = event.stock;
        return;
      case 'removed':
        this.#out(event.lane, event.removed);
        return;
      default:
    }
  }

  /** Staff put in, took out or counted another number than they entered. */
  enteredWrong(lane: Lane, truthMinusEntered: number): void {
    this.#lane(lane).entered += truthMinusEntered;
  }

  /**
   * Staff counted, and entered `truthMinusEntered` less than there were: otherwise the books are
   * right.
   */
  counted(lane: Lane, truthMinusEntered: number): void {
    Object.assign(this.#lane(lane), { entered: truthMinusEntered, lowBy: 0, highBy: 0 });
    this.#lost.delete(lane);
  }

  /**
   * A motor turned with a faulty sensor, or a second box may be missed: from now on the truth may
   * differ from the books by this much.
   */
  mayBeWrong(lane: Lane, lowBy: number, highBy: number): void {
    this.#lane(lane).lowBy += lowBy;
    this.#lane(lane).highBy += highBy;
  }

  /**
   * The disk was changed: everything is computed from its books, and the truth may be anything
   * until each lane is counted.
   */
  diskChanged(facts: Facts): void {
    this.#lanes.clear();
    for (const book of facts.books.lanes.values())
      this.#lanes.set(book.lane, { stock: laneStock(book), entered: 0, lowBy: 0, highBy: 0, uncertain: new Set() });
    for (const turn of facts.books.uncertain.values()) this.#lane(turn.lane).uncertain.add(turn.txn);
    for (let lane = 1; lane <= this.#site.cabinet.lanes; lane += 1) this.#lost.add(lane as Lane);
  }

  /** Whether nothing is promised about a lane before it is counted. */
  isLost(lane: Lane): boolean {
    return this.#lost.has(lane);
  }

  /** Compares the computed stock with the folded one. */
  folded(facts: Facts): void {
    for (const book of facts.books.lanes.values())
      this.#check(this.#lane(book.lane).stock === laneStock(book), book.lane, () => `the books say ${laneStock(book)}`);
  }

  /** Compares the computed stock with the truth; only while nothing turns or falls. */
  truth(): void {
    for (const [number, { stock, entered, lowBy, highBy, uncertain }] of this.#lanes) {
      const truth = this.#site.cabinet.lane(number);
      if (truth === null || this.#lost.has(number)) continue;
      const gap = truth.boxes - stock - entered;
      this.#check(
        gap >= -lowBy && gap <= uncertain.size + highBy,
        number,
        () =>
          `${truth.boxes} are there (entered wrong by ${entered}, ${uncertain.size} uncertain, ${truth.fallen} fell ever)`,
      );
    }
  }

  /**
   * Boxes leave by the books. If more leave than the lane has, something was wrong before: then the
   * lane is at 0.
   */
  #out(number: Lane, boxes: number): void {
    const lane = this.#lane(number);
    const lied = lane.lowBy > 0 || lane.highBy > 0 || lane.entered !== 0 || this.#lost.has(number);
    this.#check(lane.stock >= boxes || lied, number, () => `${boxes} left`);
    lane.stock = Math.max(0, lane.stock - boxes);
  }

  #lane(lane: Lane): Reckoned {
    let reckoned = this.#lanes.get(lane);
    if (reckoned === undefined) {
      reckoned = { stock: 0, entered: 0, lowBy: 0, highBy: 0, uncertain: new Set() };
      this.#lanes.set(lane, reckoned);
    }
    return reckoned;
  }

  #check(holds: boolean, lane: Lane, what: () => string): void {
    this.#invariants.check(
      holds,
      'boxes balance',
      this.#site.name,
      () => `lane ${lane}: by its lines ${this.#lane(lane).stock}, but ${what()}`,
    );
  }
}
