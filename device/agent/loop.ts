import type { Act } from '../core/act.ts';
import { decide } from '../core/decide.ts';
import type { Input, Now } from '../core/input.ts';
import type { AgentParts } from './agent.ts';
import { commit, nowOf, type Recorded } from './commit.ts';
import type { DiskRetry } from './disk-retry.ts';
import { decideFailure } from './not-recorded.ts';
import type { AgentState } from './state.ts';

/**
 * More decisions in a row than this without an input are a broken invariant of the core, not work.
 * Inputs from outside are not counted.
 */
const maxFollowUps = 1_000;

export interface LoopCalls {
  /** Performs one act of a decision whose record is durable. */
  perform(act: Act, now: Now): void;
  /** Called when all inputs are handled and nothing follows by itself. */
  rested(): void;
}

/** The queue of inputs, and for each one: decide, record, act, in that order. */
export class Loop {
  readonly #parts: AgentParts;
  readonly #state: AgentState;
  readonly #disk: DiskRetry;
  readonly #calls: LoopCalls;
  readonly #queue: Input[] = [];
  /** Whether `work` is under way. */
  running = false;
  /** Set for good by the caller that stops the kiosk: nothing more is decided. */
  stopped = false;

  constructor(parts: AgentParts, state: AgentState, disk: DiskRetry, calls: LoopCalls) {
    this.#parts = parts;
    this.#state = state;
    this.#disk = disk;
    this.#calls = calls;
  }

  get hasInput(): boolean {
    return this.#queue.length > 0;
  }

  /** Appends an input to the queue. */
  add(input: Input): void {
    this.#queue.push(input);
  }

  /** Puts the result of an act at the front of the queue. */
  addFirst(input: Input): void {
    this.#queue.unshift(input);
  }

  /**
   * Empties the queue and does all that follows. Inputs that arrive meanwhile wait in the queue.
   */
  work(): void {
    if (this.running || this.stopped) return;
    this.running = true;
    try {
      const retried = this.#disk.retry(this.#state.runtime.disk);
      if (retried === 'works') this.#diskWorks();
      else this.#queue.unshift(...retried);
      for (let followUps = 0; !this.stopped; ) {
        const next = this.#queue.shift();
        if (next) this.#step(next);
        else if (++followUps > maxFollowUps) throw new Error('the core does not come to rest');
        else if (!this.#step({ kind: 'wake' }) && this.#queue.length === 0) break;
      }
    } finally {
      this.running = false;
    }
    this.#calls.rested();
  }

  /**
   * Reads or writes the disk for an act. A ledger that cannot be read is as bad as one that cannot
   * be written.
   */
  onDisk(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.#onFailure({ kind: 'wake' }, thrown);
    }
  }

  /** One input: decide, record, act. True if something followed. */
  #step(input: Input): boolean {
    const { facts, runtime } = this.#state;
    const now = nowOf(this.#parts.clock);
    this.#disk.supersede(input);
    const decision = decide(facts, runtime, input, now);
    let recorded: Recorded;
    try {
      recorded = commit(this.#parts, this.#state, decision, now);
    } catch (thrown) {
      this.#onFailure(input, thrown);
      return true;
    }
    if (decision.record.length > 0 && runtime.disk !== null) this.#diskWorks();
    this.#apply(recorded, now);
    return decision.runtime !== runtime || decision.record.length > 0 || decision.act.length > 0;
  }

  #apply({ runtime, act }: Recorded, now: Now): void {
    this.#state.runtime = runtime;
    for (const each of act) this.#calls.perform(each, now);
  }

  /** Nothing of the decision was recorded, so nothing of it is done. */
  #onFailure(input: Input, thrown: unknown): void {
    const now = nowOf(this.#parts.clock);
    const decision = decideFailure(this.#parts, this.#state, this.#disk, { input, thrown, now });
    this.#apply(commit(this.#parts, this.#state, decision, now), now);
  }

  /** Writing works again. What waited for it comes first. */
  #diskWorks(): void {
    this.#parts.observer.log('info', 'the disk works again · 存储卡已恢复写入', { waiting: this.#disk.waiting });
    this.#queue.unshift({ kind: 'disk-ok' }, ...this.#disk.takeKept());
  }
}
