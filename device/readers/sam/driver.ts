import type { CardFailure, ReaderDriver, ReaderEvent, ReaderLoss, ReaderOutput } from '../port.ts';
import { ReaderOutage } from '../reader-outage.ts';
import { readCardText } from './card-text.ts';
import { type Answer, AnswerReader, requestFrame } from './frame.ts';

/** What is asked, with how long its answer may take. Times are those of drivers in the field. */
const questions = {
  status: { frame: requestFrame(0x11, 0xff), waitMs: 1_000 },
  find: { frame: requestFrame(0x20, 0x01), waitMs: 1_000 },
  select: { frame: requestFrame(0x20, 0x02), waitMs: 1_000 },
  read: { frame: requestFrame(0x30, 0x01), waitMs: 3_000 },
} as const;

type Question = keyof typeof questions;

/** How often the reader looks for a card; less is advised against. */
const findEveryMs = 300;
/** A question without an answer is asked again this often before the reader counts as mute. */
const tries = 3;
/** How often a card that does not answer its selection is selected again. */
const selections = 2;

/** What the third status byte says. */
const done = 0x90;
const found = 0x9f;
const noCard = 0x80;
const notSelected = 0x81;
const misheard: readonly number[] = [0x10, 0x11];
const outOfOrder: readonly number[] = [0x60, 0x66];
const failures: Readonly<Record<number, CardFailure>> = {
  49: 'refused',
  50: 'refused',
  51: 'refused',
  65: 'lifted',
  [notSelected]: 'lifted',
};

/**
 * A reader for identity cards whose security module speaks the SAM protocol. It is asked and
 * answers, one question at a time. A card is read once for each laying-down, and only while armed.
 */
export function samReader(): ReaderDriver {
  return new SamReader();
}

class SamReader implements ReaderDriver {
  readonly name = 'sam';
  readonly #answers = new AnswerReader();
  readonly #outage = new ReaderOutage();
  #out: ReaderOutput[] = [];
  #isOpen = false;
  #armed = false;
  #question: Question | null = null;
  #tried = 0;
  #selected = 0;
  /** When the present question counts as unanswered, or the next one is due. */
  #dueMonoMs = Number.POSITIVE_INFINITY;
  /** A card lies there that was noticed: it has to be lifted before another one counts. */
  #present = false;

  get dropped(): number {
    return this.#answers.dropped;
  }

  get wakeMonoMs(): number | null {
    const first = Math.min(this.#dueMonoMs, this.#outage.reopenMonoMs ?? Number.POSITIVE_INFINITY);
    return first === Number.POSITIVE_INFINITY ? null : first;
  }

  arm(armed: boolean): void {
    this.#armed = armed;
  }

  opened(monoMs: number): void {
    this.#isOpen = true;
    this.#present = false;
    this.#outage.opened();
    this.#answers.reset();
    this.#ask('status', monoMs);
  }

  closed(reason: ReaderLoss, monoMs: number): void {
    this.#isOpen = false;
    this.#lose(reason, monoMs);
  }

  received(bytes: Uint8Array, monoMs: number): void {
    this.#answers.push(bytes, (answer) => this.#answered(answer, monoMs));
  }

  wake(monoMs: number): void {
    const { reopenMonoMs } = this.#outage;
    if (reopenMonoMs !== null && monoMs >= reopenMonoMs) {
      this.#outage.opened();
      this.#out.push({ kind: 'reopen', reason: this.#outage.reason });
    }
    if (monoMs < this.#dueMonoMs) return;
    this.#dueMonoMs = Number.POSITIVE_INFINITY;
    if (this.#question === null) this.#ask('find', monoMs);
    else this.#unanswered(this.#question, monoMs);
  }

  take(): ReaderOutput[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  #report(event: ReaderEvent): void {
    this.#out.push({ kind: 'event', event });
  }

  #ask(question: Question, monoMs: number, tried = 1): void {
    const { frame, waitMs } = questions[question];
    this.#question = question;
    this.#tried = tried;
    this.#dueMonoMs = monoMs + waitMs;
    this.#out.push({ kind: 'line', bytes: frame.slice() });
  }

  /** Looks for a card again in a while. */
  #rest(monoMs: number): void {
    this.#question = null;
    this.#dueMonoMs = monoMs + findEveryMs;
  }

  #lose(reason: ReaderLoss, monoMs: number): void {
    if (this.#question === 'select' || this.#question === 'read') this.#fail('lifted');
    this.#question = null;
    this.#dueMonoMs = Number.POSITIVE_INFINITY;
    this.#answers.reset();
    if (this.#outage.begins(reason, monoMs)) this.#report({ kind: 'lost', reason });
  }

  #fail(failure: CardFailure): void {
    this.#report({ kind: 'card-failed', failure });
  }

  /** Nothing came in time: half an answer is dropped, and what can be asked again is. */
  #unanswered(question: Question, monoMs: number): void {
    this.#answers.reset();
    if (question === 'status' || question === 'find') {
      if (this.#tried < tries) this.#ask(question, monoMs, this.#tried + 1);
      else this.#lose('mute', monoMs);
      return;
    }
    this.#fail('lifted');
    this.#rest(monoMs);
  }

  #answered({ status: [, , status], data }: Answer, monoMs: number): void {
    const question = this.#question;
    // An answer that nobody waits for is late: what it answers was given up.
    if (question === null || !this.#isOpen) return;
    if (misheard.includes(status) && this.#tried < tries) return this.#ask(question, monoMs, this.#tried + 1);
    if (outOfOrder.includes(status)) return this.#lose('out-of-order', monoMs);
    switch (question) {
      case 'status':
        return status === done ? this.#ready(monoMs) : this.#lose('out-of-order', monoMs);
      case 'find':
        return this.#looked(status === found, monoMs);
      case 'select':
        return this.#selectedCard(status, monoMs);
      case 'read':
        return this.#read(status, data, monoMs);
    }
  }

  #ready(monoMs: number): void {
    this.#outage.over();
    this.#report({ kind: 'ready' });
    this.#rest(monoMs);
  }

  #looked(isThere: boolean, monoMs: number): void {
    const isNew = isThere && !this.#present;
    this.#present = isThere;
    if (!isNew) return this.#rest(monoMs);
    this.#report({ kind: 'card-laid' });
    if (!this.#armed) return this.#rest(monoMs);
    this.#selected = 1;
    this.#ask('select', monoMs);
  }

  #selectedCard(status: number, monoMs: number): void {
    if (status === done) return this.#ask('read', monoMs);
    if (status === notSelected && this.#selected < selections) {
      this.#selected += 1;
      return this.#ask('select', monoMs);
    }
    this.#fail(status === noCard ? 'lifted' : (failures[status] ?? 'unreadable'));
    this.#rest(monoMs);
  }

  #read(status: number, data: Uint8Array, monoMs: number): void {
    const text = status === done ? textIn(data) : null;
    const card = text === null ? null : readCardText(text);
    if (card !== null) this.#report({ kind: 'card', card });
    else this.#fail(status === done ? 'unreadable' : (failures[status] ?? 'unreadable'));
    this.#rest(monoMs);
  }
}

/**
 * The text in the answer to a reading: two or three lengths come first, as the answer's size shows.
 * Null if they do not fit.
 */
function textIn(data: Uint8Array): Uint8Array | null {
  const length = (at: number): number => ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0);
  const [text, photo, finger] = [length(0), length(2), length(4)];
  if (data.length === 4 + text + photo) return data.subarray(4, 4 + text);
  return data.length === 6 + text + photo + finger ? data.subarray(6, 6 + text) : null;
}
