import { type Batch, fitBatch, writeBatch } from '../../shared/contracts/batch.ts';
import { type Head, LedgerId, MachineId, type Seq } from '../../shared/contracts/ids.ts';
import { type RandomSource, seededRandom } from '../board/model/random-source.ts';
import type { FleetWatch } from './fleet-watch.ts';
import { faultLine, faulty } from './fold-fault.ts';
import type { WorldParts } from './world-parts.ts';

export const hostileMachine = MachineId.parse('HOSTILE-0001');
const ledger = LedgerId.parse('0badf00d-0bad-4bad-8bad-0badf00d0bad');
/**
 * Added to the seed. The value was chosen so that no seed recorded before there was a hostile
 * machine has one.
 */
const hostileApart = 7_700_049;
const fiftyYearsMs = 18_262 * 86_400_000;
const beyond = Number.MAX_SAFE_INTEGER;

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const stamp = { at: 0, run: 77, up: 0 };
const box = { request: '0badf00d-0bad-4bad-8bad-0badf00d0bae', txn: 7, lane: 9_999, product: 'CD-M' };

/**
 * A box from its lane's filling to its fall: true as far as anybody can know, and in a year that
 * has long ended if a heartbeat dates the run to it.
 */
const old = { ...stamp, up: 5_000 };
const oldBox = { ...box, txn: 8, lane: 1 };
const oldYear: readonly object[] = [
  {
    kind: 'configured',
    ...old,
    version: 0,
    lanes: [{ lane: 1, product: 'CD-M', capacity: 9, par: 9 }],
    recalls: [],
    limits: {},
  },
  { kind: 'restocked', ...old, lane: 1, product: 'CD-M', lot: null, expires: null, added: 1, stock: 1, by: 'x' },
  { kind: 'turning', ...old, ...oldBox, board: 'X', before: null },
  { kind: 'issued', ...old, up: 9_000, ...oldBox, lot: null },
];

const lines: readonly string[] = [
  JSON.stringify({ kind: 'door', state: 'open', ...stamp }),
  JSON.stringify({ kind: 'door', state: 'open', ...stamp, up: beyond }),
  JSON.stringify({ kind: 'issued', ...stamp, ...box, lot: null }),
  JSON.stringify({
    kind: 'restocked',
    ...stamp,
    ...box,
    lot: null,
    expires: null,
    added: 10_000,
    stock: 10_000,
    by: 'x',
  }),
  JSON.stringify({ kind: 'counted', ...stamp, ...box, stock: 0, was: 10_000, by: 'x' }),
  JSON.stringify({ kind: 'settled', ...stamp, ...box, issued: true, by: 'board' }),
  JSON.stringify({ kind: 'sensor', ...stamp, state: 'suspect', reason: null, turns: [{ ...box, lot: null }] }),
  ...oldYear.map((line) => JSON.stringify(line)),
  JSON.stringify({ kind: 'booted', ...stamp, version: '', cause: 'start', ledgerBefore: ledger }),
  JSON.stringify({ kind: 'constructor', ...stamp }),
  `{"kind":"__proto__","at":0,"run":77,"up":0,"__proto__":{"kind":"issued"}}`,
  `{"kind":"door","at":0,"run":77,"up":0,"state":${nested(5_000)}}`,
  'no JSON at all',
];

/**
 * A registered machine with the right secret that sends whatever may do harm: heartbeats from
 * impossible times, deeply nested states, lines that nobody can timestamp or read. In some worlds
 * the fleet also has a fault that one of its lines triggers.
 */
export class HostileMachine {
  readonly #parts: WorldParts;
  readonly #watch: FleetWatch;
  readonly #random: RandomSource;
  readonly #setsOff: boolean;
  readonly #said: string[] = [];
  readonly #heads: Head[];

  private constructor(parts: WorldParts, random: RandomSource) {
    this.#parts = parts;
    this.#watch = parts.watch;
    this.#random = random;
    this.#setsOff = random.chance(0.5, 'hostile: sets off a fault');
    this.#heads = [parts.scenario.chain.first(ledger)];
  }

  /** Adds a hostile machine to every eighth world; it continues to the end. */
  static enter(seed: number, parts: WorldParts): void {
    const random = seededRandom(seed + hostileApart);
    if (!random.chance(0.125, 'hostile: is there')) return;
    const hostile = new HostileMachine(parts, random);
    parts.fleet.register(hostileMachine);
    parts.fleet.spoilFolding(faulty);
    parts.scenario.time.after(120_000, () => hostile.#resume());
  }

  #resume(): void {
    const { scenario, network } = this.#parts;
    const say = this.#random.below(4, 'hostile: says');
    if (say === 0) network.inject(hostileMachine, 'presence', JSON.stringify(this.#presence()));
    else if (say === 1) network.inject(hostileMachine, 'state', `{"board":${nested(5_000)}}`);
    else this.#sendLines();
    scenario.time.after(5_000 + this.#random.below(40_000, 'hostile: next'), () => this.#resume());
  }

  #presence(): object {
    const pick = <T>(...from: T[]): T => this.#random.pick(from, 'hostile: presence');
    return {
      online: true,
      run: 77,
      ledger,
      at: pick(0, beyond, this.#parts.fleet.nowMs),
      up: pick(0, fiftyYearsMs, fiftyYearsMs, beyond),
      last: pick(0, 1, beyond),
      config: pick(0, 7, beyond),
    };
  }

  /** Continues after the end of the fleet's copy, which may be a restored backup. */
  #sendLines(): void {
    const { fleet, network, scenario } = this.#parts;
    const held = fleet.database.mark(hostileMachine, ledger)?.through ?? 0;
    for (let more = 1 + this.#random.below(20, 'hostile: lines'); more > 0; more -= 1) {
      const line = this.#random.pick(lines, 'hostile: line');
      const sets = this.#setsOff && this.#random.chance(0.02, 'hostile: the line that sets off the fault');
      this.#said.push(sets ? faultLine : line);
      this.#heads.push(scenario.chain.next(this.#heads.at(-1) as Head, this.#said.at(-1) as string));
      this.#watch.wrote(ledger, this.#said.length, this.#heads.at(-1) as Head);
    }
    const batch: Batch = {
      ledger,
      first: (held + 1) as Seq,
      prev: this.#heads[held] as Head,
      lines: this.#said.slice(held),
    };
    network.inject(hostileMachine, 'events', writeBatch(fitBatch(batch)));
  }
}
