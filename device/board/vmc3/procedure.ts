import type { Command } from './bodies.ts';
import type { Frame } from './frame.ts';
import { ANSWER_MS } from './limits.ts';

/**
 * What a procedure waits for: that the board has a command, or that it answers it with a certain
 * frame.
 */
export interface Step {
  readonly command: Command;
  /** Recognizes the frame that answers; null if only the board's receipt is expected. */
  readonly answer: ((frame: Frame) => boolean) | null;
  readonly withinMs: number;
}

/** How a step ended: the command arrived, the answer came, or neither did in time. */
export type Happened =
  | { readonly kind: 'received' }
  | { readonly kind: 'answer'; readonly frame: Frame }
  | { readonly kind: 'silence' };

/**
 * One procedure with the board, from begin to end. If the board is lost or restarts, it is dropped.
 */
export type Procedure<R> = Generator<Step, R, Happened>;

/** Gives a command. Returns whether the board has it. */
export function* tell(command: Command): Procedure<boolean> {
  const happened = yield { command, answer: null, withinMs: ANSWER_MS };
  return happened.kind !== 'silence';
}

/** Gives a command and reads its answer; null if none came. */
export function* ask<A>(command: Command, read: (frame: Frame) => A | null): Procedure<A | null> {
  const answer = (frame: Frame): boolean => read(frame) !== null;
  const happened = yield { command, answer, withinMs: ANSWER_MS };
  return happened.kind === 'answer' ? read(happened.frame) : null;
}
