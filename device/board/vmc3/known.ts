import type { Lane } from '../../../shared/contracts/ids.ts';
import type { BoardEvent, LaneHardware } from '../port.ts';
import { BoardSnapshot } from '../snapshot.ts';
import type { IdentifiedMachine } from './procedures.ts';

/**
 * The machine of the handshake, and what it reported. Each method returns the events for what
 * changed.
 */
export class Known {
  readonly #snapshot = new BoardSnapshot();
  #machineId: string | null = null;
  #blocked = new Set<Lane>();

  get doorNow(): 'open' | 'closed' | null {
    return this.#snapshot.doorNow;
  }

  /**
   * Takes over the machine of a handshake. `restarted` says why it restarted, null if it didn't.
   * Another machine id means another board.
   */
  meet(machine: IdentifiedMachine, restarted: string | null): BoardEvent[] {
    const swapped = this.#machineId !== null && this.#machineId !== machine.id;
    if (swapped) {
      this.#snapshot.forget();
      this.#blocked.clear();
    }
    this.#machineId = machine.id;
    const identity = { serial: machine.id, model: null, firmware: null, lanes: null };
    return [{ kind: 'ready', identity, restarted: swapped ? null : restarted }, ...this.#state(machine)];
  }

  /** Takes over the machine as it was read again; one with another id is treated as new. */
  note(machine: IdentifiedMachine): BoardEvent[] {
    return machine.id === this.#machineId ? this.#state(machine) : this.meet(machine, null);
  }

  lane(lane: Lane, hardware: LaneHardware): BoardEvent[] {
    return listOf(this.#snapshot.laneState(lane, hardware));
  }

  /** Takes over the board's lists of lanes that it does not use. */
  blocked(lanes: readonly Lane[]): BoardEvent[] {
    const blocked = new Set(lanes);
    const freed = [...this.#blocked].filter((lane) => !blocked.has(lane));
    this.#blocked = blocked;
    return [...lanes.flatMap((lane) => this.lane(lane, 'jam')), ...freed.flatMap((lane) => this.lane(lane, 'ready'))];
  }

  #state(machine: IdentifiedMachine): BoardEvent[] {
    return [...listOf(this.#snapshot.door(machine.door)), ...listOf(this.#snapshot.climate(machine))];
  }
}

const listOf = (event: BoardEvent | null): BoardEvent[] => (event === null ? [] : [event]);
