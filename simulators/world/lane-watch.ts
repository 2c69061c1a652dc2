import type { Facts } from '../../device/core/facts.ts';
import type { Event } from '../../shared/contracts/events.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import { laneStock } from '../../shared/ledger/books.ts';
import { type EventTable, entryFor, unchanged } from '../../shared/ledger/event-table.ts';
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
  /** What each kind of line changes in the computed lanes. */
  readonly #changes: EventTable<[]> = {
    turning: unchanged,
    issued: ({ lane }) => this.#out(lane, 1),
    'not-issued': unchanged,
    uncertain: (turn) => this.#doubted(turn),
    settled: ({ lane: number, txn, issued }) => {
      const lane = this.#lane(number);
      const known = lane.uncertain.delete(txn);
      if (known && !issued) lane.stock += 1;
      if (!known && issued) this.#out(number, 1);
    },
    restocked: ({ lane: number, added, stock }) => {
      const lane = this.#lane(number);
      lane.stock += added;
      this.#check(lane.stock === stock, number, () => `restocked says ${stock}`);
    },
    counted: ({ lane: number, was, stock }) => {
      const lane = this.#lane(number);
      this.#check(lane.stock === was, number, () => `counted says it was ${was}`);
      lane.stock = stock;
    },
    removed: ({ lane, removed }) => this.#out(lane, removed),
    lane: unchanged,
    door: unchanged,
    board: unchanged,
    sensor: ({ turns = [] }) => {
      for (const turn of turns) this.#doubted(turn);
    },
    climate: unchanged,
    booted: unchanged,
    configured: unchanged,
    command: unchanged,
    tested: unchanged,
  };

  constructor(site: CabinetSite, invariants: Invariants) {
    this.#site = site;
    this.#invariants = invariants;
  }

  /** A line is on this kiosk's disk. */
  recorded(event: Event): void {
    entryFor(this.#changes, event)(event);
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

  /** A box left that is uncertain. */
  #doubted({ lane, txn }: { readonly lane: Lane; readonly txn: number }): void {
    this.#out(lane, 1);
    this.#lane(lane).uncertain.add(txn);
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
