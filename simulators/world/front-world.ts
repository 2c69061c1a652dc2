import type { Tags } from '../../device/agent/identity.ts';
import { plainFront } from '../../device/core/screen/front.ts';
import type { Tag, Week } from '../../device/core/screen/person.ts';
import { samReader } from '../../device/readers/sam/driver.ts';
import { type Lane, MachineId, type ProductCode } from '../../shared/contracts/ids.ts';
import type { Chain } from '../../shared/ledger/chain.ts';
import { Secret } from '../../shared/secret.ts';
import { residentCard, withCheck } from '../reader/card.ts';
import { SamModel } from '../reader/sam-model.ts';
import { Computer, type ComputerOptions } from './computer.ts';
import { Disk } from './disk.ts';
import { FrontWatch } from './front-watch.ts';
import type { Violation } from './invariants.ts';
import { kioskSite } from './kiosk-site.ts';
import { newLedger } from './random.ts';
import { newScenario, type Scenario } from './scenario.ts';

const product = 'CD-M' as ProductCode;
const plan = [1, 2].map((lane) => ({ lane: lane as Lane, product, capacity: 200, par: 200 }));
/** Few people, so that they come again within their interval. */
const numbers = ['101', '102', '103'].map((sequence) => withCheck(`00000019900101${sequence}`));
const visits = 14;
const hourMs = 3_600_000;

/** What a seed of the front's world came to. */
export interface FrontRun {
  readonly broken: Violation | null;
  readonly turns: number;
  readonly refusals: number;
}

/**
 * One kiosk with a card reader over some months: people with few cards come again and again, around
 * the ends of their intervals and of days. A second one lays a card down in between; the process
 * dies anywhere; lanes jam. All of it follows from the seed.
 */
export function runFrontSeed(seed: number, chain: Chain): FrontRun {
  const scenario = newScenario({ seed, chain, faults: [] });
  const world = new FrontWorld(scenario, chain);
  world.run();
  return { broken: scenario.invariants.broken, turns: world.watch.turns, refusals: world.watch.refusals };
}

class FrontWorld {
  readonly watch: FrontWatch;
  readonly #scenario: Scenario;
  readonly #sam = new SamModel();
  readonly #computer: Computer;
  readonly #keys = new Set<Week>();
  readonly #chain: Chain;
  #dying = 0;
  #tickets = 0;

