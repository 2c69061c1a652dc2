import type { Lane } from '../../shared/contracts/ids.ts';
import { MachineId, ProductCode } from '../../shared/contracts/ids.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import { lastRecall, registerOneLater } from './area-recalls.ts';
import { Citizens } from './citizens.ts';
import { Disk } from './disk.ts';
import { clearFaults, injectFaults } from './fault-injection.ts';
import type { FaultKind } from './faults.ts';
import { FleetDatabase } from './fleet-database.ts';
import { FleetHost } from './fleet-host.ts';
import { FleetWatch } from './fleet-watch.ts';
import { HostileMachine } from './hostile.ts';
import { hostileCountsForNothing } from './hostile-watch.ts';
import type { Violation } from './invariants.ts';
import { Kiosk } from './kiosk.ts';
import type { LogEntry } from './log.ts';
import { Network } from './network.ts';
import { releaseAll } from './quarantines.ts';
import { newLedger } from './random.ts';
import { newScenario, type Scenario, type ScenarioOptions } from './scenario.ts';
import { Staff } from './staff.ts';
import type { WorldParts } from './world-parts.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** The result of one seed. */
export interface Outcome {
  readonly seed: number;
  readonly broken: Violation | null;
  readonly faults: readonly FaultKind[];
  readonly counts: Readonly<Partial<Record<FaultKind, number>>>;
  /** Equal for two runs only if the same happened in both. */
  readonly trace: number;
  readonly events: number;
  readonly checks: number;
  /** The simulated time of all machines together. */
  readonly machineMs: number;
  /** Boxes that really fell. */
  readonly fell: number;
  /** How many kiosks had a VMC V3 board, and the boxes that fell there. */
  readonly vmc3: { readonly kiosks: number; readonly fell: number };
  readonly requests: number;
  readonly log: readonly LogEntry[];
}

/**
 * Runs one world from its seed: a first phase in which anything may fail, and a second in which
 * everything must come to rest and agree.
 */
export async function runSeed(options: ScenarioOptions): Promise<Outcome> {
  const scenario = newScenario(options);
  const parts = build(scenario);
  HostileMachine.enter(options.seed, parts);
  registerOneLater(parts);
  const staff = parts.kiosks.map((kiosk) => new Staff(kiosk));
  await play(parts, opening(parts, staff));
  injectFaults(parts);
  const drawn = scenario.random.pick([0.4, 0.7, 1.2, 2.5], 'world: hours');
  // A line that is never silent is expensive to simulate: more seeds find more than longer ones.
  const hours = parts.kiosks.some(({ site }) => site.kind === 'vmc3') ? Math.min(drawn, 0.7) : drawn;
  const meanMs = scenario.random.pick([1, 2, 5], 'world: minutes between citizens') * minuteMs;
  for (const kiosk of parts.kiosks) new Citizens(kiosk, meanMs).come();
  for (const each of staff) each.come();
  await play(parts, scenario.time.nowMs + (options.brief ? hours / 4 : hours) * hourMs);
  await comeToRest(parts, staff);
  return outcome(options.seed, parts);
}

/** More events than this in one millisecond are a loop. */
const maxAtOnce = 10_000;

const products = ['CD-M', 'CD-L', 'GEL-1'].map((code) => ProductCode.parse(code));

/** Assembles a world: network, fleet, kiosks and people. */
export function build(scenario: Scenario): WorldParts {
  const { random } = scenario;
  const network = new Network(scenario);
  const fleet = new FleetHost(scenario, network, new FleetDatabase(scenario.time, random));
  const watch = new FleetWatch(scenario, fleet);
  const mixed = scenario.boards.chance(0.2, 'world: both kinds of board');
  const count = random.pick([1, 1, 2, 3], 'world: kiosks');
  const lanes = random.between(2, 5, 'world: lanes');
  const idlePollMs = random.pick([20_000, 60_000, 300_000, 300_000], 'world: idle poll');
  const kiosks = Array.from({ length: count }, (_, index) => {
    const plan = Array.from({ length: lanes }, (_, lane): PlannedLane => {
      const capacity = random.between(4, 10, 'world: capacity');
      return {
        lane: (lane + 1) as Lane,
        product: products[lane % 2 === 0 ? 0 : lane % 3] ?? ProductCode.parse('CD-M'),
        capacity,
        par: capacity,
      };
    });
    const name = `K${index + 1}`;
    const machine = MachineId.parse(`WORLD-000${index + 1}`);
    fleet.register(machine);
    return new Kiosk({
      scenario,
      name,
      machine,
      plan,
      uplink: network,
      idlePollMs,
      board: mixed && scenario.boards.chance(0.6, 'world: which board') ? 'vmc3' : 'lbp',
      written: (...line) => watch.written(...line),
      receipted: (ledger) => watch.receipted(ledger),
      accepted: (kiosk, id) => watch.accepted(kiosk, id),
    });
  });
  return { scenario, kiosks, network, fleet, watch };
}

/** The machines are installed and filled, before any fault. */
export function opening(parts: WorldParts, staff: readonly Staff[]): number {
  parts.fleet.start();
  for (const kiosk of parts.kiosks) kiosk.powerOn();
  parts.scenario.time.after(60_000, () => {
    for (const each of staff) each.visit(() => {});
  });
  return 5 * minuteMs;
}

