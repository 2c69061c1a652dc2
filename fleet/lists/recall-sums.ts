import { isWithin } from '../../shared/areas/jiangxi.ts';
import type { AreaRecall, RecallState, RecallView } from '../../shared/contracts/fleet/recall.ts';
import type { MachineState } from '../state/machine-state.ts';
import {
  isWaiting,
  type KeyedRecall,
  keyedRecall,
  type RecallHolding,
  recalledLanes,
  recallHolding,
  recallStateOf,
} from './recall-view.ts';

/** What a recall comes to at one machine: its state there, and boxes of known and unknown lots. */
interface Share {
  readonly state: RecallState;
  readonly known: number;
  readonly unknown: number;
}

interface Sums {
  total: number;
  inForce: number;
  waiting: number;
  known: number;
  unknown: number;
  /** Machines with such boxes. */
  holding: number;
}

const nothing = (): Sums => ({ total: 0, inForce: 0, waiting: 0, known: 0, unknown: 0, holding: 0 });

function addShare(sums: Sums, { state, known, unknown }: Share, sign: 1 | -1): void {
  sums.total += sign;
  if (state === 'in-force') sums.inForce += sign;
  if (isWaiting(state)) sums.waiting += sign;
  sums.known += sign * known;
  sums.unknown += sign * unknown;
  if (known + unknown > 0) sums.holding += sign;
}

/** A recall with its sums by county. */
interface Row {
  keyed: KeyedRecall;
  counties: Map<string, Sums>;
}

/**
 * A machine as it was when its shares were worked out; `shares` are in the order of the rows: null
 * if the recall does not reach it, undefined if its share must be worked out again.
 */
interface Seen extends Pick<MachineState, 'record' | 'account' | 'config'> {
  readonly machine: MachineState;
  readonly shares: (Share | null | undefined)[];
  /** The `#version` of the recalls at that time. */
  readonly version: number;
}

/** A machine that a recall reaches. */
export interface ReachedMachine {
  readonly machine: MachineState;
  readonly state: RecallState;
  readonly boxes: number;
}

/** The work of one slice, a few ms; a unit is one share. */
const workAtOnce = 500;
/** The work of normalising a machine's holdings. */
const holdingWork = 8;

/**
 * What every recall comes to, by county. The share of a machine is worked out again only when what
 * the service holds of it was replaced. So a look costs a comparison for each machine, however many
 * recalls there are.
 */
export class RecallSums {
  readonly #rows: Row[] = [];
  readonly #places = new Map<string, number>();
  readonly #seen = new Map<string, Seen>();
  /** Equal shares are one object: most machines hold none of the boxes. */
  readonly #shares = new Map<string, Share>();
  /** Rises with every recall that is new or ended. */
  #version = 0;

  /** Takes in what changed since the last call. */
  refresh(machines: Iterable<MachineState>, recalls: readonly AreaRecall[]): void {
    for (const _ of this.refreshing(machines, recalls));
  }

  /**
   * As `refresh`, but stops after each few ms of work, so that other work can go on. What changes
   * meanwhile is left to the next call.
   */
  *refreshing(machines: Iterable<MachineState>, recalls: readonly AreaRecall[]): Generator<undefined, void> {
    for (const recall of recalls) this.#replace(recall);
    let work = 0;
    for (const machine of machines) {
      work += this.#refreshOne(machine);
      if (work < workAtOnce) continue;
      yield;
      work = 0;
    }
  }

  /** Takes a machine in if it, or a recall, changed. Returns how much work that was. */
  #refreshOne(machine: MachineState): number {
    const before = this.#seen.get(machine.record.machine);
    const isSame =
      before?.machine === machine &&
      before.record === machine.record &&
      before.account === machine.account &&
      before.config === machine.config;
    if (isSame && before.version === this.#version) return 0;
    this.#takeIn(machine, before, isSame ? (place) => before.shares[place] === undefined : () => true);
    return holdingWork + (isSame ? 1 : this.#rows.length);
  }

  /** Empties the sums of a recall that is new or was replaced. */
  #replace(recall: AreaRecall): void {
    const place = this.#places.get(recall.id) ?? this.#rows.length;
    if (this.#rows[place]?.keyed.recall === recall) return;
    this.#places.set(recall.id, place);
    this.#rows[place] = { keyed: keyedRecall(recall), counties: new Map() };
    for (const { shares } of this.#seen.values()) shares[place] = undefined;
    this.#version += 1;
  }

  /** Works the shares of a machine out again in the chosen rows. */
  #takeIn(machine: MachineState, before: Seen | undefined, isDue: (place: number) => boolean): void {
    const { record, account, config } = machine;
    const shares = before?.shares ?? [];
    const holding = recallHolding(machine);
    for (const [place, row] of this.#rows.entries()) {
      if (!isDue(place)) continue;
      const was = shares[place];
      if (was && before) addShare(this.#county(row, before.record.region), was, -1);
      const share = this.#shareOf(row.keyed, holding);
      shares[place] = share;
      if (share) addShare(this.#county(row, record.region), share, 1);
    }
    this.#seen.set(record.machine, { machine, record, account, config, shares, version: this.#version });
  }

  #county({ counties }: Row, region: string): Sums {
    const sums = counties.get(region) ?? nothing();
    counties.set(region, sums);
    return sums;
  }

  /** Null if the machine is retired or the recall does not reach it. */
  #shareOf(keyed: KeyedRecall, holding: RecallHolding): Share | null {
    const { recall } = keyed;
    const { record } = holding.machine;
    if (record.secretHash === null || !isWithin(record.region, recall.region)) return null;
    const state = recallStateOf(keyed, holding);
    let known = 0;
    let unknown = 0;
    for (const { lot, count } of recalledLanes(recall, holding.machine))
      if (lot === null && recall.lots !== null) unknown += count;
      else known += count;
    const key = `${state} ${known} ${unknown}`;
    const share = this.#shares.get(key) ?? { state, known, unknown };
    this.#shares.set(key, share);
    return share;
  }

  /** A recall with its totals over the machines of an area. */
  view(recall: AreaRecall, area: string): RecallView {
    const sum = nothing();
    for (const [county, each] of this.#rows[this.#places.get(recall.id) ?? -1]?.counties ?? [])
      if (isWithin(county, area)) for (const name of Object.keys(sum) as (keyof Sums)[]) sum[name] += each[name];
    const { total, inForce, waiting, known, unknown, holding } = sum;
    return { ...recall, machines: { total, inForce, waiting }, boxes: { known, unknown, machines: holding } };
  }

  /** The machines of an area that a recall reaches. */
  *reached(recall: AreaRecall, area: string): Iterable<ReachedMachine> {
    const place = this.#places.get(recall.id) ?? -1;
    for (const { machine, shares } of this.#seen.values()) {
      const share = shares[place];
      if (share && isWithin(machine.record.region, area))
        yield { machine, state: share.state, boxes: share.known + share.unknown };
    }
  }
}
