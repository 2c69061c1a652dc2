import type { Lane, ProductCode, RequestId, Txn } from '../../shared/contracts/ids.ts';
import type { LaneBook } from '../../shared/ledger/books.ts';
import { addDays, type LocalDay } from '../../shared/rules/calendar.ts';
import { defaultRules } from '../../shared/rules/defaults.ts';
import { type DayEvent, dayEvents, lastsMs } from './day-events.ts';
import { dayBegins, dayOf, hourMs, minuteMs, textOf } from './days.ts';
import { boardFact, Filler } from './filler.ts';
import type { DemoLedger } from './ledger.ts';
import { recalledLot, recallsOf } from './lots.ts';
import type { DemoMachine } from './machine.ts';
import { type Random, randomOf } from './random.ts';

/** The chances that a motor jams, turns without a box, or loses its power while it turns. */
const jamChance = 0.0006;
const noDropChance = 0.0004;
const powerLossChance = 0.0003;

/**
 * The life of a seeded machine, day by day: what its agent would have recorded. Each day is drawn
 * independently, so that any day can be continued.
 */
export class MachineLife {
  readonly #machine: DemoMachine;
  readonly #seed: number;
  readonly #ledger: DemoLedger;
  readonly #filler: Filler;

  constructor(machine: DemoMachine, seed: number, ledger: DemoLedger) {
    this.#machine = machine;
    this.#seed = seed;
    this.#ledger = ledger;
    this.#filler = new Filler(machine, seed, ledger);
  }

  /**
   * Writes everything that happened after the ledger's last line, up to `until` (ms since 1970).
   */
  writeUntil(until: number): void {
    const { ledgerFrom, until: lastDay } = this.#machine;
    const from = this.#ledger.lastAt === 0 ? ledgerFrom : dayOf(this.#ledger.lastAt);
    const to = dayOf(until);
    for (let day = from; day <= to; day = addDays(day, 1)) {
      if (lastDay !== null && day > lastDay) return;
      this.#day(day, until);
    }
  }

  #day(day: LocalDay, until: number): void {
    const ledger = this.#ledger;
    const random = randomOf(this.#seed, this.#machine.index, 'day', day);
    if (ledger.lastAt === 0) this.#install(dayBegins(day) + 8 * hourMs, random);
    for (const { at, what } of dayEvents(
      this.#machine,
      this.#seed,
      day,
      randomOf(this.#seed, this.#machine.index, 'happenings', day),
    )) {
      // Recorded when it is over: no line is ever from the future.
      if (at + lastsMs[what] > until) return;
      // What comes while another thing is under way is left out. Each is drawn independently, so
      // this changes nothing after it.
      if (at > ledger.lastAt) this.#happen(what, at, day, randomOf(this.#seed, this.#machine.index, what, at));
    }
  }

  #happen(what: DayEvent['what'], at: number, day: LocalDay, random: Random): void {
    const { trouble, troubleFrom, troubleUntil } = this.#machine;
    const troubled = at >= troubleFrom && at < troubleUntil;
    if (trouble === 'offline' && troubled) return;
    if (what === 'power-cut') return this.#boot(at, 'start');
    if (what === 'trouble') return this.#begin(at, random);
    const shut =
      trouble === 'silent' || trouble === 'board-lost' || trouble === 'sensor-suspect' || trouble === 'door-open';
    if (what === 'citizen') {
      if (troubled && (shut || trouble === 'climate')) return;
      return this.#dispense(at, day, random);
    }
    if (!troubled) this.#filler.visit(at, day, random);
  }

