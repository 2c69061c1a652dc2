import { encodeLine } from './codec.ts';
import { LAST_ID, SILENCE_MS } from './limits.ts';
import type { Message } from './messages.ts';
import type { Happened } from './procedure.ts';
import type { Question } from './questions.ts';

/** One request in the air, at most: its id, its repetitions, and the one answer that is its own. */
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

  /** `firstId`: where the ids begin; each process another, so that an answer to an earlier one can't pass for ours. */
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

  /** The end of the exchange if this message is its answer; anything late, foreign or doubled is none. */
  hear(message: Message, monoMs: number): { question: Question<unknown>; happened: Happened } | null {
    const asked = this.#asked;
    if (asked === null || (message.is !== 'ok' && message.is !== 'err') || message.id !== asked.id) return null;
    if (message.is === 'ok' && asked.question.read(message.args) === null) return null;
    this.#asked = null;
    const { question, askedMonoMs } = asked;
    if (message.is === 'err') return { question, happened: { kind: 'err', code: message.code, monoMs } };
    return { question, happened: { kind: 'ok', args: message.args, askedMonoMs, repeated: asked.sent > 1, monoMs } };
  }

  /** At silence: the same line once more, or the end of the exchange. */
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
