import type { MachineId } from '../../shared/contracts/ids.ts';
import { limits } from '../limits.ts';

/** What a machine has stored: lines, their bytes, and ledgers that began. */
export interface Stored {
  readonly lines: number;
  readonly bytes: number;
  readonly ledgers: number;
}

interface Used extends Stored {
  readonly since: number;
}

/** Both together. */
export const plus = (one: Stored, other: Stored): Stored => ({
  lines: one.lines + other.lines,
  bytes: one.bytes + other.bytes,
  ledgers: one.ledgers + other.ledgers,
});

const nothing: Stored = { lines: 0, bytes: 0, ledgers: 0 };

/**
 * What each machine has had stored since its day began. A machine that is over its quota gets no receipts for more until its day is over: its kiosk
 * keeps the lines and sends them again. Kept in memory: a restart begins all days anew.
 */
export class Quota {
  readonly #used = new Map<MachineId, Used>();

  #of(machine: MachineId, now: number): Used {
    const known = this.#used.get(machine);
    // A clock that was turned back must keep nobody out for longer than a day.
    if (known && now >= known.since && now - known.since < limits.quotaMs) return known;
    return { since: now, ...nothing };
  }

  /** Whether no more of a machine is stored now; `begins`: a ledger that is not held yet; `ahead`: what of it is about to be stored. */
  isOver(machine: MachineId, begins: boolean, ahead: Stored | undefined, now: number): boolean {
    const { lines, bytes, ledgers } = plus(this.#of(machine, now), ahead ?? nothing);
    return lines >= limits.quotaLines || bytes >= limits.quotaBytes || (begins && ledgers >= limits.quotaLedgers);
  }

  /** Notes what was stored. */
  note(machine: MachineId, stored: Stored, now: number): void {
    const used = this.#of(machine, now);
    this.#used.set(machine, { since: used.since, ...plus(used, stored) });
  }
}
