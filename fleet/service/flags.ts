import { LedgerId } from '../../shared/contracts/ids.ts';
import type { Finding } from '../../shared/rules/finding.ts';
import { acknowledge } from '../../shared/rules/flag.ts';
import type { MachineState, Machines } from '../evaluate/machine-state.ts';
import type { ReadModel } from '../lists/read-model.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { ReadStore } from '../ports/read-store.ts';
import type { TelemetryStore } from '../ports/telemetry-store.ts';
import { RefusedError } from '../refused.ts';
import type { FlagRecord } from '../registry/records.ts';
import type { EvaluationQueue } from './evaluation-queue.ts';
import { requireState } from './require-state.ts';

/** What open flags need. */
export interface FlagDependencies {
  readonly store: Pick<ReadStore, 'saveJudged'> & Pick<TelemetryStore, 'saveNotice'>;
  readonly clock: Clock;
  readonly machines: Machines;
  readonly readModel: Pick<ReadModel, 'show'>;
  readonly evaluationQueue: EvaluationQueue;
  readonly emit: (event: FleetEvent) => void;
}

/** Open flags as people see and acknowledge them. */
export class FlagService {
  readonly #deps: FlagDependencies;

  constructor(deps: FlagDependencies) {
    this.#deps = deps;
  }

  /** The open flag of that id; null for none. */
  find(id: string): FlagRecord | null {
    for (const state of this.#deps.machines.values()) {
      const found = state.flags.find((each) => each.id === id);
      if (found) return found;
    }
    return null;
  }

  /** Notes that somebody has seen a flag, with what they wrote. Refuses one that is not open. */
  async acknowledge(id: string, note: string, by: string): Promise<FlagRecord> {
    const { store, clock, machines, readModel, emit } = this.#deps;
    const found = this.find(id);
    if (!found) throw new RefusedError('not-found', 'there is no such open flag');
    const state = requireState(machines, found.flag.machine);
    const record = { id, flag: acknowledge(found.flag, by, note, clock.now()) };
    await this.#settleLost(state, found.flag.finding, note);
    await store.saveJudged([], [record]);
    state.flags = state.flags.map((each) => (each.id === id ? record : each));
    readModel.show(state);
    emit({ kind: 'flag', change: 'acknowledged', flag: record });
    return record;
  }

  /** Whoever writes down what became of a lost ledger's boxes ends its flag: nobody else can. */
  async #settleLost(state: MachineState, finding: Finding, note: string): Promise<void> {
    if (finding.kind !== 'ledger-lost' || note.trim() === '') return;
    const { store, clock, evaluationQueue } = this.#deps;
    const { machine } = state.record;
    const notice = {
      machine,
      kind: 'ledger-settled',
      ledger: LedgerId.parse(finding.ledger),
      through: finding.through,
      head: null,
      at: clock.now(),
    } as const;
    await store.saveNotice(notice);
    state.notices.push(notice);
    evaluationQueue.add(machine);
  }
}
