import type { Hello, Transaction } from './messages.ts';
import { ask, type Procedure } from './procedure.ts';
import { HELLO, TXN } from './questions.ts';

/** Who is there and its last transaction, seen together. */
export interface BoardReading {
  readonly hello: Hello;
  readonly last: Transaction;
  /** When HELLO was sent: all of it was true after. */
  readonly sinceMonoMs: number;
  readonly monoMs: number;
}

/** HELLO and TXN [LBP/1 owes 2]. A TXN that had to be repeated may be another board's: then who is there is asked again. */
export function* readBoard(question = HELLO): Procedure<BoardReading> {
  for (;;) {
    const hello = yield* ask(question);
    const last = yield* ask(TXN);
    if (!last.repeated)
      return { hello: hello.value, last: last.value, sinceMonoMs: hello.askedMonoMs, monoMs: last.monoMs };
  }
}
