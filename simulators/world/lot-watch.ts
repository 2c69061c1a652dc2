import type { Event } from '../../shared/contracts/events.ts';
import type { Computer } from './computer.ts';
import type { Scenario } from './scenario.ts';
import { lotMeant } from './spelling.ts';

const dayMs = 86_400_000;
/** The kiosk locks a lot from so many days before its last usable day on [rules, restock]; a day is left for the clock. */
const lockDays = 30;

/** Watches that nothing expired or called back is given out, by its own arithmetic, and nothing at all by a stopped machine. */
export class LotWatch {
  readonly #scenario: Scenario;
  readonly #computer: Computer;

  constructor(scenario: Scenario, computer: Computer) {
    this.#scenario = scenario;
    this.#computer = computer;
  }

  /** Called before the line is folded by those who watch: the books are already behind it, and a `turning` line takes nothing out. */
  recorded(event: Event): void {
    if (event.kind !== 'turning') return;
    const scenario = this.#scenario;
    const computer = this.#computer;
    const { name } = computer;
    const { books } = computer.disk.facts;
    scenario.invariants.check(
      books.stopped === null,
      'nothing is given out while a stop is in force',
      name,
      () => `lane ${event.lane} turns though plan ${books.configVersion} stops the machine`,
    );
    const lane = books.lanes.get(event.lane);
    const front = lane?.lots[0];
    if (!lane) return;
    scenario.invariants.check(
      lane.lockedByPlan === null && lane.next === null,
      'a lane that the plan locks gives nothing out',
      name,
      () => `lane ${event.lane} is ${lane.lockedByPlan ?? 'to hold another product'}`,
    );
    if (!front) return;
    for (const { product, lot } of books.recalls)
      scenario.invariants.check(
        product !== lane.product ||
          !lane.lots.some((each) => each.lot === null || lotMeant(each.lot) === lotMeant(lot)),
        'nothing called back is given out',
        name,
        () => `lane ${event.lane} holds lot ${lot} of ${product}`,
      );
    scenario.invariants.check(
      front.expires !== null || books.limits.lockUndated === false,
      'nothing without an expiry is given out',
      name,
      () => `lane ${event.lane} gives out a box of which nobody knows until when it is good`,
    );
    if (front.expires === null || !this.#knowsTheDay()) return;
    const today = scenario.beganMs + scenario.time.nowMs;
    const lastMoment = Date.parse(`${front.expires}T24:00:00+08:00`);
    const limit = books.limits.lockBeforeExpiryDays ?? lockDays;
    scenario.invariants.check(
      today <= lastMoment - (limit - 1) * dayMs,
      'nothing expired is given out',
      name,
      () => `lane ${event.lane} gives out what is usable until ${front.expires}`,
    );
  }

  /** Whether the kiosk's own clock is right to the day. Where it is not, the fleet's word puts it right once it comes. */
  #knowsTheDay(): boolean {
    const { beganMs, time } = this.#scenario;
    return Math.abs(this.#computer.atMs - beganMs - time.nowMs) < dayMs / 2;
  }
}
