import type { Lane } from '../../shared/contracts/ids.ts';
import { laneStock } from '../../shared/ledger/books.ts';
import type { StaffView } from '../../shared/screen/staff.ts';
import type { CabinetSite } from '../cabinet/cabinet-site.ts';
import type { Disk } from './disk.ts';
import type { Invariants } from './invariants.ts';

const name = 'K1';

/** Compares what staff did at the screen with the lines on the disk and the cabinet’s boxes. */
export class RoundWatch {
  readonly #invariants: Invariants;
  readonly #disk: Disk;
  readonly #cabinet: CabinetSite['cabinet'];
  readonly #lanes: readonly Lane[];
  rounds = 0;
  tests = 0;

  constructor(invariants: Invariants, disk: Disk, cabinet: CabinetSite['cabinet'], lanes: readonly Lane[]) {
    this.#invariants = invariants;
    this.#disk = disk;
    this.#cabinet = cabinet;
    this.#lanes = lanes;
  }

  /** How many lines the disk has. */
  get lines(): number {
    return this.#disk.ledgers.reduce((sum, { lines }) => sum + lines.length, 0);
  }

  #linesOf(lot: string): number {
    const text = `"lot":"${lot}"`;
    return this.#disk.ledgers
      .flatMap(({ lines }) => lines)
      .filter((line) => line.includes('"restocked"') && line.includes(text)).length;
  }

  /** Whether the boxes of this round are in the books. */
  isEntered(lot: string): boolean {
    return this.#linesOf(lot) > 0;
  }

  /** A round was confirmed, or the process died before: all of its loads are written, or none. */
  entered(lot: string, loads: number): void {
    const written = this.#linesOf(lot);
    if (written === loads) this.rounds += 1;
    this.#invariants.check(
      written === 0 || written === loads,
      'a round is entered whole or not at all',
      name,
      () => `${written} of ${loads} loads of ${lot}`,
    );
  }

  /** It was confirmed once more: nothing of it is written again. */
  enteredOnce(linesBefore: number): void {
    this.#invariants.check(
      this.lines === linesBefore,
      'a round is entered once',
      name,
      () => `${this.lines - linesBefore} more lines`,
    );
  }

  /** A test turn is over. `isKnown`: the screen says how it ended, so the books know it, too. */
  tested(isKnown: boolean): void {
    this.tests += 1;
    this.#invariants.check(
      this.#disk.facts.books.issued === 0,
      'a test turn is never counted as issued',
      name,
      () => `${this.#disk.facts.books.issued} issued`,
    );
    if (isKnown) this.leaves(new Map());
  }

  /** The books are compared with the cabinet, in which `unbooked` boxes are not entered. */
  leaves(unbooked: ReadonlyMap<Lane, number>): void {
    for (const lane of this.#lanes) {
      const book = this.#disk.facts.books.lanes.get(lane);
      const there = (this.#cabinet.lane(lane)?.boxes ?? 0) - (unbooked.get(lane) ?? 0);
      if (book === undefined || book.doubted || book.unknownUntil) continue;
      this.#invariants.check(
        laneStock(book) === there,
        'after a visit the books are the cabinet',
        name,
        () => `lane ${lane}: ${laneStock(book)} in the books, ${there} in it`,
      );
    }
  }

  /** Somebody who is not on the list is not in staff mode. */
  isOut(shows: StaffView | null, person: string): void {
    this.#invariants.check(
      shows === null || shows.step === 'sign-in',
      'nobody who was struck off is signed in',
      name,
      () => `${person} sees ${shows?.step}`,
    );
  }
}
