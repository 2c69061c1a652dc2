import type { Fact } from '../../shared/contracts/events.ts';
import type { Lane, ProductCode, RequestId, Txn } from '../../shared/contracts/ids.ts';
import { type LaneBook, laneStock } from '../../shared/ledger/books.ts';
import { addDays, formatDay, type LocalDay } from '../../shared/rules/calendar.ts';
import { defaultRules } from '../../shared/rules/defaults.ts';
import { isInService } from '../../shared/rules/suspension.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { DemoLedger } from './ledger.ts';
import { type LotOnBox, loadLot, recalledLot, recallsOf } from './lots.ts';
import type { DemoMachine } from './machine.ts';
import { sites } from './sites.ts';

/** One of a day's happenings, in order of time. */
interface Happening {
  readonly at: number;
  readonly what: 'citizen' | 'visit' | 'power-cut' | 'trouble';
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** China has one time zone, eight hours ahead, without summer time. */
const dayBegins = (day: LocalDay): number => day * dayMs - 8 * hourMs;
const monthOf = (day: LocalDay): number => new Date(day * dayMs).getUTCMonth();
const isWeekend = (day: LocalDay): boolean => [0, 6].includes(new Date(day * dayMs).getUTCDay());

const dayTexts = new Map<LocalDay, string>();

/** A day as text, kept: every machine asks for the same ones. */
function textOf(day: LocalDay): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = formatDay(day);
  dayTexts.set(day, text);
  return text;
}

/** How often a motor jams, turns without a box, or loses its power while it turns. */
const jams = 0.0006;
const noDrops = 0.0004;
const cutOff = 0.0003;

/** How a seeded machine lives, day by day: what its agent would have written down. Each day is drawn by itself, so that any day can be gone on from. */
export class MachineLife {
  readonly #machine: DemoMachine;
  readonly #seed: number;
  readonly #ledger: DemoLedger;

  constructor(machine: DemoMachine, seed: number, ledger: DemoLedger) {
    this.#machine = machine;
    this.#seed = seed;
    this.#ledger = ledger;
  }

  /** Writes down all that happened after the ledger's last line, up to `until` (ms since 1970). */
  liveUntil(until: number): void {
    const { ledgerFrom, until: lastDay } = this.#machine;
    const from = this.#ledger.lastAt === 0 ? ledgerFrom : dayOf(this.#ledger.lastAt);
    const to = dayOf(until);
    for (let day = from; day <= to; day = addDays(day, 1)) {
      if (lastDay !== null && day > lastDay) return;
      this.#day(day, until);
    }
  }

  #day(day: LocalDay, until: number): void {
    const chance = chanceOf(this.#seed, this.#machine.index, 'day', day);
    const start = this.#ledger.lastAt;
    if (start === 0) this.#install(dayBegins(day) + 8 * hourMs, chance);
    const happenings = this.#happenings(day, chance);
    const after = Math.max(start, this.#ledger.lastAt);
    for (const { at, what } of happenings) {
      if (at > until) return;
      // Drawn anew for each happening, so that one that was left out changes nothing behind it.
      if (at > after) this.#happen(what, at, day, chanceOf(this.#seed, this.#machine.index, what, at));
    }
  }

  #happenings(day: LocalDay, chance: Chance): Happening[] {
    const machine = this.#machine;
    const begins = dayBegins(day);
    const list: Happening[] = [];
    const open = isInService(
      { from: machine.inServiceFrom, until: machine.until, suspensions: machine.suspensions },
      day,
    );
    const visitAt = begins + Math.round((9 + 7 * chance.roll()) * hourMs);
    if (open && this.#visitDue(day)) list.push({ at: visitAt, what: 'visit' });
    if (chance.happens(machine.powerCutsAYear / 365))
      list.push({ at: begins + Math.round((1 + 22 * chance.roll()) * hourMs), what: 'power-cut' });
    if (open) this.#citizens(day, chance, list);
    if (machine.troubleFrom >= begins && machine.troubleFrom < begins + dayMs)
      list.push({ at: machine.troubleFrom, what: 'trouble' });
    return list.sort((a, b) => a.at - b.at);
  }

  /** Fillers work on weekdays; what falls on a weekend is done on Monday. */
  #visitDue(day: LocalDay): boolean {
    const { visitEveryDays, visitOffsetDays } = this.#machine;
    if (isWeekend(day)) return false;
    const monday = !isWeekend(addDays(day, -3)) && isWeekend(addDays(day, -1));
    const before = monday ? [day, addDays(day, -1), addDays(day, -2)] : [day];
    return before.some((each) => (each + visitOffsetDays) % visitEveryDays === 0);
  }

