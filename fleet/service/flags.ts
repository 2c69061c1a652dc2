import { LedgerId } from '../../shared/contracts/ids.ts';
import type { Finding } from '../../shared/rules/finding.ts';
import { type HandlingStep, handle, handlingOf } from '../../shared/rules/flag.ts';
import { limits } from '../limits.ts';
import type { ReadModel } from '../lists/read-model.ts';
import { type TaskEntry, taskId, tasksOf } from '../lists/tasks.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { ReadStore } from '../ports/read-store.ts';
import type { TelemetryStore } from '../ports/telemetry-store.ts';
import { RefusedError } from '../refused.ts';
import type { FlagRecord } from '../registry/records.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import type { EvaluationService } from './evaluation.ts';
import type { EvaluationQueue } from './evaluation-queue.ts';

/** What open flags need. */
export interface FlagDependencies {
  readonly store: Pick<ReadStore, 'saveEvaluations'> & Pick<TelemetryStore, 'saveNotice'>;
  readonly clock: Clock;
  readonly machines: Machines;
  readonly readModel: Pick<ReadModel, 'show'>;
  readonly evaluationQueue: EvaluationQueue;
  readonly evaluation: Pick<EvaluationService, 'between'>;
  readonly emit: (event: FleetEvent) => void;
}

/** What a person does about flags. The user and the time come with the call. */
export type HandlingWish = Pick<HandlingStep, 'kind' | 'note' | 'to'>;

/** The open flags, and what people do about them. */
export class FlagService {
  readonly #deps: FlagDependencies;

  constructor(deps: FlagDependencies) {
    this.#deps = deps;
  }

  /** The open flag with an id. Null if there is none. */
  find(id: string): FlagRecord | null {
    for (const state of this.#deps.machines.values()) {
      const found = state.flags.find((each) => each.id === id);
      if (found) return found;
    }
    return null;
  }

  /** The current task with an id. Null if there is none. */
  findTask(id: string): TaskEntry | null {
    const [machine] = id.split(':');
    const state = [...this.#deps.machines.values()].find(({ record }) => record.machine === machine);
    return (state && tasksOf(state).find((task) => taskId(task) === id)) ?? null;
  }

  /** Notes that a user takes a flag on, with a note. Refuses a flag that is not open. */
  acknowledge(id: string, note: string, by: string): Promise<FlagRecord> {
    return this.handle(id, { kind: 'acknowledged', note, to: null }, by);
  }

  /**
   * Notes what a user does about one flag. Refuses a flag that is not open, and more steps than a
   * flag keeps.
   */
  async handle(id: string, wish: HandlingWish, by: string): Promise<FlagRecord> {
    const found = this.find(id);
    const state = found && this.#stateOf(found);
    if (!state) throw new RefusedError('not-found', 'there is no such open flag', '没有这条未解决的异常');
    await this.#handle(state, () => [id], wish, by);
    return this.find(id) ?? found;
  }

  /**
   * Notes what a user does about a task: the same step for each of its flags, all or none. Refuses
   * an unknown task.
   */
  async handleTask(id: string, wish: HandlingWish, by: string): Promise<TaskEntry> {
    const found = this.findTask(id);
    if (!found) throw new RefusedError('not-found', 'there is no such task', '没有这项待办');
    await this.#handle(found.state, () => this.findTask(id)?.flags.map((each) => each.id) ?? [], wish, by);
    return this.findTask(id) ?? found;
  }

  #stateOf({ flag }: FlagRecord): MachineState | null {
    return [...this.#deps.machines.values()].find(({ record }) => record.machine === flag.machine) ?? null;
  }

  /** Runs between two evaluations, so that neither saves a flag as it was before the other. */
  #handle(state: MachineState, idsNow: () => readonly string[], wish: HandlingWish, by: string): Promise<void> {
    const { store, clock, readModel, emit, evaluation } = this.#deps;
    return evaluation.between(async () => {
      const ids = idsNow();
      const step = { ...wish, by, at: clock.now() };
      const handled = state.flags
        .filter(({ id }) => ids.includes(id))
        .map(({ id, flag }) => ({ before: flag, record: { id, flag: handle(flag, step) } }));
      if (handled.some(({ record }) => handlingOf(record.flag).length > limits.handlingSteps))
        throw new RefusedError(
          'too-large',
          `a flag keeps ${limits.handlingSteps} steps`,
          `一条异常最多保留 ${limits.handlingSteps} 次处理记录`,
        );
      for (const { before } of handled) await this.#settleLost(state, before.finding, wish.note);
      const changed = new Map(
        handled.filter(({ before, record }) => record.flag !== before).map(({ record }) => [record.id, record]),
      );
      await store.saveEvaluations([], [...changed.values()]);
      state.flags = state.flags.map((each) => changed.get(each.id) ?? each);
      readModel.show(state);
      const change = wish.kind === 'acknowledged' ? 'acknowledged' : 'changed';
      for (const flag of changed.values()) emit({ kind: 'flag', change, flag });
    });
  }

  /**
   * The flag of a lost ledger ends when a person writes down what became of its boxes. Nothing else
   * can end it.
   */
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
