import { REPORTS_MS } from './limits.ts';

/**
 * When the answer to a question is late. The board leads, so it can answer only after it has sent a
 * POLL: until it lets us speak, the deadline moves along with what it sends, for as long as it may
 * go on with its own reports.
 */
export class AnswerDeadline {
  #dueMonoMs = 0;
  #movesUntilMonoMs = 0;

  /** The monotonic time at which the answer is late. */
  get dueMonoMs(): number {
    return this.#dueMonoMs;
  }

  /** A question begins to wait to be sent. `withinMs`: how long its answer may take. */
  begin(withinMs: number, nowMonoMs: number): void {
    this.#dueMonoMs = nowMonoMs + withinMs;
    this.#movesUntilMonoMs = nowMonoMs + REPORTS_MS;
  }

  /** The board sent something while the question could not be sent. */
  move(withinMs: number, nowMonoMs: number): void {
    this.#dueMonoMs = Math.max(this.#dueMonoMs, Math.min(this.#movesUntilMonoMs, nowMonoMs + withinMs));
  }
}
