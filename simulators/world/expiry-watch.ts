import type { Event } from '../../shared/contracts/events.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import type { Computer } from './computer.ts';
import type { Scenario } from './scenario.ts';

const dayMs = 86_400_000;
/** The kiosk locks a lot from so many days before its last usable day on [rules, restock]; a day is left for the clock. */
const lockDays = 30;
/** A clock so far ahead of the truth may have been believed when it wrote a line (docs/decisions/0019-floor-under-the-clock.md); a month is left for what is not known. */
const believedMs = 700 * dayMs;
/** What staff take out; the others fell by themselves. */
const fellUnasked: readonly string[] = ['double-drop', 'homing-drop'];

/**
 * Watches that a kiosk's own clock, going back, gives nothing out: neither a lane that was locked over its expiry, nor what had
 * expired by the kiosk's own lines. Both until the fleet told the time in this process.
 */
export class ExpiryWatch {
  readonly #scenario: Scenario;
  readonly #computer: Computer;
  /** Lanes that were locked over an expiry, and that neither staff nor a told time have freed since. */
  readonly #held = new Set<Lane>();
  /** The latest that the own clock said in lines since the fleet last told the time; 0 for nothing that is to be believed. */
  #saidMs = 0;
  /** How often the fleet had told the time at the last line. */
  #timesTold = 0;

  constructor(scenario: Scenario, computer: Computer) {
    this.#scenario = scenario;
    this.#computer = computer;
  }

  /** Another disk, or one that lost lines: what it held is not known. */
  diskChanged(): void {
    this.#held.clear();
    this.#saidMs = 0;
  }

  /** Called for each line behind which the books are already. */
  recorded(event: Event): void {
    const { told, name, disk } = this.#computer;
    const { beganMs, time, invariants } = this.#scenario;
    if (this.#timesTold !== this.#computer.timesTold) this.#saidMs = 0;
    this.#timesTold = this.#computer.timesTold;
    if (told) this.#saidMs = 0;
    else if (event.at - beganMs - time.nowMs < believedMs) this.#saidMs = Math.max(this.#saidMs, event.at);
    if (!('lane' in event)) return;
    const { lane } = event;
    const freed = event.kind === 'counted' || (event.kind === 'removed' && !fellUnasked.includes(event.reason));
    if (freed || (told && event.kind === 'lane' && event.reason === 'unlocked')) this.#held.delete(lane);
    if (event.kind === 'lane' && event.state === 'locked' && (event.reason === 'closing' || event.reason === 'expired'))
      this.#held.add(lane);
    const book = disk.facts.books.lanes.get(lane);
    if (!book || book.lots.length + book.uncertain === 0) this.#held.delete(lane);
    if (event.kind !== 'turning' || told) return;
    invariants.check(
      !this.#held.has(lane),
      'a lock over an expiry outlasts the own clock',
      name,
      () => `lane ${lane} was locked over its expiry, and turns though nobody looked and no fleet told the time`,
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
