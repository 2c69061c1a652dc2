import { Lane } from '../../../shared/contracts/ids.ts';
import type { BoardEvent, BoardIdentity, LaneHardware } from '../port.ts';
import type { LaneSeen } from './look.ts';
import type { Hello, Status } from './messages.ts';

/** The board as last seen, so that only changes are told. */
export class Picture {
  #hello: Hello | null = null;
  #door: 'open' | 'closed' | null = null;
  #climate: { tempDeciC: number | null; humidityPct: number | null } | null = null;
  #lanes = new Map<Lane, LaneSeen>();
  /** STATUS is compared with STATUS only, so that a board which contradicts itself is not greeted for ever. */
  #statusBoots: number | null = null;
  #asked = 0;

  /** The board of a handshake: whether it restarted unseen, or is another one, of which nothing is known. */
  meet(hello: Hello): { restarted: string | null; swapped: boolean } {
    const known = this.#hello;
    const swapped = known !== null && known.serial !== hello.serial;
    const restarted = known !== null && !swapped && known.boots !== hello.boots ? 'unseen' : null;
    this.#hello = hello;
    if (swapped) {
      this.#lanes.clear();
      this.#door = null;
      this.#climate = null;
    }
    this.#asked = 0;
    this.#statusBoots = null;
    return { restarted, swapped };
  }

  identity(hello: Hello): BoardIdentity {
    const { serial, model, firmware, lanes } = hello;
    return { serial, model, firmware, lanes };
  }

  /** Whether this is not the board, or not the run of it, that the handshake was with. */
  isNew(hello: Hello): boolean {
    return this.#hello?.serial !== hello.serial || this.#hello.boots !== hello.boots;
  }

  /** Whether STATUS shows another BOOTS than it did since the handshake. */
  isNewRun({ boots }: Status): boolean {
    const known = this.#statusBoots;
    this.#statusBoots = boots;
    return known !== null && known !== boots;
  }

  get doorNow(): 'open' | 'closed' | null {
    return this.#door;
  }

  dropsOf(lane: Lane): number | null {
    return this.#lanes.get(lane)?.drops ?? null;
  }

  /** Whether every lane was asked since the handshake. */
  get complete(): boolean {
    return this.#asked >= (this.#hello?.lanes ?? 0);
  }

  /** The lane whose turn it is to be asked for. */
  nextLane(): Lane | null {
    const lanes = this.#hello?.lanes ?? 0;
    if (lanes === 0) return null;
    const lane = Lane.parse((this.#asked % lanes) + 1);
    this.#asked += 1;
    return lane;
  }

  door(state: 'open' | 'closed'): BoardEvent | null {
    if (this.#door === state) return null;
    this.#door = state;
    return { event: 'door', state };
  }

  climate({ tempDeciC, humidityPct }: Status): BoardEvent | null {
    const same = this.#climate?.tempDeciC === tempDeciC && this.#climate.humidityPct === humidityPct;
    if (same) return null;
    this.#climate = { tempDeciC, humidityPct };
    return { event: 'climate', tempDeciC, humidityPct };
  }

  lane({ lane, hardware, drops }: LaneSeen): BoardEvent | null {
    const known = this.#lanes.get(lane);
    if (known?.hardware === hardware && known.drops === drops) return null;
    this.#lanes.set(lane, { lane, hardware, drops });
    return { event: 'lane', lane, hardware, drops };
  }

  /** A lane's state told without its counter. */
  laneState(lane: Lane, hardware: LaneHardware): BoardEvent | null {
    return this.lane({ lane, hardware, drops: this.dropsOf(lane) });
  }
}
