import type { DiskCode, Input } from '../core/input.ts';
import { keptAs } from '../core/write-failure.ts';
import { type Clock, DiskFailure, type LedgerStore } from '../ports.ts';

/** While the disk cannot be written: how often a write is tried again, in ms. */
const diskRetryMs = 5_000;

/** Inputs whose lines could not be written yet, and when writing is tried again. */
export class DiskRetry {
  readonly #store: LedgerStore;
  readonly #clock: Clock;
  /**
   * Inputs by the name that they are kept under. A later input replaces an earlier one of the same
   * name.
   */
  readonly #kept = new Map<string, Input>();
  #triedMonoMs = 0;

  constructor(store: LedgerStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  get waiting(): number {
    return this.#kept.size;
  }

  /**
   * When writing is to be tried again, in monotonic ms; infinite while the disk works (`disk`
   * null).
   */
  dueMonoMs(disk: DiskCode | null): number {
    return disk === null ? Number.POSITIVE_INFINITY : this.#triedMonoMs + diskRetryMs;
  }

  /**
   * This input is being decided now, so an earlier one that was kept under the same name is
   * dropped.
   */
  supersede(input: Input): void {
    const name = keptAs(input);
    if (name !== null) this.#kept.delete(name);
  }

  /** The lines of `input` could not be written just now. It is kept if its kind is kept. */
  failed(input: Input): void {
    const name = keptAs(input);
    if (name !== null) this.#kept.set(name, input);
    this.#triedMonoMs = this.#clock.monoMs();
  }

  /** Removes and returns all kept inputs, in their order. */
  takeKept(): Input[] {
    const inputs = [...this.#kept.values()];
    this.#kept.clear();
    return inputs;
  }

  /**
   * Tries to write again if it is due. Handling the kept inputs is the attempt: they are returned,
   * to be handled first. If there are none, the position is written again; `works` if that
   * succeeded. Empty if nothing is due or the disk still fails.
   */
  retry(disk: DiskCode | null): readonly Input[] | 'works' {
    if (this.#clock.monoMs() < this.dueMonoMs(disk)) return [];
    this.#triedMonoMs = this.#clock.monoMs();
    if (this.#kept.size > 0) return this.takeKept();
    const store = this.#store;
    try {
      store.keepPosition(store.position ?? { ledger: store.ledger, through: 0, timeMs: 0 });
      return 'works';
    } catch (failure) {
      if (failure instanceof DiskFailure) return [];
      throw failure;
    }
  }
}
