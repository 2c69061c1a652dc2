import type { MachineId } from '../../shared/contracts/ids.ts';
import { limits } from '../limits.ts';

/** How much a machine has stored: lines, their bytes, and new ledgers. */
export interface Stored {
  readonly lines: number;
  readonly bytes: number;
  readonly ledgers: number;
}

interface Used extends Stored {
  readonly since: number;
}

/** The sum of both. */
export const plus = (one: Stored, other: Stored): Stored => ({
  lines: one.lines + other.lines,
  bytes: one.bytes + other.bytes,
  ledgers: one.ledgers + other.ledgers,
});

const nothing: Stored = { lines: 0, bytes: 0, ledgers: 0 };

/**
 * What each machine has stored since its quota day began. A machine over its quota gets no receipts
 * until the day ends, so its kiosk keeps the lines and sends them again. Kept in memory: a restart
 * begins every day again.
 */
export class Quota {
  readonly #used = new Map<MachineId, Used>();

  #of(machine: MachineId, now: number): Used {
    const known = this.#used.get(machine);
    // If the clock was set back, a machine must still not be kept out for more than a day.
    if (known && now >= known.since && now - known.since < limits.quotaMs) return known;
    return { since: now, ...nothing };
  }

  /**
   * Whether nothing more of a machine may be stored now. `begins`: the batch starts a new ledger.
   * `pending`: what is about to be stored of the machine in the same group.
   */
  isOver(machine: MachineId, begins: boolean, pending: Stored | undefined, now: number): boolean {
    const { lines, bytes, ledgers } = plus(this.#of(machine, now), pending ?? nothing);
    return lines >= limits.quotaLines || bytes >= limits.quotaBytes || (begins && ledgers >= limits.quotaLedgers);
  }

  /** Adds what was stored. */
  note(machine: MachineId, stored: Stored, now: number): void {
    const used = this.#of(machine, now);
    this.#used.set(machine, { since: used.since, ...plus(used, stored) });
  }
}
