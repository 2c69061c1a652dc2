import type { Lane } from '../../shared/contracts/ids.ts';
import type { BoardEvent, LaneHardware } from './port.ts';

/** A lane as the board reported it; `drops` is null if the board has no counter. */
export interface LaneSeen {
  readonly lane: Lane;
  readonly hardware: LaneHardware;
  readonly drops: number | null;
}

interface Climate {
  readonly tempDeciC: number | null;
  readonly humidityPct: number | null;
}

/**
 * The board as last seen, so that only changes are reported. Each method returns the event, or null
 * if nothing changed.
 */
export class BoardSnapshot {
  #door: 'open' | 'closed' | null = null;
  #climate: Climate | null = null;
  #lanes = new Map<Lane, LaneSeen>();

  /** Another board is connected: nothing recorded here applies to it. */
  forget(): void {
    this.#door = null;
    this.#climate = null;
    this.#lanes.clear();
  }

  get doorNow(): 'open' | 'closed' | null {
    return this.#door;
  }

  hardwareOf(lane: Lane): LaneHardware | null {
    return this.#lanes.get(lane)?.hardware ?? null;
  }

  dropsOf(lane: Lane): number | null {
    return this.#lanes.get(lane)?.drops ?? null;
  }

  door(state: 'open' | 'closed' | null): BoardEvent | null {
    if (state === null || this.#door === state) return null;
    this.#door = state;
    return { kind: 'door', state };
  }

  climate({ tempDeciC, humidityPct }: Climate): BoardEvent | null {
    if (this.#climate?.tempDeciC === tempDeciC && this.#climate.humidityPct === humidityPct) return null;
    this.#climate = { tempDeciC, humidityPct };
    return { kind: 'climate', tempDeciC, humidityPct };
  }

  lane({ lane, hardware, drops }: LaneSeen): BoardEvent | null {
    const known = this.#lanes.get(lane);
    if (known?.hardware === hardware && known.drops === drops) return null;
    this.#lanes.set(lane, { lane, hardware, drops });
    return { kind: 'lane', lane, hardware, drops };
  }

  /** A lane's state that was reported without its counter. */
  laneState(lane: Lane, hardware: LaneHardware): BoardEvent | null {
    return this.lane({ lane, hardware, drops: this.dropsOf(lane) });
  }
}
