import type { Command } from './bodies.ts';
import type { Frame } from './frame.ts';
import { ANSWER_MS } from './limits.ts';

/** What a procedure waits for: that the board has a command, or that it answers it with a certain frame. */
export interface Step {
  readonly command: Command;
  /** The frame that answers; null where the board's receipt is all that comes. */
  readonly answer: ((frame: Frame) => boolean) | null;
  readonly withinMs: number;
}

/** What a procedure waited for: its command arrived, its answer came, or neither did in time. */
export type Happened =
  | { readonly kind: 'received' }
  | { readonly kind: 'answer'; readonly frame: Frame }
  | { readonly kind: 'silence' };

/** One thing done with the board, from begin to end. One that the board's loss or restart interrupts is dropped. */
export type Procedure<R> = Generator<Step, R, Happened>;

/** Give a command; whether the board has it. */
export function* tell(command: Command): Procedure<boolean> {
  const happened = yield { command, answer: null, withinMs: ANSWER_MS };
  return happened.kind !== 'silence';
}

/** Give a command and read its answer; null where none came. */
export function* ask<A>(command: Command, read: (frame: Frame) => A | null): Procedure<A | null> {
  const answer = (frame: Frame): boolean => read(frame) !== null;
  const happened = yield { command, answer, withinMs: ANSWER_MS };
  return happened.kind === 'answer' ? read(happened.frame) : null;
}
