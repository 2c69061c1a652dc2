import { RecallSums } from '../lists/recall-sums.ts';
import type { Clock } from '../ports/clock.ts';
import type { Machines } from '../state/machine-state.ts';
import type { RecallService } from './recalls.ts';

/** What the progress of recalls needs. */
export interface RecallProgressDependencies {
  readonly clock: Clock;
  readonly machines: Machines;
  readonly recalls: Pick<RecallService, 'all'>;
}

/**
 * Keeps the sums of all recalls. Many machines are taken in slice by slice, so that nothing else
 * waits for more than one slice.
 */
export class RecallProgress {
  readonly #deps: RecallProgressDependencies;
  readonly #sums = new RecallSums();
  #working: Promise<void> | null = null;
  #stopped = false;

  constructor(deps: RecallProgressDependencies) {
    this.#deps = deps;
  }

  /** Takes in what changed, so that the next question need not wait. */
  work(): void {
    // A failure shows when somebody asks.
    this.#catchUp().catch(() => {});
  }

  /** The sums of all recalls as of now. */
  async sums(): Promise<RecallSums> {
    while (!this.#takeIn().next().done && !this.#stopped) await this.#catchUp();
    return this.#sums;
  }

  /** Stops after the current slice. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  #takeIn(): Generator<undefined, void> {
    return this.#sums.refreshing(this.#deps.machines.values(), this.#deps.recalls.all());
  }

  /** Takes everything in once. A call meanwhile joins it. */
  #catchUp(): Promise<void> {
    this.#working ??= this.#inSlices().finally(() => {
      this.#working = null;
    });
    return this.#working;
  }

  async #inSlices(): Promise<void> {
    const slices = this.#takeIn();
    while (!this.#stopped && !slices.next().done) await this.#deps.clock.rest?.(0);
  }
}