  /** The first day: agent, planogram, board, and full lanes. */
  #install(at: number, random: Random): void {
    this.#ledger.boot(at, null);
    this.#ledger.write(at, {
      kind: 'configured',
      version: 0,
      lanes: [...this.#machine.lanes],
      recalls: [],
      limits: {},
    });
    this.#ledger.write(at + 1_500, boardFact(this.#machine, 'found', null));
    this.#filler.fill(at + 20 * minuteMs, dayOf(at), random);
  }

  #boot(at: number, cause: 'start' | 'new-disk'): void {
    this.#ledger.boot(at, cause);
    const { boardState } = this.#ledger.books;
    if (boardState === 'lost') return;
    this.#ledger.write(at + 1_500, boardFact(this.#machine, 'reset', 'POWER'));
  }

  #dispense(at: number, day: LocalDay, random: Random): void {
    if (this.#machine.wishes.length === 0) return;
    const product = random.weighted(this.#machine.wishes);
    const request = random.uuid() as RequestId;
    this.#lock(at, day);
    let begun = at;
    for (let tries = 0; tries < 2; tries++) {
      const lane = this.#laneFor(product);
      if (!lane || !this.#turn(begun, lane, product, request, random)) return;
      // The next lane is begun when the end of the first one is recorded.
      begun = Math.max(begun + 7_000, this.#ledger.lastAt + 500);
    }
  }

  /** One turn of a motor; true if another lane must be tried. */
  #turn(at: number, lane: LaneBook, product: ProductCode, request: RequestId, random: Random): boolean {
    const ledger = this.#ledger;
    const about = { request, txn: (ledger.books.lastTxn + 1) as Txn, lane: lane.lane, product };
    const lot = lane.lots[0]?.lot ?? null;
    ledger.write(at, { kind: 'turning', ...about, board: this.#machine.board, before: ledger.books.lastTxn });
    const endAt = at + 2_300 + Math.floor(600 * random.roll());
    const luck = random.roll();
    if (luck < jamChance) {
      ledger.write(endAt + 7_500, { kind: 'not-issued', ...about, reason: 'jam' });
      ledger.write(endAt + 7_500, { kind: 'lane', lane: lane.lane, state: 'jam', reason: 'jam' });
      return true;
    }
    if (luck < jamChance + noDropChance) {
      ledger.write(endAt + 2_000, { kind: 'not-issued', ...about, reason: 'no-drop' });
      ledger.write(endAt + 2_000, { kind: 'lane', lane: lane.lane, state: 'empty', reason: 'no-drop' });
      return true;
    }
    if (luck < jamChance + noDropChance + powerLossChance) {
      this.#uncertain(endAt, about, lot);
      return false;
    }
    ledger.write(endAt, { kind: 'issued', ...about, lot });
    return false;
  }

  /** The power went while the motor turned: nobody can know. */
  #uncertain(
    at: number,
    about: { request: RequestId; txn: Txn; lane: Lane; product: ProductCode },
    lot: string | null,
  ): void {
    this.#boot(at + 4 * minuteMs, 'start');
    this.#ledger.write(at + 4 * minuteMs + 2_000, { kind: 'uncertain', ...about, lot, reason: 'power-lost' });
  }

  #laneFor(product: ProductCode): LaneBook | null {
    let best: LaneBook | null = null;
    for (const lane of this.#ledger.books.lanes.values()) {
      if (lane.product !== product || lane.lock !== null || lane.condition !== 'ready' || lane.lots.length === 0)
        continue;
      if (best === null || (lane.lots[0]?.expires ?? '~') < (best.lots[0]?.expires ?? '~')) best = lane;
    }
    return best;
  }

  /** The kiosk itself locks what is too near its expiry. */
  #lock(at: number, day: LocalDay): void {
    const limit = textOf(addDays(day, defaultRules.lockDays));
    const today = textOf(day);
    for (const lane of this.#ledger.books.lanes.values()) {
      const expires = lane.lots[0]?.expires;
      if (lane.lock !== null || !expires || expires > limit) continue;
      const reason = expires < today ? 'expired' : 'closing';
      this.#ledger.write(at, { kind: 'lane', lane: lane.lane, state: 'locked', reason });
    }
  }

  /** The machine's trouble begins. */
  #begin(at: number, random: Random): void {
    const ledger = this.#ledger;
    const stocked = [...ledger.books.lanes.values()].filter((lane) => lane.lots.length > 0);
    const lane = stocked[random.between(0, Math.max(0, stocked.length - 1))];
    switch (this.#machine.trouble) {
      case 'jam':
      case 'uncertain': {
        if (!lane) return;
        const { product } = lane;
        const about = { request: random.uuid() as RequestId, txn: (ledger.books.lastTxn + 1) as Txn, lane: lane.lane };
        const { board } = this.#machine;
        ledger.write(at, { kind: 'turning', ...about, product, board, before: ledger.books.lastTxn });
        if (this.#machine.trouble === 'uncertain') {
          this.#uncertain(at + 1_800, { ...about, product }, lane.lots[0]?.lot ?? null);
          return;
        }
        ledger.write(at + 10_000, { kind: 'not-issued', ...about, product, reason: 'jam' });
        ledger.write(at + 10_000, { kind: 'lane', lane: lane.lane, state: 'jam', reason: 'jam' });
        return;
      }
      case 'board-lost':
        ledger.write(at, boardFact(this.#machine, 'lost', random.pick(['mute', 'port-gone'])));
        return;
      case 'sensor-suspect':
        ledger.write(at, { kind: 'sensor', state: 'suspect', reason: 'no-drops', turns: [] });
        return;
      case 'door-open':
        ledger.write(at, { kind: 'door', state: 'open' });
        return;
      case 'climate':
        ledger.write(at, { kind: 'climate', state: 'out', tempDeciC: 431, humidityPct: 71 });
        return;
      case 'new-ledger':
        ledger.beginOnNewDisk(random.uuid(), at);
        this.#ledger.write(at + 1_500, boardFact(this.#machine, 'found', null));
        return;
      case 'unreadable-line':
        ledger.writeRaw(at, { kind: 'curtain', state: 'lifted', note: 'from a newer agent' });
        return;
      case 'recalled':
        this.#recall(at);
        return;
      default:
        return;
    }
  }

  /** The fleet's configuration recalls the lot: the kiosk locks the lanes that may hold it. */
  #recall(at: number): void {
    const recalls = recallsOf(this.#machine);
    this.#ledger.write(at, { kind: 'configured', version: 1, lanes: [...this.#machine.lanes], recalls, limits: {} });
    for (const lane of [...this.#ledger.books.lanes.values()])
      if (lane.lock === null && lane.lots.some(({ lot }) => lot === recalledLot))
        this.#ledger.write(at, { kind: 'lane', lane: lane.lane, state: 'locked', reason: 'recalled' });
  }
}
