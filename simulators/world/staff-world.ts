import type { StaffParts } from '../../device/agent/staff.ts';
import type { StaffPerson } from '../../device/core/screen/staff/state.ts';
import { type Lane, MachineId, type ProductCode } from '../../shared/contracts/ids.ts';
import type { Chain } from '../../shared/ledger/chain.ts';
import type { StaffAction, StaffView } from '../../shared/screen/staff.ts';
import { Computer } from './computer.ts';
import { Disk } from './disk.ts';
import type { Violation } from './invariants.ts';
import { kioskSite } from './kiosk-site.ts';
import { newLedger } from './random.ts';
import { RoundWatch } from './round-watch.ts';
import { newScenario, type Scenario } from './scenario.ts';

const product = 'CD-M' as ProductCode;
const lanes = [1, 2, 3] as Lane[];
const plan = lanes.map((lane) => ({ lane, product, capacity: 60, par: 60 }));
const filler: StaffPerson = { id: 'p-1', name: 'filler', role: 'filler' };
const technician: StaffPerson = { id: 'p-2', name: 'technician', role: 'technician' };
const visits = 8;
/** Staff begin again at most this often after the process died. */
const mostTries = 6;

/** What a seed of the staff's world came to. */
export interface StaffRun {
  readonly broken: Violation | null;
  readonly rounds: number;
  readonly tests: number;
}

/**
 * One kiosk at whose screen staff fill and count, lane by lane, and test motors, while its process
 * dies anywhere. A person is struck off the list now and then. All of it follows from the seed.
 */
export function runStaffSeed(seed: number, chain: Chain): StaffRun {
  const scenario = newScenario({ seed, chain, faults: [] });
  const world = new StaffWorld(scenario, chain);
  world.run();
  return { broken: scenario.invariants.broken, rounds: world.watch.rounds, tests: world.watch.tests };
}

class StaffWorld {
  readonly watch: RoundWatch;
  readonly #scenario: Scenario;
  readonly #computer: Computer;
  #people: readonly StaffPerson[] = [filler, technician];
  #dying = 0;

