import type { CommandResult } from '../../shared/contracts/commands.ts';
import { ScreenSettings } from '../../shared/contracts/eligibility.ts';
import type { Event, Fact } from '../../shared/contracts/events.ts';
import type { CommandId, Lane, LedgerId, RequestId } from '../../shared/contracts/ids.ts';
import type { Recall } from '../../shared/contracts/plan.ts';
import { type Books, emptyBooks, fellUnasked, plannedLanes } from '../../shared/ledger/books.ts';
import { type EventTable, entryFor, unchanged } from '../../shared/ledger/event-table.ts';
import { fold } from '../../shared/ledger/fold.ts';
import { movementOf, type StockEvent } from '../../shared/ledger/stock-movement.ts';
import { result } from './command-result.ts';
import type { Answer } from './reply.ts';

/** A fleet command that was taken, with its latest result. */
export interface TakenCommand {
  readonly command: string;
  readonly result: CommandResult;
}

/** What staff entered last, in one record: people who were interrupted see whether it is there. */
export interface LastEntry {
  readonly by: string;
  /** The kiosk's clock when it was recorded, and the record's run and time since its start. */
  readonly at: number;
  readonly run: number;
  readonly up: number;
  readonly lanes: ReadonlySet<Lane>;
  readonly added: number;
  readonly removed: number;
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
  /** The public keys of labels, of the configuration in force. */
  labelKeys: readonly string[];
  /** Every bag that was ever loaded by its label. */
  readonly bags: Set<string>;
  /** What staff entered last; null before the first entry. */
  lastEntry: LastEntry | null;
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
    labelKeys: [],
    bags: new Set(),
    lastEntry: null,
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
  restocked: (event, facts) => {
    if (event.bag !== undefined) facts.bags.add(event.bag);
    entered(event, facts);
  },
  counted: (event, facts) => entered(event, facts),
  removed: (event, facts) => {
    if (!fellUnasked(event)) entered(event, facts);
  },
  lane: unchanged,
  door: unchanged,
  board: unchanged,
  sensor: unchanged,
  climate: unchanged,
  booted: unchanged,
  configured: ({ screen, labelKeys }, facts) => {
    facts.screen = screen ?? noSettings;
    facts.labelKeys = labelKeys ?? [];
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

/** One more line of an entry: all lines of a record have the same run and time. */
function entered(event: StockEvent, facts: Facts): void {
  const { by, at, run, up, lane } = event;
  const { added, removed } = movementOf(event);
  const last = facts.lastEntry;
  const before = last?.run === run && last.up === up && last.by === by ? last : null;
  facts.lastEntry = {
    by,
    at,
    run,
    up,
    lanes: new Set(before?.lanes).add(lane),
    added: (before?.added ?? 0) + added,
    removed: (before?.removed ?? 0) + removed,
  };
}

/**
 * The configuration in force as a line, with other recalls if they are given. A new ledger begins
 * with it, and a recall that staff brought adds to it until the fleet sends the next one.
 */
export function configuredAgain({ books, screen, labelKeys }: Facts, recalls: readonly Recall[] = books.recalls): Fact {
  const { configVersion: version, limits, stopped } = books;
  return {
    kind: 'configured',
    version,
    lanes: plannedLanes(books),
    recalls: [...recalls],
    limits,
    ...(stopped === null ? {} : { stopped }),
    ...(screen === noSettings ? {} : { screen }),
    ...(labelKeys.length === 0 ? {} : { labelKeys: [...labelKeys] }),
  };
}

function answer(
  facts: Facts,
  { request, lane, txn }: Pick<Answer, 'request' | 'lane' | 'txn'>,
  outcome: Answer['outcome'],
  reason: string | null,
): void {
  facts.answers.set(request, { request, outcome, reason, lane, txn });
}
