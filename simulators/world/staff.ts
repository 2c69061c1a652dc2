import type { Load } from '../../device/core/entry/parts.ts';
import type { Reply } from '../../device/core/reply.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import { LoadBody } from '../../shared/contracts/kiosk-http.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import { laneStock } from '../../shared/ledger/books.ts';
import type { Kiosk } from './kiosk.ts';
import { noteFault } from './scenario.ts';
import { lotTyped } from './spelling.ts';

const dayMs = 86_400_000;

/** One step of a visit; it calls `next` when it is done and entered. */
type Step = (next: () => void) => void;

/** Locks because of which boxes are taken out. */
const takenOut: ReadonlySet<string> = new Set([
  'closing',
  'expired',
  'undated',
  'misdated',
  'recalled',
  'product-change',
  'not-planned',
]);

/**
 * The filler and the technician of one kiosk: they come now and then, open the door, do what is
 * needed, enter it and close.
 */
export class Staff {
  readonly #kiosk: Kiosk;
  #visits = 0;

  constructor(kiosk: Kiosk) {
    this.#kiosk = kiosk;
  }

  come(): void {
    const { time, random } = this.#kiosk.scenario;
    time.after(random.wait(20 * 60_000, 'staff: next visit'), () => {
      if (this.#kiosk.scenario.calm) return;
      this.visit(() => {});
      this.come();
    });
  }

  /** One visit: repair, count if needed, take out what is unfit, restock; one after the other. */
  visit(then: () => void): void {
    const { scenario, site } = this.#kiosk;
    if (this.#kiosk.staffThere) {
      scenario.time.after(60_000, () => this.visit(then));
      return;
    }
    this.#visits += 1;
    this.#kiosk.staffThere = true;
    scenario.log.begin(this.#kiosk.name, () =>
      bilingual(`staff come, visit ${this.#visits}`, `工作人员到场，第 ${this.#visits} 次`),
    );
    site.setDoor(true);
    // The kiosk may suspect its sensor during the visit, so it is checked once more before they
    // leave.
    const trusts = () => this.#trusts();
    const parts = [
      trusts,
      () => this.#mends(),
      () => this.#counts(),
      () => this.#unfit(),
      () => this.#restocks(),
      trusts,
    ];
    let steps: Step[] = [];
    const next = (): void => {
      while (steps.length === 0 && parts.length > 0) steps = parts.shift()?.() ?? [];
      const step = steps.shift();
      scenario.time.after(2_000, () => (step === undefined ? this.#leave(then) : step(next)));
    };
    next();
  }

  #leave(then: () => void): void {
    const { scenario, site } = this.#kiosk;
    const forgets =
      !scenario.calm && scenario.faults.has('door-left-open') && scenario.random.chance(0.3, 'staff: forget the door');
    if (forgets) noteFault(scenario, 'door-left-open');
    const openMs = forgets ? scenario.random.between(60_000, 1_200_000, 'staff: door open') : 0;
    this.#kiosk.staffThere = false;
    scenario.time.after(openMs, () => this.#kiosk.staffThere || site.setDoor(false));
    scenario.time.after(openMs + 1, then);
  }

  /** The sensor is cleaned, and the kiosk is informed if it no longer trusts the sensor. */
  #trusts(): Step[] {
    const { site, computer } = this.#kiosk;
    for (const { lane } of this.#kiosk.plan) if (site.cabinet.lane(lane)?.blind) site.cabinet.setBlind(lane, false);
    if (site.cabinet.stuck) site.cabinet.setStuck(false);
    const suspect = computer.disk.facts.books.sensor === 'suspect';
    return suspect ? [(next) => this.#enter('trust', { kind: 'trust-sensor' }, next)] : [];
  }

  /** Jammed lanes are cleared; homing needs the door closed. */
  #mends(): Step[] {
    const { site, computer, plan } = this.#kiosk;
    for (const { lane } of plan) {
      const truth = site.cabinet.lane(lane);
      if (truth !== null && truth.fault !== 'none') site.cabinet.setFault(lane, 'none');
    }
    const { books } = computer.disk.facts;
    const steps: Step[] = [];
    for (const { lane, condition } of books.lanes.values())
      if (condition === 'jam' || condition === 'absent' || condition === 'empty')
        steps.push((next) => {
          site.setDoor(false);
          this.#enter('clear', { kind: 'clear', lane }, () => {
            site.setDoor(true);
            next();
          });
        });
    return steps;
  }

  #counts(): Step[] {
    const { scenario, computer, plan, site } = this.#kiosk;
    const { random, faults } = scenario;
    const called = plan.filter(({ lane }) => {
      const book = computer.disk.facts.books.lanes.get(lane);
      if (!book) return false;
      return scenario.calm || book.uncertain > 0 || book.doubted || random.chance(0.15, 'staff: count this lane');
    });
    return called.map(({ lane }) => (next) => {
      const over = (site.cabinet.lane(lane)?.boxes ?? 0) - (computer.disk.facts.books.lanes.get(lane)?.capacity ?? 0);
      // Boxes above the lane's capacity are put back before it is counted.
      if (over > 0) this.#kiosk.lanes.enteredWrong(lane, -site.cabinet.take(lane, over, scenario.time.nowMs));
      const truth = site.cabinet.lane(lane)?.boxes ?? 0;
      const wrong = !scenario.calm && faults.has('staff-miscount') && random.chance(0.3, 'staff: miscount');
      if (wrong) noteFault(scenario, 'staff-miscount');
      const stock = wrong ? this.#mistyped(truth, lane) : truth;
      // A person who notices the mistake at once counts again; otherwise it remains until the next
      // visit.
      const seen = stock !== truth && (this.#visits + lane) % 2 === 0;
      this.#enter('count', { kind: 'count', lanes: [{ lane, stock }] }, () => {
        if (seen) this.#enter('count', { kind: 'count', lanes: [{ lane, stock: truth }] }, next);
        else next();
      });
    });
  }

  /** A number that is off by one, with a missing digit, or with a wrong digit. */
  #mistyped(truth: number, lane: Lane): number {
    const one = Math.max(0, truth + this.#kiosk.scenario.random.pick([-1, 1], 'staff: by one'));
    const capacity = this.#kiosk.computer.disk.facts.books.lanes.get(lane)?.capacity ?? 0;
    return [one, 0, capacity][(this.#visits + lane) % 3] ?? one;
  }

  /** Takes out what is locked for its date, its recall or a new plan. */
  #unfit(): Step[] {
    const { computer, site, scenario } = this.#kiosk;
    const unfit = [...computer.disk.facts.books.lanes.values()].filter(
      ({ lock, lots }) => lots.length > 0 && lock !== null && takenOut.has(lock),
    );
    return unfit.map(({ lane }) => (next) => {
      const book = computer.disk.facts.books.lanes.get(lane);
      const taken = site.cabinet.take(lane, book ? laneStock(book) : 0, scenario.time.nowMs);
      if (taken === 0) return next();
      this.#enter('remove', { kind: 'remove', lane, removed: taken, reason: 'unfit' }, (done) => {
        if (!done) site.cabinet.put(lane, taken, scenario.time.nowMs);
        next();
      });
    });
  }

  #restocks(): Step[] {
    const { scenario, computer, site, lanes } = this.#kiosk;
    const { random, faults } = scenario;
    return [...computer.disk.facts.books.lanes.keys()].map((lane) => (next) => {
      const book = computer.disk.facts.books.lanes.get(lane);
      if (!book || book.next !== null || book.lock !== null) return next();
      const room = book.capacity - laneStock(book) - book.uncertain;
      if (room <= 0) return next();
      const boxes = random.between(1, room, 'staff: boxes');
      const wrong =
        !scenario.calm &&
        faults.has('staff-miscount') &&
        boxes > 1 &&
        random.chance(0.2, 'staff: enter another number');
      if (wrong) noteFault(scenario, 'staff-miscount');
      const added = wrong ? boxes - 1 : boxes;
      site.cabinet.put(lane, boxes, scenario.time.nowMs);
      this.#enter('restock', { kind: 'restock', lanes: [this.#load(lane, book.product, added)] }, (done) => {
        if (done) lanes.enteredWrong(lane, boxes - added);
        else lanes.enteredWrong(lane, boxes - site.cabinet.take(lane, boxes, scenario.time.nowMs));
        next();
      });
    });
  }

  #load(lane: Lane, product: Load['product'], added: number): Load {
    const { scenario } = this.#kiosk;
    const { random } = scenario;
    if (random.chance(0.05, 'staff: no lot entered')) return { lane, product, lot: null, expires: null, added };
    const old = !scenario.calm && scenario.faults.has('old-lots') && random.chance(0.5, 'staff: old lot');
    if (old) noteFault(scenario, 'old-lots');
    const days = old ? random.between(25, 33, 'staff: days left') : random.between(200, 900, 'staff: days left');
    const expires = new Date(scenario.beganMs + scenario.time.nowMs + days * dayMs).toISOString().slice(0, 10);
    const lot = lotTyped(`L${random.below(12, 'staff: lot')}`, this.#visits + lane);
    // Uses the schema of the kiosk's own HTTP server.
    return LoadBody.parse({ lane, product, lot, expires, added });
  }

  /**
   * Enters something and makes sure that it is in the books: if no answer came, it checks whether
   * the line is there. The callback finally gets whether it is.
   */
  #enter(what: string, entry: Record<string, unknown> & { kind: string }, onDone: (done: boolean) => void): void {
    const { random } = this.#kiosk.scenario;
    const by = `${what}-${this.#visits}-${random.below(1_000_000, 'staff: tag')}`;
    const kiosk = this.#kiosk;
    let tries = 0;
    const attempt = (): void => {
      tries += 1;
      kiosk.enter({ ...entry, by } as Parameters<Kiosk['enter']>[0], heard);
    };
    const heard = (reply: Reply | null): void => {
      if (reply?.kind === 'done') onDone(true);
      else if (reply === null && this.#isWritten(by)) onDone(true);
      else if (
        tries >= 20 ||
        (reply?.kind === 'refused' && !['busy', 'cannot-write', 'starting'].includes(reply.refusal))
      )
        onDone(false);
      else kiosk.scenario.time.after(15_000, () => (this.#isWritten(by) ? onDone(true) : attempt()));
    };
    attempt();
  }

  #isWritten(by: string): boolean {
    const text = `"by":"${by}"`;
    return this.#kiosk.computer.disk.ledgers.some(({ lines }) => lines.some((line) => line.includes(text)));
  }
}
