import type { Message } from './messages.ts';
import type { Failure, Question } from './questions.ts';

/** What a procedure waits for: an answer, or an event of the board up to a time. */
export type Step =
  | { readonly kind: 'answer'; readonly question: Question<unknown> }
  | { readonly kind: 'event'; of(message: Message): boolean; readonly untilMonoMs: number };

interface Ok {
  readonly kind: 'ok';
  readonly args: readonly string[];
  /** When the line was first sent: the answer may be to that one. */
  readonly askedMonoMs: number;
  /** Whether the line was sent more than once. */
  readonly repeated: boolean;
  readonly monoMs: number;
}

type Failed =
  | { readonly kind: 'err'; readonly code: string; readonly monoMs: number }
  | { readonly kind: 'silence'; readonly monoMs: number };

/** How a step ended. An event's `message` is null if the time ran out. */
export type Happened =
  | Ok
  | Failed
  | { readonly kind: 'event'; readonly message: Message | null; readonly monoMs: number };

/**
 * One procedure with the board, from begin to end: it yields what it waits for. If the board is
 * lost or restarts, its procedure is dropped, so each must be safe to stop at any step.
 */
export type Procedure<R> = Generator<Step, R, Happened>;

/** An answer whose arguments were read as a value. */
export type Answered<A> = Omit<Ok, 'args'> & { readonly value: A };

const isReported = <F extends Failure>(
  happened: Happened,
  reports: readonly F[],
): happened is Extract<Failed, { kind: F }> => reports.some((failure) => failure === happened.kind);

/** Asks, and returns the answer or one of the failures that the question reports. */
export function* ask<A, F extends Failure>(
  question: Question<A, F>,
): Procedure<Answered<A> | Extract<Failed, { kind: F }>> {
  const happened = yield { kind: 'answer', question };
  if (isReported(happened, question.reports)) return happened;
  if (happened.kind !== 'ok') throw new Error(`${question.body} got ${happened.kind} instead of an answer`);
  const value = question.read(happened.args);
  if (value === null) throw new Error(`${question.body} got the answer to another question`);
  const { askedMonoMs, repeated, monoMs } = happened;
  return { kind: 'ok', value, askedMonoMs, repeated, monoMs };
}

/** Waits for an event; null if it didn't come in time. */
export function* awaitEvent(
  of: (message: Message) => boolean,
  untilMonoMs: number,
): Procedure<{ readonly message: Message | null; readonly monoMs: number }> {
  const happened = yield { kind: 'event', of, untilMonoMs };
  if (happened.kind !== 'event') throw new Error(`an event was awaited, not ${happened.kind}`);
  return happened;
}
