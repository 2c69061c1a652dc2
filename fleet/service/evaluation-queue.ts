import type { MachineId } from '../../shared/contracts/ids.ts';

/**
 * Machines whose evaluation is due, longest waiting first. A machine is in the queue at most once.
 */
export class EvaluationQueue {
  readonly #due = new Set<MachineId>();

  get isEmpty(): boolean {
    return this.#due.size === 0;
  }

  /** Makes a machine's evaluation due, unless it is already. */
  add(machine: MachineId): void {
    this.#due.add(machine);
  }

  /** Takes one machine out. False if its evaluation was not due. */
  takeOne(machine: MachineId): boolean {
    return this.#due.delete(machine);
  }

  /** Takes out at most `limit` machines. */
  take(limit: number): MachineId[] {
    const taken: MachineId[] = [];
    for (const machine of this.#due) {
      if (taken.length === limit) break;
      taken.push(machine);
    }
    for (const machine of taken) this.#due.delete(machine);
    return taken;
  }
}
