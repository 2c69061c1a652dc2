import type { CommandResult } from '../../shared/contracts/commands.ts';
import type { Event } from '../../shared/contracts/events.ts';
import type { CommandId, LedgerId, RequestId } from '../../shared/contracts/ids.ts';
import { type Books, emptyBooks } from '../../shared/ledger/books.ts';
import { fold } from '../../shared/ledger/fold.ts';
import { result } from './command-result.ts';
import type { Answer } from './reply.ts';

/** A fleet command that was taken, with its latest result. */
export interface TakenCommand {
  readonly command: string;
  readonly result: CommandResult;
}

/** All that the kiosk's ledgers say. Changed by `foldFacts` alone; after a crash the replay makes it what it was. */
export interface Facts {
  readonly books: Books;
  /** The answer of every request that ever turned a motor: the same request never turns another [running contract, kiosk HTTP]. */
  readonly answers: Map<RequestId, Answer>;
  /** How each fleet command that was ever taken stands: none is executed twice. */
  readonly commands: Map<CommandId, TakenCommand>;
  ledger: LedgerId;
  /** The number of the current ledger's last line. */
  last: number;
}

/** The facts of a ledger without lines. */
export function emptyFacts(ledger: LedgerId): Facts {
  return { books: emptyBooks(), answers: new Map(), commands: new Map(), ledger, last: 0 };
}

/** Folds one durable line into the facts. */
export function foldFacts(facts: Facts, ledger: LedgerId, seq: number, event: Event): void {
  facts.ledger = ledger;
  facts.last = seq;
  fold(facts.books, seq, event);
  switch (event.kind) {
    case 'issued':
      answer(facts, event, 'issued', null);
      return;
    case 'not-issued':
      answer(facts, event, 'not-issued', event.reason);
      return;
    case 'uncertain':
      answer(facts, event, 'uncertain', event.reason);
      return;
    case 'command':
      facts.commands.set(event.id, { command: event.command, result: result(event.id, event.state, event.code) });
      return;
    default:
  }
}

function answer(
  facts: Facts,
  { request, lane, txn }: Pick<Answer, 'request' | 'lane' | 'txn'>,
  outcome: Answer['outcome'],
  reason: string | null,
): void {
  facts.answers.set(request, { request, outcome, reason, lane, txn });
}
