import type { Event } from '../../shared/contracts/events.ts';
import type { Computer } from './computer.ts';
import type { Scenario } from './scenario.ts';
import { lotMeant } from './spelling.ts';

const dayMs = 86_400_000;
/**
 * From this many days before its last usable day on the kiosk locks a lot [rules, restock]; one day
 * is left for the clock.
 */
const lockDays = 30;

/**
 * Checks by its own arithmetic that nothing expired or recalled is given out, and that a stopped
 * machine gives nothing out.
 */
export class LotWatch {
  readonly #scenario: Scenario;
  readonly #computer: Computer;

  constructor(scenario: Scenario, computer: Computer) {
    this.#scenario = scenario;
    this.#computer = computer;
  }

  /**
   * Called before the other watches fold the line, when the books already include it; a `turning`
   * line takes nothing out.
   */
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
        'nothing recalled is given out',
        name,
        () => `lane ${event.lane} holds lot ${lot} of ${product}`,
      );
    scenario.invariants.check(
      front.expires !== null || books.limits.lockUndated === false,
      'nothing without an expiry is given out',
      name,
      () => `lane ${event.lane} gives out a box without a known expiry`,
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

  /**
   * Whether the kiosk's own clock is right to the day. If it is not, the fleet's time corrects it
   * when it comes.
   */
  #knowsTheDay(): boolean {
    const { beganMs, time } = this.#scenario;
    return Math.abs(this.#computer.atMs - beganMs - time.nowMs) < dayMs / 2;
  }
}