  constructor(scenario: Scenario, chain: Chain) {
    this.#scenario = scenario;
    this.#chain = chain;
    const { time, random, log, invariants, beganMs } = scenario;
    const site = kioskSite(scenario, 'K1', 'lbp', plan.length, () => {});
    const disk = new Disk(chain, newLedger(random));
    this.watch = new FrontWatch({
      invariants,
      disk,
      cabinet: site.cabinet,
      keys: this.#keys,
      nowMs: () => beganMs + time.nowMs,
      tagOf: (number, week) => this.#tagOf(number, week),
    });
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
      idlePollMs: hourMs,
      uplink: { connect() {}, publish() {}, close() {} },
      observer: {
        recorded: (_computer, _ledger, _first, lines) => {
          for (const read of lines) if (read.kind === 'known') this.watch.recorded(read.event);
        },
        replied() {},
        died: () => this.#sam.lift(),
        restartAsked() {},
        failed: (_computer, error) => invariants.fail('the agent never breaks', 'K1', String(error)),
        diesAt: () => this.#dying > 0 && --this.#dying === 0,
      },
      identity: (computer) => this.#identity(computer),
    });
  }

  run(): void {
    this.#powerOn();
    this.#computer.handle({
      kind: 'restock',
      ticket: ++this.#tickets,
      by: 'filler',
      lanes: plan.map(({ lane }) => ({ lane, product, lot: 'A1', expires: '2029-12-31', added: 150 })),
    });
    for (const { lane } of plan) this.#computer.site.cabinet.put(lane, 150, this.#scenario.time.nowMs);
    for (let visit = 0; visit < visits && this.#scenario.invariants.broken === null; visit++) this.#visit();
  }

  #visit(): void {
    const { random } = this.#scenario;
    const number = random.pick(numbers, 'front: who');
    this.#powerOn();
    this.watch.sessionBegins(number);
    if (random.chance(0.3, 'front: dies')) this.#dying = random.between(1, 14, 'front: dies at');
    if (random.chance(0.2, 'front: nothing falls')) this.#fault('nothing');
    if (random.chance(0.5, 'front: product first')) this.#choose();
    this.#sam.lay(residentCard(number));
    this.#pass(1_500);
    this.watch.looked(this.#computer.agent?.screen().shows ?? null);
    this.#choose();
    if (random.chance(0.4, 'front: a second card')) {
      this.#sam.lift();
      this.#pass(random.between(400, 1_500, 'front: second card after'));
      this.#sam.lay(
        residentCard(
          random.pick(
            numbers.filter((each) => each !== number),
            'front: second card',
          ),
        ),
      );
    }
    this.#pass(25_000);
    this.watch.check();
    this.#dying = 0;
    this.#powerOn();
    this.#pass(70_000);
    this.watch.sessionEnds();
    this.#fault('none');
    this.#computer.kill('no power');
    this.#computer.powered = false;
    this.#computer.site.power(false);
    // Most come back around the end of their interval, at any hour of the day.
    const days = random.pick([0, 1, 7, 20, 21, 22, 23, 30], 'front: comes back after days');
    this.#pass(days * 24 * hourMs + random.between(0, 24, 'front: at which hour') * hourMs);
  }

  #choose(): void {
    const agent = this.#computer.agent;
    if (agent === null) return;
    this.#computer.run((at) => void at.atScreen({ screen: at.screen().screen, action: { do: 'choose', product } }));
  }

  #powerOn(): void {
    if (!this.#computer.powered) {
      this.#computer.powered = true;
      this.#computer.site.power(true);
    }
    if (this.#computer.agent === null) this.#computer.start();
    this.#pass(5_000);
  }

  /** Both lanes turn without giving anything, or work again. */
  #fault(fault: 'nothing' | 'none'): void {
    for (const { lane } of plan) this.#computer.site.cabinet.setFault(lane, fault);
  }

  #pass(ms: number): void {
    const { time } = this.#scenario;
    const until = time.nowMs + ms;
    while (time.step(until));
  }

  #tagOf(number: string, week: Week): Tag {
    const first = this.#chain.first('00000000-0000-4000-8000-000000000001' as Parameters<Chain['first']>[0]);
    return this.#chain.next(first, `${number} ${week}`).slice(0, 32) as unknown as Tag;
  }

  #identity(computer: Computer): ReturnType<NonNullable<ComputerOptions['identity']>> {
    const { time } = this.#scenario;
    const { process } = computer;
    const later = (ms: number, what: Parameters<Computer['run']>[0]): void =>
      time.after(ms, () => {
        if (computer.process === process) computer.run(what);
      });
    return {
      front: { ...plainFront, identifies: true, cardReader: true, testCards: true },
      cardReader: {
        driver: samReader(),
        line: {
          open: () => later(10, (agent) => agent.readers.opened('card-reader')),
          send: (bytes) => {
            for (const answer of this.#sam.receive(bytes))
              later(30, (agent) => agent.readers.received('card-reader', answer));
          },
          close() {},
        },
      },
      scanner: null,
      tagger: {
        tag: (card, weeks, done) => {
          const number = card.use((read) => String.fromCharCode(...read.number));
          card.wipe();
          for (const week of weeks.slice(-2)) this.#keys.add(week);
          const known = weeks.filter((week) => this.#keys.has(week));
          const tags: Tags = new Map(known.map((week) => [week, this.#tagOf(number, week)]));
          later(200, () => done(new Secret(tags, () => {})));
        },
        forget: (before) => {
          for (const week of this.#keys) if (week < before) this.#keys.delete(week);
        },
      },
      codes: { verdict: () => ({ kind: 'wrong' }) },
    };
  }
}
