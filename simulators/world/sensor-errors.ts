import type { Lane } from '../../shared/contracts/ids.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import type { CabinetLine } from '../board/model/cabinet-lines.ts';
import type { CabinetSite } from '../cabinet/cabinet-site.ts';
import type { LaneWatch } from './lane-watch.ts';

/**
 * Records when the drop sensor misleads the kiosk, so that its books of a lane may be wrong by one
 * box.
 */
export class SensorErrors {
  readonly #site: CabinetSite;
  readonly #lanes: LaneWatch;
  readonly #plan: readonly PlannedLane[];
  /** The board of the last motor turn. */
  #turnedBy = '';
  /** The numbers of the last motor turn: overall, and when each lane was counted. */
  #turn = 0;
  readonly #turnAtCount = new Map<Lane, number>();
  /** Turns whose box falls late. */
  readonly #lateTurns = new Set<number>();

  constructor(site: CabinetSite, lanes: LaneWatch, plan: readonly PlannedLane[]) {
    this.#site = site;
    this.#lanes = lanes;
    this.#plan = plan;
  }

  /** Something happened in the cabinet. */
  cabinet(line: CabinetLine): void {
    if (line.kind === 'turn') {
      this.#turnedBy = line.by;
      this.#turn = line.turn;
      this.#turned(line.lane as Lane);
    }
    if (line.kind !== 'fell') return;
    const { cabinet } = this.#site;
    if (this.#lateTurns.has(line.turn)) this.#fellAfterCounts(line.turn);
    if (line.by !== null && line.by !== this.#turnedBy) this.#anyLane();
    if (cabinet.stuck || cabinet.lane(line.lane)?.blind) this.#lanes.mayBeWrong(line.lane as Lane, 1, 0);
  }

  /** Staff counted a lane. */
  counted(lane: Lane): void {
    this.#turnAtCount.set(lane, this.#turn);
  }

  #turned(lane: Lane): void {
    const truth = this.#site.cabinet.lane(lane);
    if (truth === null) return;
    if (truth.blind) this.#lanes.mayBeWrong(lane, 2, 0);
    if (truth.fault === 'double') this.#lanes.mayBeWrong(lane, 1, 0);
    if (truth.fault === 'late') this.#lateTurns.add(this.#turn);
    // The drop sensor spans all lanes: a box that falls late, or one that is claimed and did not
    // fall, may be booked on the lane that turned last.
    if (truth.fault === 'late' || this.#site.cabinet.stuck) this.#anyLane();
  }

  #anyLane(): void {
    for (const { lane } of this.#plan) this.#lanes.mayBeWrong(lane, 1, 1);
  }

  /**
   * A box was falling while lanes were counted: for them it looks like a box of a turn after the
   * count.
   */
  #fellAfterCounts(turn: number): void {
    for (const [lane, before] of this.#turnAtCount) if (turn <= before) this.#lanes.mayBeWrong(lane, 1, 1);
  }
}
