import { KeyedMutex } from '../keyed-mutex.ts';
import type { ReadModel } from '../lists/read-model.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import type { EvaluationQueue } from './evaluation-queue.ts';
import { requireState } from './require-state.ts';

/** What edits of machines need. */
export interface MachineEditDependencies {
  readonly machines: Machines;
  readonly readModel: Pick<ReadModel, 'show'>;
  readonly evaluationQueue: EvaluationQueue;
  readonly emit: (event: FleetEvent) => void;
}

/**
 * Runs edits by people one after the other for each machine. Otherwise the second of two edits of
 * the same state would silently undo the first.
 */
export class MachineEdits {
  readonly #deps: MachineEditDependencies;
  readonly #mutex = new KeyedMutex<string>();

  constructor(deps: MachineEditDependencies) {
    this.#deps = deps;
  }

  /** Edits a registered machine after its earlier edits. Refuses an unknown machine. */
  edit<T>(machine: string, edit: (state: MachineState) => Promise<T>): Promise<T> {
    return this.exclusive(machine, () => edit(requireState(this.#deps.machines, machine)));
  }

  /** Does work on a machine id, registered or not, after its earlier edits. */
  exclusive<T>(machine: string, work: () => Promise<T>): Promise<T> {
    return this.#mutex.take(machine, work);
  }

  /**
   * Updates the read model after an edit, queues the evaluation and reports the change. `recount`:
   * its counts by day must be read again.
   */
  edited(state: MachineState, { recount }: { readonly recount: boolean }): void {
    const { readModel, evaluationQueue, emit } = this.#deps;
    if (recount) state.countsStale = true;
    readModel.show(state);
    evaluationQueue.add(state.record.machine);
    emit({ kind: 'registry', machine: state.record.machine });
  }
}
