import type { MachineId } from '../../shared/contracts/ids.ts';
import { limits } from './limits.ts';

interface Used {
  readonly since: number;
  lines: number;
  bytes: number;
  ledgers: number;
}

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
    const used = { since: now, lines: 0, bytes: 0, ledgers: 0 };
    this.#used.set(machine, used);
    return used;
  }

  /** Whether no more of a machine is stored now; `begins`: a ledger that is not held yet. */
  isOver(machine: MachineId, begins: boolean, now: number): boolean {
    const { lines, bytes, ledgers } = this.#of(machine, now);
    return lines >= limits.quotaLines || bytes >= limits.quotaBytes || (begins && ledgers >= limits.quotaLedgers);
  }

  /** Notes what was stored. */
  note(
    machine: MachineId,
    stored: { readonly lines: number; readonly bytes: number; readonly begins: boolean },
    now: number,
  ): void {
    const used = this.#of(machine, now);
    used.lines += stored.lines;
    used.bytes += stored.bytes;
    if (stored.begins) used.ledgers += 1;
  }
}