/** Lets time pass up to `untilMs`, or until a promise is broken. */
export async function play(parts: WorldParts, untilMs: number): Promise<void> {
  const { time, invariants } = parts.scenario;
  let activity = parts.fleet.activity;
  let looked = 0;
  let hereMs = -1;
  let hereEvents = 0;
  while (invariants.broken === null && time.step(untilMs)) {
    if (time.nowMs !== hereMs) {
      hereMs = time.nowMs;
      hereEvents = time.events;
    }
    invariants.check(time.events - hereEvents < maxAtOnce, 'time goes on', 'world', () => 'the same moment never ends');
    // What waits for the fleet's promises is done before anything else happens: each continues in a
    // later microtask.
    while (parts.fleet.activity !== activity) {
      activity = parts.fleet.activity;
      for (let turn = 0; turn < 32; turn += 1) await undefined;
    }
    if (time.events - looked < 500) continue;
    looked = time.events;
    for (const kiosk of parts.kiosks) kiosk.memoryEqualsReplay();
  }
}

/**
 * No more faults: everything is repaired, counted and asked once more, and then everything must
 * agree.
 */
export async function comeToRest(parts: WorldParts, staff: readonly Staff[]): Promise<void> {
  const { scenario, kiosks, watch } = parts;
  const { time, invariants, requests } = scenario;
  clearFaults(parts);
  await play(parts, time.nowMs + 6 * minuteMs);
  for (const kiosk of kiosks) {
    kiosk.turns.atRest();
    if (!kiosk.staffThere) kiosk.lanes.truth();
  }
  if (invariants.broken) return;
  ownDisks(parts);
  for (const { machine } of kiosks) parts.fleet.resumeGivingOut(machine);
  releaseAll(kiosks, parts.fleet);
  lastRecall(parts, () => watch.recalls.inForce(kiosks));
  await play(parts, time.nowMs + 3 * minuteMs);
  // Staff count every lane, and each open request is asked once more.
  for (const each of staff) each.visit(() => {});
  await play(parts, time.nowMs + 5 * minuteMs);
  await askAgain(parts);
  await play(parts, time.nowMs + 4 * minuteMs);
  for (const kiosk of kiosks) {
    kiosk.turns.atRest();
    kiosk.lanes.truth();
    kiosk.memoryEqualsReplay();
    const health = kiosk.computer.agent?.health();
    invariants.check(health?.inService === true, 'at the end every kiosk is in service', kiosk.name, () =>
      JSON.stringify(health ?? 'no process'),
    );
  }
  for (const request of requests.all)
    invariants.check(
      request.waiting.size === 0,
      'every caller gets an answer',
      request.who,
      () => `${request.id} waits`,
    );
  watch.atRest(kiosks);
  hostileCountsForNothing(scenario, parts.fleet);
}

/** A kiosk that runs on a copy of another's disk gets its own disk and its own name again. */
function ownDisks({ scenario, kiosks }: WorldParts): void {
  const names = new Set<MachineId>();
  kiosks.forEach((kiosk, index) => {
    const own = MachineId.parse(`WORLD-000${index + 1}`);
    if (kiosk.machine === own && !names.has(own)) {
      names.add(own);
      return;
    }
    kiosk.powerOff();
    kiosk.computer.machine = own;
    kiosk.computer.disk = new Disk(scenario.chain, newLedger(scenario.random));
    kiosk.diskChanged();
    scenario.time.after(5_000, () => kiosk.powerOn());
  });
}

/** Every request is asked once more, one after the other: each has exactly one outcome. */
async function askAgain(parts: WorldParts): Promise<void> {
  const { scenario, kiosks } = parts;
  for (const request of scenario.requests.all) {
    const kiosk = kiosks.find(({ name }) => name === request.who);
    const agent = kiosk?.computer.agent;
    if (!kiosk || !agent || request.answer === null) continue;
    const ticket = scenario.requests.ask(kiosk.name, request.id, () => {});
    kiosk.computer.handle({ kind: 'dispense', ticket, request: request.id, want: { lane: request.answer.lane } });
  }
}

const fallen = (kiosks: readonly Kiosk[]): number =>
  kiosks.reduce((sum, { site }) => sum + site.cabinet.falls.length, 0);

/** The outcome of a world after its run. */
export function outcome(seed: number, { scenario, kiosks }: WorldParts): Outcome {
  const { time, random, invariants, log, faults, counts, requests } = scenario;
  const vmc3 = kiosks.filter(({ site }) => site.kind === 'vmc3');
  for (const { site } of kiosks)
    for (const way of [site.wire.toBoard, site.wire.toHost]) {
      const { corrupt, noise, lose, duplicate, split, delay } = way.counts;
      if (corrupt + noise > 0) counts.set('cable-noise', (counts.get('cable-noise') ?? 0) + corrupt + noise);
      const lost = lose + duplicate + split + delay;
      if (lost > 0) counts.set('cable-loss', (counts.get('cable-loss') ?? 0) + lost);
    }
  return {
    seed,
    broken: invariants.broken,
    faults: [...faults],
    counts: Object.fromEntries(counts),
    trace: random.trace,
    events: time.events,
    checks: invariants.checks,
    machineMs: time.nowMs * kiosks.length,
    fell: fallen(kiosks),
    vmc3: { kiosks: vmc3.length, fell: fallen(vmc3) },
    requests: [...requests.all].length,
    log: log.entries,
  };
}
