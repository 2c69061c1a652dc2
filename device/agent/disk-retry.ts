import type { DiskCode, Input } from '../core/input.ts';
import { keptAs } from '../core/write-failure.ts';
import { type Clock, DiskFailure, type LedgerStore } from '../ports.ts';

/** While the disk cannot be written: how often writing is tried again, in ms. */
const diskRetryMs = 5_000;

/** Inputs whose lines could not be written yet, and when writing is tried again. */
export class DiskRetry {
  readonly #store: LedgerStore;
  readonly #clock: Clock;
  /** By the name that an input is kept under: a later one of the same name takes its place. */
  readonly #kept = new Map<string, Input>();
  #triedMonoMs = 0;

  constructor(store: LedgerStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  get waiting(): number {
    return this.#kept.size;
  }

  /** When writing is to be tried again, in monotonic ms; infinite while the disk works (`disk` null). */
  dueMonoMs(disk: DiskCode | null): number {
    return disk === null ? Number.POSITIVE_INFINITY : this.#triedMonoMs + diskRetryMs;
  }

  /** This input is being decided now: one of the same name that was kept is void. */
  supersede(input: Input): void {
    const name = keptAs(input);
    if (name !== null) this.#kept.delete(name);
  }

  /** The lines of `input` could not be written just now; it is kept if it is of a kind that is kept. */
  failed(input: Input): void {
    const name = keptAs(input);
    if (name !== null) this.#kept.set(name, input);
    this.#triedMonoMs = this.#clock.monoMs();
  }

  /** Takes out all that was kept, in its order. */
  takeKept(): Input[] {
    const inputs = [...this.#kept.values()];
    this.#kept.clear();
    return inputs;
  }

  /**
   * Tries to write again if it is due. Inputs that were kept are the try: they are returned, to be handled first. If there are none, the
   * position is written again; `works` if that went well. Empty if nothing is due or the disk still fails.
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
