import type { MachineId } from '../../shared/contracts/ids.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';

const minuteMs = 60_000;

/** When the passing of time alone may change what was found about a machine. */
export class RecheckSchedule {
  readonly #rules: Rules;
  readonly #upSince: number;
  readonly #at = new Map<MachineId, number>();

  constructor(rules: Rules, upSince: number) {
    this.#rules = rules;
    this.#upSince = upSince;
  }

  /** Schedules a machine for its next deadline that has not passed. */
  schedule(state: MachineState, now: number): void {
    this.#at.set(state.record.machine, Math.min(...this.#deadlines(state).filter((at) => at > now)));
  }

  /** Schedules a machine for an instant, in ms since 1970. */
  scheduleAt(machine: MachineId, at: number): void {
    this.#at.set(machine, at);
  }

  /**
   * The machines whose deadline has passed. A machine that was heard meanwhile is scheduled for its
   * later deadline.
   */
  due(machines: Machines, now: number): MachineId[] {
    const due: MachineId[] = [];
    for (const [machine, at] of this.#at) {
      if (now < at) continue;
      const state = machines.get(machine);
      // A machine that was heard meanwhile has a later deadline, and its findings have not changed.
      if (state && (state.notEvaluated !== null || this.#deadlines(state).some((each) => each >= at && each <= now)))
        due.push(machine);
      else if (state) this.schedule(state, now);
      else this.#at.delete(machine);
    }
    return due;
  }

  #deadlines(state: MachineState): number[] {
    const rules = this.#rules;
    const { presence, record, account, config } = state;
    return [
      Math.max(presence.heard ?? record.registered, this.#upSince, record.registered) + rules.offlineMinutes * minuteMs,
      (account.since.door ?? 0) + rules.doorOpenMinutes * minuteMs + 1,
      (config?.at ?? 0) + rules.configPendingMinutes * minuteMs + 1,
      (config?.stop?.at ?? 0) + rules.stopPendingMinutes * minuteMs + 1,
    ];
  }
}
