import type { Chain } from '../../shared/ledger/chain.ts';
import { type RandomSource, seededRandom } from '../board/model/random-source.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { type FaultCounts, type FaultKind, faultKinds } from './faults.ts';
import { Invariants } from './invariants.ts';
import { WorldLog } from './log.ts';
import { type Random, randomOf } from './random.ts';
import { RequestWatch } from './request-watch.ts';

/** What all parts of one world share: its time, its random numbers, its faults, and its checks. */
export interface Scenario {
  readonly time: VirtualClock;
  readonly random: Random;
  /**
   * Only for the kinds of the boards: seeds whose kiosks all have LBP/1 boards draw the same as if
   * there were no other kind.
   */
  readonly boards: RandomSource;
  readonly log: WorldLog;
  readonly invariants: Invariants;
  readonly requests: RequestWatch;
  readonly chain: Chain;
  /** The kinds of faults that this seed has. */
  readonly faults: ReadonlySet<FaultKind>;
  readonly counts: FaultCounts;
  /** True in the second phase: no more faults. */
  calm: boolean;
  /** The true time at the world's beginning, ms since 1970. */
  readonly beganMs: number;
}

/** 1 March 2026, 00:00 in Shanghai. */
const firstDayMs = Date.UTC(2026, 1, 28, 16);

/**
 * Added to the seed. The value was chosen so that no seed recorded before there were two kinds of
 * board has the other kind.
 */
const boardsApart = 1_000_135;

/** The same for the operators' stops: no earlier recorded seed has any. */
const stopsApart = 2_000_030;

/** The same for clocks that lose the time. */
const lostClocksApart = 3_000_017;

/** The same for recalls of areas. */
const recallsApart = 4_000_069;

/** The same for quarantine. */
const quarantinesApart = 5_000_281;

/** The same for changes of staff and rules. */
const staffChangesApart = 6_000_047;

/** The options of a world. */
export interface ScenarioOptions {
  readonly seed: number;
  readonly chain: Chain;
  /** Whether to keep a log for people to read. */
  readonly log?: boolean;
  /** Only these kinds of fault, instead of those that the seed chooses. */
  readonly faults?: readonly FaultKind[];
  /** A first phase of a quarter of the length: more seeds in the same time. */
  readonly brief?: boolean;
}

/** The empty world of a seed: time, random numbers, and the faults that are switched on. */
export function newScenario({ seed, chain, log = false, faults }: ScenarioOptions): Scenario {
  const time = new VirtualClock();
  const nowMs = (): number => time.nowMs;
  const random = randomOf(seed);
  const notes = new WorldLog(log, nowMs);
  const invariants = new Invariants(nowMs);
  const chosen = faultsOf(random);
  return {
    time,
    random,
    boards: seededRandom(seed + boardsApart),
    log: notes,
    invariants,
    requests: new RequestWatch(invariants, notes, nowMs),
    chain,
    faults: new Set(
      faults ?? [
        ...chosen,
        ...stopsOf(seed),
        ...lostClocksOf(seed),
        ...recallsOf(seed),
        ...quarantinesOf(seed),
        ...staffChangesOf(seed),
      ],
    ),
    counts: new Map(),
    calm: false,
    beganMs: firstDayMs + random.below(365 * 86_400_000, 'world: first moment'),
  };
}

/** Kinds that have draws of their own. */
const apart: readonly FaultKind[] = ['stops', 'clock-lost', 'recalls', 'quarantines', 'staff-changes'];

const drawnKinds = faultKinds.filter((kind) => !apart.includes(kind));

const stopsOf = (seed: number): FaultKind[] =>
  seededRandom(seed + stopsApart).chance(0.2, 'world: stops') ? ['stops'] : [];

const lostClocksOf = (seed: number): FaultKind[] =>
  seededRandom(seed + lostClocksApart).chance(0.15, 'world: lost clocks') ? ['clock-lost'] : [];

const recallsOf = (seed: number): FaultKind[] =>
  seededRandom(seed + recallsApart).chance(0.15, 'world: recalls of areas') ? ['recalls'] : [];

const quarantinesOf = (seed: number): FaultKind[] =>
  seededRandom(seed + quarantinesApart).chance(0.15, 'world: quarantine') ? ['quarantines'] : [];

const staffChangesOf = (seed: number): FaultKind[] =>
  seededRandom(seed + staffChangesApart).chance(0.15, 'world: changes of staff') ? ['staff-changes'] : [];

/**
 * Swarm testing: some kinds are switched off entirely in a run, so that the others can have more
 * effect.
 */
function faultsOf(random: Random): FaultKind[] {
  const mood = random.below(8, 'world: how much trouble');
  const one = (): FaultKind => random.pick(drawnKinds, 'world: which trouble');
  if (mood === 0) return [one()];
  if (mood === 1) return [one(), one()];
  if (mood === 2) return [one(), one(), one(), one()];
  if (mood === 7) return drawnKinds.filter(() => random.chance(0.8, 'world: this trouble'));
  return drawnKinds.filter(() => random.chance(0.3, 'world: this trouble'));
}

/** Counts a fault of this kind. */
export function noteFault(scenario: Scenario, kind: FaultKind): void {
  scenario.counts.set(kind, (scenario.counts.get(kind) ?? 0) + 1);
}
