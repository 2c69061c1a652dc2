import type { DayChange } from '../../shared/contracts/fleet/day-change.ts';
import type { NewSuspension, Suspension, SuspensionChange } from '../../shared/contracts/fleet/history.ts';
import type { Zone } from '../../shared/rules/calendar.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import { RefusedError } from '../refused.ts';
import { type Changing, suspensionChanges } from '../registry/day-changes.ts';
import type { SuspensionRecord } from '../registry/records.ts';
import type { Machines } from '../state/machine-state.ts';
import { definedFields } from './defined-fields.ts';
import type { MachineEdits } from './machine-edits.ts';
import { type Reasons, requireReason, requireWhy } from './reasons.ts';
import { requireState } from './require-state.ts';

/** What suspensions need. */
export interface SuspensionDependencies {
  readonly store: Pick<RegistryStore, 'saveSuspension'>;
  readonly clock: Clock;
  readonly zone: Zone;
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

  /** A machine's suspensions that were removed, the latest removed first. */
  removedOf(machine: string): readonly SuspensionRecord[] {
    const { removedSuspensions } = requireState(this.#deps.machines, machine);
    return [...removedSuspensions].sort((a, b) => (b.removed?.at ?? 0) - (a.removed?.at ?? 0));
  }

  #changing(by: string, why: string | null): Changing {
    const { clock, zone } = this.#deps;
    const at = clock.now();
    return { at, by, why, today: zone.dayOf(at) };
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
        ...withChanges([], suspensionChanges(null, wish, this.#changing(by, wish.note))),
      };
      await store.saveSuspension(record);
      state.suspensions = [...state.suspensions, record];
      edits.edited(state, { recount: true });
      return record;
    });
  }

  /** Changes a suspension. Refuses an unknown one, and an end before its beginning. */
  change(machine: string, id: string, wish: SuspensionChange, by: string): Promise<Suspension> {
    const { store, edits, reasons } = this.#deps;
    return edits.edit(machine, async (state) => {
      if (wish.reason !== undefined) requireReason(reasons, wish.reason);
      const before = state.suspensions.find((each) => each.id === id);
      if (!before) throw new RefusedError('not-found', 'there is no such suspension', '没有这条停用登记');
      const changed = { ...before, ...definedFields(wish) };
      const record = {
        ...changed,
        ...withChanges(before.dayChanges, suspensionChanges(before, changed, this.#changing(by, wish.note ?? null))),
      };
      if (record.until !== null && record.until < record.from)
        throw new RefusedError('invalid', 'until is before from', '结束日期早于开始日期');
      await store.saveSuspension(record);
      state.suspensions = state.suspensions.map((each) => (each.id === id ? record : each));
      edits.edited(state, { recount: true });
      return record;
    });
  }

  /** Removes a suspension: its days count again, its traces stay. Refuses an unknown one. */
  drop(machine: string, id: string, by: string, why: string | null): Promise<void> {
    const { store, edits } = this.#deps;
    return edits.edit(machine, async (state) => {
      const before = state.suspensions.find((each) => each.id === id);
      if (!before) throw new RefusedError('not-found', 'there is no such suspension', '没有这条停用登记');
      const changing = this.#changing(by, why);
      const changes = suspensionChanges(before, null, changing);
      requireWhy(changes, why);
      const record = {
        ...before,
        ...withChanges(before.dayChanges, changes),
        removed: { at: changing.at, by, why },
      };
      await store.saveSuspension(record);
      state.removedSuspensions = [...state.removedSuspensions, record];
      state.suspensions = state.suspensions.filter((each) => each.id !== id);
      edits.edited(state, { recount: true });
    });
  }
}

/** The changes of a suspension with further ones; nothing if there are none. */
const withChanges = (before: readonly DayChange[] | undefined, further: readonly DayChange[]) =>
  before?.length || further.length > 0 ? { dayChanges: [...(before ?? []), ...further] } : {};
