import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { FillProgress, Ledgers } from '../ports/ledgers.ts';
import type { StoreStatus } from './store-status.ts';

/** What the filling needs. */
export interface FillingDependencies {
  readonly store: Pick<Ledgers, 'fill'>;
  readonly storeStatus: StoreStatus;
  readonly clock: Clock;
  readonly emit: (event: FleetEvent) => void;
}

/** Progress is reported this many times, and at the beginning and the end. */
const reports = 10;

/**
 * Fills in what lists read of lines that were folded before such rows existed, in small steps while
 * everything else goes on. A step that fails is repeated; after a restart it goes on where it was.
 */
export class Filling {
  readonly #deps: FillingDependencies;
  /** Null before the first step. */
  #progress: FillProgress | null = null;
  #working: Promise<void> | null = null;
  #stopped = false;

  constructor(deps: FillingDependencies) {
    this.#deps = deps;
  }

  /** What is left. Null if nothing is, or before the first step. */
  get progress(): FillProgress | null {
    return this.#progress?.left ? this.#progress : null;
  }

  /** Starts the loop unless it runs, has ended or was stopped. */
  work(): void {
    if (this.#working || this.#stopped || this.#progress?.left === 0) return;
    this.#working = this.#loop().finally(() => {
      this.#working = null;
    });
  }

  /** Resolves when nothing is left, or the store fails. */
  async idle(): Promise<void> {
    this.work();
    await this.#working;
  }

  /** Stops after the current step. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  async #loop(): Promise<void> {
    const { store, clock, storeStatus } = this.#deps;
    try {
      while (!this.#stopped) {
        const began = clock.now();
        this.#note(await store.fill(limits.fillLines));
        if (this.#progress?.left === 0) return;
        // Half of the time is left to kiosks and people.
        await clock.rest?.(clock.now() - began);
      }
    } catch (error) {
      storeStatus.failed(error);
    }
  }

  #note(progress: FillProgress): void {
    const part = ({ left, total }: FillProgress): number => Math.floor(((total - left) * reports) / total);
    const before = this.#progress;
    this.#progress = progress;
    if (progress.total === 0 || (before !== null && part(before) === part(progress))) return;
    this.#deps.emit({ kind: 'filling', ...progress });
  }
}