  #citizens(day: LocalDay, chance: Chance, list: Happening[]): void {
    const machine = this.#machine;
    const life = sites[machine.site];
    const begins = dayBegins(day);
    // Some weeks are busy and some are not, in every place.
    const week = chanceOf(this.#seed, machine.index, 'week', Math.floor(day / 7)).gamma(8);
    const weekend = isWeekend(day) ? life.weekend : 1 + (1 - life.weekend) * 0.4;
    const mean = (machine.boxesAYear / 365) * (life.months[monthOf(day)] ?? 1) * weekend * week;
    for (let left = chance.poisson(mean); left > 0; left--) {
      const hour = chance.weighted(life.hours);
      list.push({ at: begins + Math.round((hour + chance.roll()) * hourMs), what: 'citizen' });
    }
  }

  #happen(what: Happening['what'], at: number, day: LocalDay, chance: Chance): void {
    const { trouble, troubleFrom, troubleUntil } = this.#machine;
    const troubled = at >= troubleFrom && at < troubleUntil;
    if (trouble === 'offline' && troubled) return;
    if (what === 'power-cut') return this.#boot(at, 'start');
    if (what === 'trouble') return this.#begin(at, chance);
    const shut =
      trouble === 'silent' || trouble === 'board-lost' || trouble === 'sensor-suspect' || trouble === 'door-open';
    if (what === 'citizen') {
      if (troubled && (shut || trouble === 'climate')) return;
      return this.#dispense(at, day, chance);
    }
    if (troubled) return;
    this.#visit(at, day, chance);
  }

  /** The first day: agent, planogram, board, and full lanes. */
  #install(at: number, chance: Chance): void {
    this.#ledger.boot(at, null);
    this.#ledger.write(at, {
      kind: 'configured',
      version: 0,
      lanes: [...this.#machine.lanes],
      recalls: [],
      limits: {},
    });
    this.#found(at + 1_500);
    this.#fill(at + 20 * minuteMs, dayOf(at), chance);
  }

  #boot(at: number, cause: 'start' | 'new-disk'): void {
    this.#ledger.boot(at, cause);
    const { boardState } = this.#ledger.books;
    if (boardState === 'lost') return;
    this.#ledger.write(at + 1_500, this.#board('reset', 'POWER'));
  }

  #found(at: number): void {
    this.#ledger.write(at, this.#board('found', null));
  }

  #board(state: 'found' | 'lost' | 'reset', reason: string | null): Fact {
    const about = { serial: this.#machine.board, model: 'SPIRAL-40', firmware: '2.3.1' };
    return { kind: 'board', state, ...about, reason };
  }

  #dispense(at: number, day: LocalDay, chance: Chance): void {
    if (this.#machine.wishes.length === 0) return;
    const product = chance.weighted(this.#machine.wishes);
    const request = chance.uuid() as RequestId;
    this.#lock(at, day);
    let begun = at;
    for (let tries = 0; tries < 2; tries++) {
      const lane = this.#laneFor(product);
      if (!lane || !this.#turn(begun, lane, product, request, chance)) return;
      begun += 7_000;
    }
  }

  /** One turn of a motor; true where another lane is to be tried. */
  #turn(at: number, lane: LaneBook, product: ProductCode, request: RequestId, chance: Chance): boolean {
    const ledger = this.#ledger;
    const about = { request, txn: (ledger.books.lastTxn + 1) as Txn, lane: lane.lane, product };
    const lot = lane.lots[0]?.lot ?? null;
    ledger.write(at, { kind: 'turning', ...about, board: this.#machine.board, before: ledger.books.lastTxn });
    const endAt = at + 2_300 + Math.floor(600 * chance.roll());
    const luck = chance.roll();
    if (luck < jams) {
      ledger.write(endAt + 7_500, { kind: 'not-issued', ...about, reason: 'jam' });
      ledger.write(endAt + 7_500, { kind: 'lane', lane: lane.lane, state: 'jam', reason: 'jam' });
      return true;
    }
    if (luck < jams + noDrops) {
      ledger.write(endAt + 2_000, { kind: 'not-issued', ...about, reason: 'no-drop' });
      ledger.write(endAt + 2_000, { kind: 'lane', lane: lane.lane, state: 'empty', reason: 'no-drop' });
      return true;
    }
    if (luck < jams + noDrops + cutOff) {
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

  /** The kiosk locks by itself what is too near its expiry. */
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

  /** A filler comes: looks whether it is worth it, counts what is in doubt, clears jams, takes out what expired, fills up. */
  #visit(at: number, day: LocalDay, chance: Chance): void {
    const ledger = this.#ledger;
    const lanes = [...ledger.books.lanes.values()];
    const low = lanes.some((lane) => laneStock(lane) <= 0.5 * lane.par);
    const wrong = lanes.some((lane) => lane.condition !== 'ready' || lane.lock !== null || lane.uncertain > 0);
    const looked =
      ledger.books.boardState === 'lost' || ledger.books.sensor === 'suspect' || ledger.books.door === 'open';
    if (!low && !wrong && !looked) return;
    ledger.write(at, { kind: 'door', state: 'open' });
    if (ledger.books.boardState === 'lost') this.#found(at + 10_000);
    if (ledger.books.climate === 'out')
      ledger.write(at + 20_000, { kind: 'climate', state: 'ok', tempDeciC: 224, humidityPct: 55 });
    this.#count(at + 60_000, chance);
    this.#mend(at + 2 * minuteMs);
    this.#takeOut(at + 4 * minuteMs, day);
    this.#fill(at + 6 * minuteMs, day, chance);
    ledger.write(at + 15 * minuteMs, { kind: 'door', state: 'closed' });
  }

  #count(at: number, chance: Chance): void {
    const ledger = this.#ledger;
    const by = this.#machine.filler;
    for (const turn of [...ledger.books.uncertain.values()]) {
      const issued = chance.happens(0.7);
      const { txn, lane, product } = turn;
      ledger.write(at, { kind: 'settled', txn, lane, product, issued, by: 'count' });
    }
    const suspect = ledger.books.sensor === 'suspect';
    for (const lane of [...ledger.books.lanes.values()]) {
      if (!lane.doubted && !suspect && !chance.happens(0.05)) continue;
      const was = laneStock(lane);
      const stock = was > 0 && chance.happens(0.06) ? was - 1 : was;
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

  #fill(at: number, day: LocalDay, chance: Chance): void {
    const lots = new Map<ProductCode, LotOnBox>();
    for (const lane of [...this.#ledger.books.lanes.values()]) {
      const added = lane.par - laneStock(lane) - lane.uncertain;
      if (added <= 0) continue;
      const { product } = lane;
      const lot = lots.get(product) ?? loadLot(this.#machine, this.#seed, product, day);
      lots.set(product, lot);
      const about = { lane: lane.lane, product, ...lot, added, stock: laneStock(lane) + added };
      const loadAt = at + 20_000 * lane.lane + Math.floor(15_000 * chance.roll());
      this.#ledger.write(loadAt, { kind: 'restocked', ...about, by: this.#machine.filler });
      if (lane.condition === 'empty')
        this.#ledger.write(loadAt, { kind: 'lane', lane: lane.lane, state: 'ready', reason: 'restocked' });
    }
  }

  /** The trouble begins that the machine is there to show. */
  #begin(at: number, chance: Chance): void {
    const ledger = this.#ledger;
    const stocked = [...ledger.books.lanes.values()].filter((lane) => lane.lots.length > 0);
    const lane = stocked[chance.between(0, Math.max(0, stocked.length - 1))];
    switch (this.#machine.trouble) {
      case 'jam':
      case 'uncertain': {
        if (!lane) return;
        const { product } = lane;
        const about = { request: chance.uuid() as RequestId, txn: (ledger.books.lastTxn + 1) as Txn, lane: lane.lane };
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
        ledger.write(at, this.#board('lost', chance.pick(['mute', 'port-gone'])));
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
        ledger.beginAnew(chance.uuid(), at);
        this.#found(at + 1_500);
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

  /** The fleet's configuration names the lot: the kiosk locks what may hold it. */
  #recall(at: number): void {
    const recalls = recallsOf(this.#machine);
    this.#ledger.write(at, { kind: 'configured', version: 1, lanes: [...this.#machine.lanes], recalls, limits: {} });
    for (const lane of [...this.#ledger.books.lanes.values()])
      if (lane.lock === null && lane.lots.some(({ lot }) => lot === recalledLot))
        this.#ledger.write(at, { kind: 'lane', lane: lane.lane, state: 'locked', reason: 'recalled' });
  }
}

export const dayOf = (at: number): LocalDay => Math.floor((at + 8 * hourMs) / dayMs) as LocalDay;
