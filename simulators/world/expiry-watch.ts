import type { Event } from '../../shared/contracts/events.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import type { Computer } from './computer.ts';
import type { Scenario } from './scenario.ts';

const dayMs = 86_400_000;
/**
 * From this many days before its last usable day on the kiosk locks a lot [rules, restock]; one day
 * is left for the clock.
 */
const lockDays = 30;
/**
 * A clock that is ahead by this much may have been believed when it wrote a line
 * (docs/decisions/0019-floor-under-the-clock.md); a month is left for what is not known.
 */
const believedMs = 700 * dayMs;
/**
 * Reasons of `removed` lines for boxes that fell by themselves; all others were taken out by staff.
 */
const fellUnasked: readonly string[] = ['double-drop', 'homing-drop'];

/**
 * Checks that a kiosk whose own clock goes back gives out nothing of this: a lane that was locked
 * over its expiry, and what had expired by the kiosk's own lines. Both hold until the fleet sends
 * the time in this process.
 */
export class ExpiryWatch {
  readonly #scenario: Scenario;
  readonly #computer: Computer;
  /**
   * Lanes that were locked over an expiry, and that neither staff nor the fleet's time have
   * released since.
   */
  readonly #held = new Set<Lane>();
  /**
   * The latest time of the own clock in lines since the fleet last sent the time; 0 if none is to
   * be believed.
   */
  #saidMs = 0;
  /** How often the fleet had sent the time at the last line. */
  #fleetTimes = 0;

  constructor(scenario: Scenario, computer: Computer) {
    this.#scenario = scenario;
    this.#computer = computer;
  }

  /** Another disk, or one that lost lines: its earlier content is unknown. */
  diskChanged(): void {
    this.#held.clear();
    this.#saidMs = 0;
  }

  /** Called for each line, when the books already include it. */
  recorded(event: Event): void {
    const { hasFleetTime, name, disk } = this.#computer;
    const { beganMs, time, invariants } = this.#scenario;
    if (this.#fleetTimes !== this.#computer.fleetTimes) this.#saidMs = 0;
    this.#fleetTimes = this.#computer.fleetTimes;
    if (hasFleetTime) this.#saidMs = 0;
    else if (event.at - beganMs - time.nowMs < believedMs) this.#saidMs = Math.max(this.#saidMs, event.at);
    if (!('lane' in event)) return;
    const { lane } = event;
    const freed = event.kind === 'counted' || (event.kind === 'removed' && !fellUnasked.includes(event.reason));
    if (freed || (hasFleetTime && event.kind === 'lane' && event.reason === 'unlocked')) this.#held.delete(lane);
    if (event.kind === 'lane' && event.state === 'locked' && (event.reason === 'closing' || event.reason === 'expired'))
      this.#held.add(lane);
    const book = disk.facts.books.lanes.get(lane);
    if (!book || book.lots.length + book.uncertain === 0) this.#held.delete(lane);
    if (event.kind !== 'turning' || hasFleetTime) return;
    invariants.check(
      !this.#held.has(lane),
      'a lock over an expiry outlasts the own clock',
      name,
      () => `lane ${lane} was locked over its expiry, and turns although nobody looked and no fleet sent the time`,
    );
    this.#floor(event.lane);
  }

  #floor(lane: Lane): void {
    const { disk, name } = this.#computer;
    const { books } = disk.facts;
    const expires = books.lanes.get(lane)?.lots[0]?.expires ?? null;
    if (expires === null || this.#saidMs === 0) return;
    const limit = books.limits.lockBeforeExpiryDays ?? lockDays;
    this.#scenario.invariants.check(
      this.#saidMs <= Date.parse(`${expires}T24:00:00+08:00`) - (limit - 1) * dayMs,
      'nothing is given out that had expired by the own lines',
      name,
      () =>
        `lane ${lane} gives out what is usable until ${expires}; a line says ${new Date(this.#saidMs).toISOString()}`,
    );
  }
}
