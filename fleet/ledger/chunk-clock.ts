import type { readLine } from '../../shared/contracts/events.ts';
import type { LedgerId } from '../../shared/contracts/ids.ts';
import type { LocalDay, Zone } from '../../shared/rules/calendar.ts';
import type { Chunk } from './chunk.ts';
import { continueLedger, type LineTime, type MachineClocks, switchedTo, timestampLine } from './timestamping.ts';

/** What the timestamps of lines depend on besides the lines and the machine's clocks. */
export interface TimestampRules {
  readonly zone: Zone;
  /** How far a kiosk's clock may be off before its time is replaced, in ms. */
  readonly clockToleranceMs: number;
}

/**
 * Gives the lines of one chunk their timestamps, one after the other. It needs nothing of the
 * books, so that lines that are kept out of the books get the same timestamps as others.
 */
export class ChunkClock {
  readonly #before: MachineClocks;
  readonly #chunk: Chunk;
  readonly #rules: TimestampRules;
  #clocks: MachineClocks;

  constructor(before: MachineClocks, chunk: Chunk, rules: TimestampRules) {
    this.#before = before;
    this.#chunk = chunk;
    this.#rules = rules;
    this.#clocks = switchedTo(before, chunk.ledger);
  }

  /**
   * The timestamp of the chunk's next line, which has this index. It is the one from the first time
   * if there is one, so that the day of a line never changes.
   */
  timestamp(index: number, line: ReturnType<typeof readLine>): LineTime & { readonly day: LocalDay } {
    const { ledger, first, received, timestamps } = this.#chunk;
    const { zone, clockToleranceMs } = this.#rules;
    const known = timestamps?.[index];
    const dayOf = (at: number): LocalDay => known?.day ?? zone.dayOf(at);
    if (line.kind === 'unreadable') {
      const at = known?.at ?? this.#clocks.last?.at ?? received;
      return { at, corrected: true, day: dayOf(at) };
    }
    if (line.kind === 'known') this.#continue(first + index, line.event);
    const { run, up } = line.event;
    const { at, corrected } = known ?? timestampLine(this.#clocks, ledger, line.event, received, clockToleranceMs);
    // Written field by field: spreading makes folding a line a third slower.
    const { runs, others, through } = this.#clocks;
    this.#clocks = { runs, ledger, last: { run, up, at }, others, through };
    return { at, corrected, day: dayOf(at) };
  }

  #continue(seq: number, event: { readonly kind: string; readonly ledgerBefore?: LedgerId | null }): void {
    if (event.kind !== 'booted' || seq > 1 || !event.ledgerBefore) return;
    this.#clocks = continueLedger(this.#clocks, event.ledgerBefore);
  }

  /**
   * The machine's clocks after the chunk: those before it, if its lines had their timestamps
   * already.
   */
  after(): MachineClocks {
    const { number } = this.#chunk;
    return number > this.#before.through ? { ...this.#clocks, through: number } : this.#before;
  }
}
