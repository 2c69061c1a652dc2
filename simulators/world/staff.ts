import type { Load } from '../../device/core/input.ts';
import type { Reply } from '../../device/core/reply.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import { laneStock } from '../../shared/ledger/books.ts';
import type { Kiosk } from './kiosk.ts';
import { noteFault } from './scene.ts';

const dayMs = 86_400_000;

/** The filler and the technician of one kiosk: they come now and then, open the door, do what is to be done, enter it and close. */
export class Staff {
  readonly #kiosk: Kiosk;
  #visits = 0;

  constructor(kiosk: Kiosk) {
    this.#kiosk = kiosk;
  }

  come(): void {
    const { time, chance } = this.#kiosk.scene;
    time.after(chance.wait(5 * 3_600_000, 'staff: next visit'), () => {
      if (this.#kiosk.scene.calm) return;
      this.visit(() => {});
      this.come();
    });
  }

  /** One visit: mend, count where it is called for, restock. */
  visit(then: () => void): void {
    const { scene, site } = this.#kiosk;
    if (this.#kiosk.staffThere) {
      scene.time.after(60_000, () => this.visit(then));
      return;
    }
    this.#visits += 1;
    this.#kiosk.staffThere = true;
    scene.diary.tell(this.#kiosk.name, () => `staff come, visit ${this.#visits}`);
    site.setDoor(true);
    const steps = [() => this.#mend(), ...this.#counts(), ...this.#unfit(), ...this.#restocks()];
    const last = (): void => {
      this.#kiosk.staffThere = false;
      const forgets = !scene.calm && scene.faults.has('door-left-open') && scene.chance.chance(0.3, 'staff: forget the door');
      if (forgets) noteFault(scene, 'door-left-open');
      const openMs = forgets ? scene.chance.between(60_000, 3_600_000, 'staff: door open') : 0;
      scene.time.after(openMs, () => this.#kiosk.staffThere || site.setDoor(false));
      then();
    };
    const next = (): void => {
      const step = steps.shift();
      scene.time.after(2_000, () => {
        if (step === undefined) last();
        else step();
        if (step !== undefined) next();
      });
    };
    next();
  }

  /** Whatever sticks is freed, and the sensor is wiped. */
  #mend(): void {
    const { site, computer } = this.#kiosk;
    for (const { lane } of this.#kiosk.plan) {
      const truth = site.cabinet.lane(lane);
      if (truth !== null && truth.fault !== 'none') site.cabinet.setFault(lane, 'none');
      if (truth?.blind) site.cabinet.setBlind(lane, false);
    }
    if (site.cabinet.stuck) site.cabinet.setStuck(false);
    if (computer.card.facts.books.sensor === 'suspect') this.#enter('trust', { type: 'trust-sensor' });
    for (const lane of computer.card.facts.books.lanes.values())
      if (lane.condition === 'jam' || lane.condition === 'absent') this.#enter('clear', { type: 'clear', lane: lane.lane });
  }

  #counts(): (() => void)[] {
    const { scene, computer, plan } = this.#kiosk;
    const { chance, faults } = scene;
    return plan
      .filter(({ lane }) => {
        const book = computer.card.facts.books.lanes.get(lane);
        if (!book) return false;
        return scene.calm || book.uncertain > 0 || book.doubted || chance.chance(0.15, 'staff: count this lane');
      })
      .map(({ lane }) => () => {
        const truth = this.#kiosk.site.cabinet.lane(lane)?.boxes ?? 0;
        const wrong = !scene.calm && faults.has('staff-miscount') && chance.chance(0.3, 'staff: miscount');
        if (wrong) noteFault(scene, 'staff-miscount');
        const stock = wrong ? Math.max(0, truth + chance.pick([-1, 1], 'staff: by one')) : truth;
        this.#enter('count', { type: 'count', lanes: [{ lane, stock }] });
      });
  }

  /** Takes out what is locked for its date or its recall. */
  #unfit(): (() => void)[] {
    const { computer, site, scene } = this.#kiosk;
    return [...computer.card.facts.books.lanes.values()]
      .filter(({ lock, lots }) => lots.length > 0 && lock !== null && ['closing', 'expired', 'recalled', 'product-change', 'not-planned'].includes(lock))
      .map(({ lane }) => () => {
        const book = computer.card.facts.books.lanes.get(lane);
        const boxes = book ? laneStock(book) : 0;
        if (boxes === 0) return;
        const taken = site.cabinet.take(lane, boxes, scene.time.nowMs);
        const back = (): void => {
          site.cabinet.put(lane, taken, scene.time.nowMs);
        };
        const entry = { type: 'remove', lane, removed: taken, reason: 'unfit' } as const;
        if (taken === 0) return;
        this.#enter('remove', entry, (done) => (done ? undefined : back()));
      });
  }

  #restocks(): (() => void)[] {
    const { scene, computer, site } = this.#kiosk;
    const { chance, faults } = scene;
    return [...computer.card.facts.books.lanes.values()].map(({ lane }) => () => {
      const book = computer.card.facts.books.lanes.get(lane);
      if (!book || book.next !== null) return;
      const room = book.capacity - laneStock(book) - book.uncertain;
      if (room <= 0 || book.lock !== null) return;
      const boxes = chance.between(1, room, 'staff: boxes');
      const wrong = !scene.calm && faults.has('staff-miscount') && boxes > 1 && chance.chance(0.2, 'staff: enter another number');
      if (wrong) noteFault(scene, 'staff-miscount');
      const added = wrong ? boxes - 1 : boxes;
      site.cabinet.put(lane, boxes, scene.time.nowMs);
      this.#enter('restock', { type: 'restock', lanes: [this.#load(lane, book.product, added)] }, (done) => {
        if (done) this.#kiosk.lanes.enteredWrong(lane, boxes - added);
        else site.cabinet.take(lane, boxes, scene.time.nowMs);
      });
    });
  }

  #load(lane: Lane, product: Load['product'], added: number): Load {
    const { scene } = this.#kiosk;
    const { chance } = scene;
    if (chance.chance(0.05, 'staff: no lot entered')) return { lane, product, lot: null, expires: null, added };
    const old = !scene.calm && scene.faults.has('old-lots') && chance.chance(0.5, 'staff: old lot');
    if (old) noteFault(scene, 'old-lots');
    const days = old ? chance.between(25, 33, 'staff: days left') : chance.between(200, 900, 'staff: days left');
    const expires = new Date(scene.beganMs + scene.time.nowMs + days * dayMs).toISOString().slice(0, 10);
    return { lane, product, lot: `L${chance.below(12, 'staff: lot')}`, expires, added };
  }

  /**
   * Enters something and sees to it that it is in the books: where no answer came, it looks whether the line is there. `told` hears at last
   * whether it is.
   */
  #enter(what: string, entry: Record<string, unknown> & { type: string }, told: (done: boolean) => void = () => {}): void {
    const { chance } = this.#kiosk.scene;
    const by = `${what}-${this.#visits}-${chance.below(1_000_000, 'staff: tag')}`;
    const kiosk = this.#kiosk;
    kiosk.staffWork += 1;
    let tries = 0;
    const finish = (done: boolean): void => {
      kiosk.staffWork -= 1;
      told(done);
    };
    const attempt = (): void => {
      tries += 1;
      kiosk.enter({ ...entry, by } as Parameters<Kiosk['enter']>[0], heard);
    };
    const heard = (reply: Reply | null): void => {
      if (reply?.kind === 'done') finish(true);
      else if (reply === null && this.#isWritten(by)) finish(true);
      else if (tries >= 20 || (reply?.kind === 'refused' && !['busy', 'cannot-write', 'starting'].includes(reply.refusal))) finish(false);
      else kiosk.scene.time.after(15_000, () => (this.#isWritten(by) ? finish(true) : attempt()));
    };
    attempt();
  }

  #isWritten(by: string): boolean {
    const text = `"by":"${by}"`;
    return this.#kiosk.computer.card.ledgers.some(({ lines }) => lines.some((line) => line.includes(text)));
  }
}
