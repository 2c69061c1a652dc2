import type { OutputList } from '../board.ts';
import type { Cabinet } from '../cabinet.ts';
import { type LbpLaneState, type LbpNvram, NvramText, readNvram } from './nvram.ts';

/**
 * The memory of an LBP/1 board: its last transaction, and what it counted and found out about each
 * lane.
 */
export class LbpMemory {
  readonly #cabinet: Cabinet;
  readonly #serial: string;
  readonly #out: OutputList;
  readonly #text = new NvramText();
  #saved: string;
  #nvram: LbpNvram;

  /** `saved`: the text that was saved last; '' for a new board or one that lost its memory. */
  constructor(cabinet: Cabinet, serial: string, saved: string, out: OutputList) {
    this.#cabinet = cabinet;
    this.#serial = serial;
    this.#out = out;
    this.#saved = saved;
    this.#nvram = readNvram(saved, cabinet.lanes);
  }

  /** The current content; change its transaction and save it. */
  get nvram(): LbpNvram {
    return this.#nvram;
  }

  /** The power was off: what was not saved is lost. */
  reload(): void {
    this.#nvram = readNvram(this.#saved, this.#cabinet.lanes);
    this.#text.lanesChanged();
  }

  /** Saves everything in one atomic write. */
  save(): void {
    this.#nvram.mark = this.#cabinet.seenBy(this.#serial);
    this.#saved = this.#text.of(this.#nvram);
    this.#out.save(this.#saved);
  }

  laneState(lane: number): LbpLaneState | 'ABSENT' {
    if (this.#cabinet.lane(lane)?.absent !== false) return 'ABSENT';
    return this.#nvram.states[lane - 1] ?? 'READY';
  }

  /** Sets the state of a lane. True if it changed. */
  setLaneState(lane: number, state: LbpLaneState): boolean {
    if (this.#nvram.states[lane - 1] === state) return false;
    this.#nvram.states[lane - 1] = state;
    this.#text.lanesChanged();
    return true;
  }

  /** Boxes that the drop sensor ever saw from this lane, as the board counts them. */
  drops(lane: number): number {
    return this.#nvram.drops[lane - 1] ?? 0;
  }

  /**
   * What the latch counted since the last write. A mark from another cabinet is higher and counts
   * for nothing.
   */
  get unbooked(): number {
    return Math.max(0, this.#cabinet.seenBy(this.#serial) - this.#nvram.mark);
  }

  /** The sensor spans all lanes: what it latched is counted for the lane that turned. */
  countDrops(lane: number): void {
    const latched = this.unbooked;
    // A spare board from a larger cabinet may remember a lane that does not exist here.
    if (latched === 0 || lane > this.#cabinet.lanes) return;
    this.#nvram.drops[lane - 1] = this.drops(lane) + latched;
    this.#text.lanesChanged();
  }
}
