import { encodeLine } from './codec.ts';
import { LAST_ID, SILENCE_MS } from './limits.ts';
import type { Message } from './messages.ts';
import type { Happened } from './procedure.ts';
import type { Question } from './questions.ts';

/**
 * At most one request under way: its id, its repetitions, and the one answer that belongs to it.
 */
export class Exchange {
  #nextId: number;
  #asked: {
    question: Question<unknown>;
    id: number;
    line: Uint8Array;
    askedMonoMs: number;
    sent: number;
    dueMonoMs: number;
  } | null = null;

  /**
   * `firstId`: the first id. Each process takes another, so that an answer to an earlier one can't
   * be taken for ours.
   */
  constructor(firstId: number) {
    this.#nextId = (firstId % LAST_ID) + 1;
  }

  get dueMonoMs(): number | null {
    return this.#asked?.dueMonoMs ?? null;
  }

  /** The line that asks. */
  begin(question: Question<unknown>, monoMs: number): Uint8Array {
    const id = this.#nextId;
    this.#nextId = (id % LAST_ID) + 1;
    const line = encodeLine(`${id} ${question.body}`);
    this.#asked = { question, id, line, askedMonoMs: monoMs, sent: 1, dueMonoMs: monoMs + SILENCE_MS };
    return line;
  }

  drop(): void {
    this.#asked = null;
  }

  /**
   * The end of the exchange if this message is its answer. A late, foreign or repeated message is
   * not its answer.
   */
  hear(message: Message, monoMs: number): { question: Question<unknown>; happened: Happened } | null {
    const asked = this.#asked;
    if (asked === null || (message.is !== 'ok' && message.is !== 'err') || message.id !== asked.id) return null;
    if (message.is === 'ok' && asked.question.read(message.args) === null) return null;
    this.#asked = null;
    const { question, askedMonoMs } = asked;
    if (message.is === 'err') return { question, happened: { kind: 'err', code: message.code, monoMs } };
    return { question, happened: { kind: 'ok', args: message.args, askedMonoMs, repeated: asked.sent > 1, monoMs } };
  }

  /** Called after a silence: repeats the same line, or ends the exchange. */
  wake(monoMs: number): { again: Uint8Array } | { question: Question<unknown>; happened: Happened } | null {
    const asked = this.#asked;
    if (asked === null || monoMs < asked.dueMonoMs) return null;
    if (asked.sent < asked.question.tries) {
      asked.sent += 1;
      asked.dueMonoMs = monoMs + SILENCE_MS;
      return { again: asked.line };
    }
    this.#asked = null;
    return { question: asked.question, happened: { kind: 'silence', monoMs } };
  }
}
