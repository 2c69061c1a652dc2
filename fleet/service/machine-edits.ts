import type { MachineState, Machines } from '../evaluate/machine-state.ts';
import { KeyedMutex } from '../keyed-mutex.ts';
import type { ReadModel } from '../lists/read-model.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { EvaluationQueue } from './evaluation-queue.ts';
import { requireState } from './require-state.ts';

/** What edits of machines need. */
export interface MachineEditDependencies {
  readonly machines: Machines;
  readonly readModel: Pick<ReadModel, 'show'>;
  readonly evaluationQueue: EvaluationQueue;
  readonly emit: (event: FleetEvent) => void;
}

/** Edits by people, one after the other for each machine: of two that begin with the same state, one would be lost unseen. */
export class MachineEdits {
  readonly #deps: MachineEditDependencies;
  readonly #mutex = new KeyedMutex<string>();

  constructor(deps: MachineEditDependencies) {
    this.#deps = deps;
  }

  /** Edits a registered machine once its earlier edits are done. Refuses an unknown machine. */
  edit<T>(machine: string, edit: (state: MachineState) => Promise<T>): Promise<T> {
    return this.exclusive(machine, () => edit(requireState(this.#deps.machines, machine)));
  }

  /** Does work about a machine id, registered or not, once its earlier edits are done. */
  exclusive<T>(machine: string, work: () => Promise<T>): Promise<T> {
    return this.#mutex.take(machine, work);
  }

  /** Shows an edited machine, has it evaluated and reports it; `recount` where its counts by day are to be read again. */
  edited(state: MachineState, { recount }: { readonly recount: boolean }): void {
    const { readModel, evaluationQueue, emit } = this.#deps;
    if (recount) state.countsStale = true;
    readModel.show(state);
    evaluationQueue.add(state.record.machine);
    emit({ kind: 'registry', machine: state.record.machine });
  }
}
