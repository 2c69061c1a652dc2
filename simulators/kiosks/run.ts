import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { SimulatedKiosk } from './kiosk.ts';

/** Real time for virtual events before the network gets its turn. */
const sliceMs = 8;
/**
 * How long the network may owe an answer in virtual time before time waits for it, and how long it
 * waits in real time.
 */
const patienceVirtualMs = 10_000;
const patienceRealMs = 5_000;
/** The most virtual time in one slice. */
const longestStepMs = 2_000;

/** What the network owes each kiosk, the oldest first. */
export class Debts {
  readonly #since = new Map<SimulatedKiosk, { readonly virtualMs: number; readonly realMs: number }>();
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  note(kiosk: SimulatedKiosk, owed: boolean): void {
    if (!owed) this.#since.delete(kiosk);
    else if (!this.#since.has(kiosk))
      this.#since.set(kiosk, { virtualMs: this.#clock.nowMs, realMs: performance.now() });
  }

  /** The age of the oldest debt in real ms. */
  get oldestMs(): number {
    const [oldest] = this.#since.values();
    return oldest ? performance.now() - oldest.realMs : 0;
  }

  get count(): number {
    return this.#since.size;
  }

  /**
   * Whether time should wait for the network: at a high speed, real seconds are hours to a kiosk.
   */
  get due(): boolean {
    const [oldest] = this.#since.values();
    if (!oldest) return false;
    const late = this.#clock.nowMs - oldest.virtualMs > patienceVirtualMs;
    return late && performance.now() - oldest.realMs < patienceRealMs;
  }
}

/** How virtual time passes, and what it waits for. */
export interface Ride {
  readonly clock: VirtualClock;
  readonly debts: Debts;
  /** Virtual ms per real ms; Infinity: as fast as possible. */
  readonly speed: number;
  readonly untilMs: number;
  readonly signal: AbortSignal;
}

/**
 * Lets virtual time pass at a speed, or slower if the computer or the network can't keep up, which
 * has no effect in virtual time. Ends at `untilMs`, or with the signal.
 */
export async function ride({ clock, debts, speed, untilMs, signal }: Ride): Promise<void> {
  let seenMs = performance.now();
  while (clock.nowMs < untilMs && !signal.aborted) {
    const nowMs = performance.now();
    const goneMs = nowMs - seenMs;
    seenMs = nowMs;
    if (speed > 1 && debts.due) {
      await pause(2);
      continue;
    }
    const stepMs = Math.min(longestStepMs, speed === Infinity ? longestStepMs : goneMs * speed);
    const slice = nowMs + sliceMs;
    clock.runUntil(Math.min(untilMs, clock.nowMs + stepMs), () => performance.now() > slice);
    if (speed > 50) await breathe();
    else await pause(5);
  }
}
