import type { CommandResult } from '../../shared/contracts/commands.ts';
import { ScreenSettings } from '../../shared/contracts/eligibility.ts';
import type { Event } from '../../shared/contracts/events.ts';
import type { CommandId, LedgerId, RequestId } from '../../shared/contracts/ids.ts';
import { type Books, emptyBooks } from '../../shared/ledger/books.ts';
import { type EventTable, entryFor, unchanged } from '../../shared/ledger/event-table.ts';
import { fold } from '../../shared/ledger/fold.ts';
import { result } from './command-result.ts';
import type { Answer } from './reply.ts';

/** A fleet command that was taken, with its latest result. */
export interface TakenCommand {
  readonly command: string;
  readonly result: CommandResult;
}

/**
 * All that the kiosk's ledgers say. Only `foldFacts` changes it; after a crash the replay restores
 * it.
 */
export interface Facts {
  readonly books: Books;
  /**
   * The answer of every request that ever turned a motor. The same request never turns another
   * [running contract, kiosk HTTP].
   */
  readonly answers: Map<RequestId, Answer>;
  /** The state of each fleet command that was ever taken: none is executed twice. */
  readonly commands: Map<CommandId, TakenCommand>;
  /** The screen's settings of the configuration in force. */
  screen: ScreenSettings;
  /**
   * When the kiosk's clock showed that the last motor began to turn, ms since 1970; null before.
   */
  turningAtMs: number | null;
  ledger: LedgerId;
  /** The number of the current ledger's last line. */
  last: number;
}

/** The settings of a configuration that has none for the screen. */
const noSettings = ScreenSettings.parse({});

/** The facts of a ledger without lines. */
export function emptyFacts(ledger: LedgerId): Facts {
  return {
    books: emptyBooks(),
    answers: new Map(),
    commands: new Map(),
    screen: noSettings,
    turningAtMs: null,
    ledger,
    last: 0,
  };
}

/** What each line changes in addition to the books. */
const changes: EventTable<[facts: Facts]> = {
  turning: ({ at }, facts) => {
    facts.turningAtMs = at;
  },
  issued: (event, facts) => answer(facts, event, 'issued', null),
  'not-issued': (event, facts) => answer(facts, event, 'not-issued', event.reason),
  uncertain: (event, facts) => answer(facts, event, 'uncertain', event.reason),
  settled: unchanged,
  restocked: unchanged,
  counted: unchanged,
  removed: unchanged,
  lane: unchanged,
  door: unchanged,
  board: unchanged,
  sensor: unchanged,
  climate: unchanged,
  booted: unchanged,
  configured: ({ screen }, facts) => {
    facts.screen = screen ?? noSettings;
  },
  command: ({ id, command, state, code }, { commands }) => {
    commands.set(id, { command, result: result(id, state, code) });
  },
  tested: unchanged,
};

/** Folds one durable line into the facts. */
export function foldFacts(facts: Facts, ledger: LedgerId, seq: number, event: Event): void {
  facts.ledger = ledger;
  facts.last = seq;
  fold(facts.books, seq, event);
  entryFor(changes, event)(event, facts);
}

function answer(
  facts: Facts,
  { request, lane, txn }: Pick<Answer, 'request' | 'lane' | 'txn'>,
  outcome: Answer['outcome'],
  reason: string | null,
): void {
  facts.answers.set(request, { request, outcome, reason, lane, txn });
}
