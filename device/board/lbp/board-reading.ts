import type { Hello, Transaction } from './messages.ts';
import { ask, type Procedure } from './procedure.ts';
import { HELLO, TXN } from './questions.ts';

/** Which board answers, and its last transaction, read together. */
export interface BoardReading {
  readonly hello: Hello;
  readonly last: Transaction;
  /** When HELLO was sent: the whole reading is later than this. */
  readonly sinceMonoMs: number;
  readonly monoMs: number;
}

/**
 * Reads HELLO and TXN [LBP/1 owes 2]. If TXN had to be repeated, its answer may be another board's,
 * so HELLO is asked again.
 */
export function* readBoard(question = HELLO): Procedure<BoardReading> {
  for (;;) {
    const hello = yield* ask(question);
    const last = yield* ask(TXN);
    if (!last.repeated)
      return { hello: hello.value, last: last.value, sinceMonoMs: hello.askedMonoMs, monoMs: last.monoMs };
  }
}