  constructor(scenario: Scenario, chain: Chain) {
    this.#scenario = scenario;
    const { time, random, log, invariants, beganMs } = scenario;
    const site = kioskSite(scenario, 'K1', 'lbp', plan.length, () => {});
    const disk = new Disk(chain, newLedger(random));
    this.watch = new RoundWatch(invariants, disk, site.cabinet, lanes);
    this.#computer = new Computer({
      name: 'K1',
      machine: MachineId.parse('JX-360102-0001'),
      site,
      disk,
      time,
      beganMs,
      random,
      log,
      lanes: plan,
      idlePollMs: 3_600_000,
      uplink: { connect() {}, publish() {}, close() {} },
      observer: {
        recorded() {},
        replied() {},
        died() {},
        restartAsked() {},
        failed: (_computer, error) => invariants.fail('the agent never breaks', 'K1', String(error)),
        diesAt: () => this.#dying > 0 && --this.#dying === 0,
      },
      staff: () => this.#staff(),
    });
  }

  run(): void {
    const { random, invariants } = this.#scenario;
    for (let visit = 1; visit <= visits && invariants.broken === null; visit++) {
      this.#on();
      if (random.chance(0.5, 'staff: dies')) this.#dying = random.between(1, 16, 'staff: dies at');
      if (random.chance(0.3, 'staff: struck off')) this.#struckOff();
      if (random.chance(0.5, 'staff: tests')) this.#tests();
      this.#round(visit);
      this.#dying = 0;
    }
  }

  /** Boxes are put into every lane, and entered until they are in the books. */
  #round(visit: number): void {
    const { random, time } = this.#scenario;
    const lot = `R${visit}`;
    const put = new Map(lanes.map((lane) => [lane, random.between(0, 4, 'staff: boxes')]));
    for (const [lane, boxes] of put) this.#computer.site.cabinet.put(lane, boxes, time.nowMs);
    const loaded = [...put.values()].filter((boxes) => boxes > 0).length;
    for (let tries = 0; tries < mostTries && !this.watch.isEntered(lot); tries++) {
      this.#on();
      this.#signIn(filler);
      this.#do({ do: 'open', part: 'round' });
      for (const lane of lanes) this.#lane(lane, lot, put.get(lane) ?? 0);
      this.#do({ do: 'confirm' }, { do: 'confirm' });
      this.watch.entered(lot, loaded);
      if (loaded === 0) break;
    }
    this.#dying = 0;
    this.#on();
    this.watch.leaves(new Map(this.watch.isEntered(lot) ? [] : put));
    // Somebody who is not sure presses once more.
    const before = this.watch.lines;
    this.#do({ do: 'back' }, { do: 'open', part: 'round' }, { do: 'confirm' }, { do: 'confirm' });
    this.watch.enteredOnce(before);
    this.#do({ do: 'sign-out' });
  }

  #lane(lane: Lane, lot: string, boxes: number): void {
    const there = this.#computer.site.cabinet.lane(lane)?.boxes ?? 0;
    this.#do({ do: 'lane', lane }, { do: 'boxes', boxes: Math.max(0, there - boxes) });
    if (this.#shows?.step === 'difference') this.#do({ do: 'reason', reason: 'unknown' });
    if (this.#shows?.step === 'remove') this.#do({ do: 'boxes', boxes: 0 });
    if (boxes > 0) this.#do({ do: 'lot', lot, expires: '2029-12-31' }, { do: 'boxes', boxes });
    this.#do({ do: 'confirm' });
  }

  /** A technician turns a motor; it gives a box, or nothing. */
  #tests(): void {
    const { random } = this.#scenario;
    const lane = random.pick(lanes, 'staff: test lane');
    const gives = random.chance(0.8, 'staff: test gives');
    this.#computer.site.cabinet.setFault(lane, gives ? 'none' : 'nothing');
    this.#signIn(technician);
    this.#do({ do: 'open', part: 'test' }, { do: 'lane', lane }, { do: 'confirm' });
    this.#pass(30_000);
    this.#on();
    this.#computer.site.cabinet.setFault(lane, 'none');
    this.watch.tested(this.#shows?.step === 'task');
    this.#do({ do: 'back' }, { do: 'sign-out' });
  }

  /** A person at work is struck off the list; another one tries to sign in after that. */
  #struckOff(): void {
    const person = this.#scenario.random.pick([filler, technician], 'staff: who is struck off');
    this.#signIn(person);
    this.#people = this.#people.filter(({ id }) => id !== person.id);
    this.#computer.handle({ kind: 'people', people: this.#people });
    this.watch.isOut(this.#shows, person.name);
    this.#signIn(person);
    this.watch.isOut(this.#shows, person.name);
    this.#people = [filler, technician];
    this.#computer.handle({ kind: 'people', people: this.#people });
    this.#do({ do: 'sign-out' });
  }

  #signIn({ id }: StaffPerson): void {
    this.#computer.run((agent) => void agent.atScreen({ screen: agent.screen().screen, action: { do: 'staff-mode' } }));
    this.#do({ do: 'sign-in', person: id, pin: id });
  }

  get #shows(): StaffView | null {
    const shows = this.#computer.agent?.screen().shows;
    return shows?.screen === 'staff' ? shows.staff : null;
  }

  #do(...actions: readonly StaffAction[]): void {
    for (const staff of actions)
      this.#computer.run(
        (agent) => void agent.atScreen({ screen: agent.screen().screen, action: { do: 'staff', staff } }),
      );
  }

  #on(): void {
    if (!this.#computer.powered) {
      this.#computer.powered = true;
      this.#computer.site.power(true);
    }
    if (this.#computer.agent === null) this.#computer.start();
    this.#pass(5_000);
  }

  #pass(ms: number): void {
    const { time } = this.#scenario;
    const until = time.nowMs + ms;
    while (time.step(until));
  }

  /** PINs are the ids, and are right for a person who was on the list a moment ago, too. */
  #staff(): StaffParts {
    const everybody = [filler, technician];
    return {
      people: () => this.#people,
      take: () => true,
      check: (id, pin, done) => {
        const person = everybody.find((each) => each.id === id && pin === id);
        done(person ? { kind: 'right', person } : { kind: 'wrong' });
      },
      isSigned: () => false,
      redacted: (bundle) => bundle,
      host: () => ({ disk: null, version: '1', pageHeardMs: null, errors: [], stick: null }),
      writeBundle: () => false,
    };
  }
}
