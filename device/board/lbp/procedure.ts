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

/** What came of a step; an event's `message` is null where the time ran out. */
export type Happened =
  | Ok
  | Failed
  | { readonly kind: 'event'; readonly message: Message | null; readonly monoMs: number };

/**
 * One thing done with the board, from begin to end: it yields what it waits for. A procedure that the board's loss or
 * restart interrupts is dropped, so each must leave nothing half said.
 */
export type Procedure<R> = Generator<Step, R, Happened>;

/** An answer whose arguments were read as a value. */
export type Answered<A> = Omit<Ok, 'args'> & { readonly value: A };

const isTold = <F extends Failure>(happened: Happened, tells: readonly F[]): happened is Extract<Failed, { kind: F }> =>
  tells.some((failure) => failure === happened.kind);

/** Ask, and get the answer or one of the failures that the question tells. */
export function* ask<A, F extends Failure>(
  question: Question<A, F>,
): Procedure<Answered<A> | Extract<Failed, { kind: F }>> {
  const happened = yield { kind: 'answer', question };
  if (isTold(happened, question.tells)) return happened;
  if (happened.kind !== 'ok') throw new Error(`${question.body} was told ${happened.kind}`);
  const value = question.read(happened.args);
  if (value === null) throw new Error(`${question.body} was given another's answer`);
  const { askedMonoMs, repeated, monoMs } = happened;
  return { kind: 'ok', value, askedMonoMs, repeated, monoMs };
}

/** Wait for an event; null when it didn't come up to that time. */
export function* awaitEvent(
  of: (message: Message) => boolean,
  untilMonoMs: number,
): Procedure<{ readonly message: Message | null; readonly monoMs: number }> {
  const happened = yield { kind: 'event', of, untilMonoMs };
  if (happened.kind !== 'event') throw new Error(`an event was awaited, not ${happened.kind}`);
  return happened;
}
