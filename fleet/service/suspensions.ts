import type { NewSuspension, Suspension, SuspensionChange } from '../../shared/contracts/fleet/history.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import { RefusedError } from '../refused.ts';
import type { SuspensionRecord } from '../registry/records.ts';
import type { Machines } from '../state/machine-state.ts';
import { definedFields } from './defined-fields.ts';
import type { MachineEdits } from './machine-edits.ts';
import { type Reasons, requireReason } from './reasons.ts';
import { requireState } from './require-state.ts';

/** What suspensions need. */
export interface SuspensionDependencies {
  readonly store: Pick<RegistryStore, 'saveSuspension' | 'dropSuspension'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'uuid'>;
  readonly machines: Machines;
  readonly edits: MachineEdits;
  readonly reasons: Reasons;
}

/** Spans of days that do not count towards a machine's target. Durable when a promise resolves. */
export class SuspensionService {
  readonly #deps: SuspensionDependencies;

  constructor(deps: SuspensionDependencies) {
    this.#deps = deps;
  }

  /** A machine's suspensions, latest first. Refuses an unknown machine. */
  of(machine: string): readonly SuspensionRecord[] {
    return [...requireState(this.#deps.machines, machine).suspensions].sort((a, b) => (a.from < b.from ? 1 : -1));
  }

  /** Adds a suspension. Refuses a reason that is not on the list. */
  add(machine: string, wish: NewSuspension, by: string): Promise<Suspension> {
    const { store, clock, ids, edits, reasons } = this.#deps;
    return edits.edit(machine, async (state) => {
      requireReason(reasons, wish.reason);
      const record: SuspensionRecord = {
        ...wish,
        id: ids.uuid(),
        machine: state.record.machine,
        by,
        entered: clock.now(),
      };
      await store.saveSuspension(record);
      state.suspensions = [...state.suspensions, record];
      edits.edited(state, { recount: true });
      return record;
    });
  }

  /** Changes a suspension. Refuses an unknown one, and an end before its beginning. */
  change(machine: string, id: string, wish: SuspensionChange): Promise<Suspension> {
    const { store, edits, reasons } = this.#deps;
    return edits.edit(machine, async (state) => {
      if (wish.reason !== undefined) requireReason(reasons, wish.reason);
      const before = state.suspensions.find((each) => each.id === id);
      if (!before) throw new RefusedError('not-found', 'there is no such suspension', '没有这条停用登记');
      const record = { ...before, ...definedFields(wish) };
      if (record.until !== null && record.until < record.from)
        throw new RefusedError('invalid', 'until is before from', '结束日期早于开始日期');
      await store.saveSuspension(record);
      state.suspensions = state.suspensions.map((each) => (each.id === id ? record : each));
      edits.edited(state, { recount: true });
      return record;
    });
  }

  /** Deletes a suspension. Refuses an unknown one. */
  drop(machine: string, id: string): Promise<void> {
    const { store, edits } = this.#deps;
    return edits.edit(machine, async (state) => {
      if (!state.suspensions.some((each) => each.id === id))
        throw new RefusedError('not-found', 'there is no such suspension', '没有这条停用登记');
      await store.dropSuspension(id);
      state.suspensions = state.suspensions.filter((each) => each.id !== id);
      edits.edited(state, { recount: true });
    });
  }
}
