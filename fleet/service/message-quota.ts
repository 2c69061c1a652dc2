import type { MachineId } from '../../shared/contracts/ids.ts';
import { limits } from '../limits.ts';

/**
 * How many messages each machine has sent since its quota day began, of any kind. Kept in memory: a
 * restart begins every day again.
 */
export class MessageQuota {
  readonly #sent = new Map<MachineId, { since: number; messages: number }>();

  /** Counts a message. Returns false if its machine has used up its day. */
  passes(machine: MachineId, now: number): boolean {
    const known = this.#sent.get(machine);
    // If the clock was set back, a machine must still not be kept out for more than a day.
    if (!known || now < known.since || now - known.since >= limits.quotaMs) {
      this.#sent.set(machine, { since: now, messages: 1 });
      return true;
    }
    known.messages += 1;
    return known.messages <= limits.quotaMessages;
  }
}
