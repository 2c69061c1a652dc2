import { command } from './frame.ts';
import type { Vmc3Link } from './link.ts';
import type { Vmc3Settings } from './settings.ts';

interface LateStatus {
  readonly atMs: number;
  readonly text: readonly number[];
}

/**
 * Sends the statuses of dispenses (0x04): at once, late, or not at all, depending on the settings.
 */
export class DispenseStatuses {
  readonly #link: Vmc3Link;
  readonly #settings: Vmc3Settings;
  #late: LateStatus[] = [];

  constructor(link: Vmc3Link, settings: Vmc3Settings) {
    this.#link = link;
    this.#settings = settings;
  }

  /** When the next late status is due; Infinity: none is waiting. */
  get wakeAtMs(): number {
    return this.#late[0]?.atMs ?? Infinity;
  }

  send(text: readonly number[]): void {
    if (this.#settings.loseStatuses > 0) this.#settings.loseStatuses -= 1;
    else this.#link.enqueue(command.dispense, text);
  }

  /** Sends a final status, or delays it if the settings say so. */
  sendFinal(text: readonly number[], nowMs: number): void {
    const lateMs = this.#settings.statusLateMs;
    if (lateMs === 0) {
      this.send(text);
      return;
    }
    this.#late.push({ atMs: nowMs + lateMs, text });
    this.#late.sort((one, other) => one.atMs - other.atMs);
  }

  /** Sends the late status that is due. */
  sendLate(): void {
    this.send(this.#late.shift()?.text ?? []);
  }

  /** The power is off, and what was still to be sent is lost. */
  clear(): void {
    this.#late = [];
  }
}
