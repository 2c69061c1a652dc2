import type { Lane, LedgerId, Txn } from '../../shared/contracts/ids.ts';
import type { LedgerState, MachineAccount } from './account.ts';
import { readBooks, type WrittenBooks, writeBooks } from './books-text.ts';
import {
  type LedgerPlausibility,
  newLedgerPlausibility,
  readPlausibility,
  type WrittenPlausibility,
  writePlausibility,
} from './plausibility-state.ts';
import type { LastLine, MachineClocks } from './timestamping.ts';
import type { UncertainTurn } from './uncertain-turns.ts';
import type { Uncounted } from './uncounted.ts';

/**
 * Writes an account as JSON text, which is kept between restarts together with the folded mark.
 * Every field is spelled out for the reason given in `books-text.ts`.
 */
export const writeAccount = (account: MachineAccount): string =>
  JSON.stringify({
    machine: account.machine,
    clocks: account.clocks,
    ledger: account.ledger,
    seq: account.seq,
    lastIssued: account.lastIssued,
    issuedToday: account.issuedToday,
    issuedYears: account.issuedYears,
    since: account.since,
    stockedSince: account.stockedSince,
    tempDeciC: account.tempDeciC,
    boardReason: account.boardReason,
    lost: account.lost,
    unreadable: account.unreadable,
    uncounted: account.uncounted,
    late: account.late,
    doubts: [...account.uncertainTurns],
    laneSince: [...account.laneSince],
    left: [...account.otherLedgers].map(([id, state]) => [id, writeLedgerState(state)]),
    watch: writePlausibility(account.plausibility),
    books: writeBooks(account.books),
  } satisfies Record<WrittenField, unknown>);

/** The fields of the text. Three keep the names that older versions gave them. */
type WrittenField =
  | Exclude<keyof MachineAccount, 'uncertainTurns' | 'plausibility' | 'otherLedgers'>
  | 'doubts'
  | 'watch'
  | 'left';

type WrittenLedgerState = Omit<LedgerState, 'plausibility'> & {
  readonly watch: LedgerPlausibility;
  /** The last line of the ledger. Only in what older versions wrote. */
  readonly last?: LastLine | null;
};

const writeLedgerState = ({ turning, unreadable, plausibility }: LedgerState): WrittenLedgerState => ({
  turning,
  unreadable,
  watch: plausibility,
});

const readLedgerState = ({ watch, last: _, ...state }: WrittenLedgerState): LedgerState => ({
  ...state,
  plausibility: watch,
});

/** Older versions kept the last lines of other ledgers with the states of those ledgers. */
const readClocks = ({ clocks, ledger, left }: Written): MachineClocks => ({
  ledger,
  others: left?.map(([id, { last = null }]) => [id, last]) ?? [],
  through: 0,
  ...clocks,
});

type Written = Omit<
  MachineAccount,
  'books' | 'uncertainTurns' | 'laneSince' | 'otherLedgers' | 'plausibility' | 'uncounted' | 'late' | 'clocks'
> & {
  clocks: Pick<MachineClocks, 'runs' | 'last'> & Partial<MachineClocks>;
  /** Absent in what older versions wrote. */
  doubts?: [Txn, UncertainTurn][];
  left?: [LedgerId, WrittenLedgerState][];
  watch?: WrittenPlausibility;
  uncounted?: Uncounted[];
  late?: MachineAccount['late'];
  laneSince: [Lane, number][];
  books: WrittenBooks;
};

/** Reads what `writeAccount` wrote. */
export function readAccount(text: string): MachineAccount {
  const written = JSON.parse(text) as Written;
  const { since, watch } = written;
  const books = readBooks(written.books);
  return {
    machine: written.machine,
    books,
    uncertainTurns: new Map(written.doubts),
    clocks: readClocks(written),
    ledger: written.ledger,
    seq: written.seq,
    otherLedgers: new Map(
      written.left?.map(([id, state]) => [id, readLedgerState(state)]) ??
        watch?.left?.map((ledger) => [ledger, leftOpen()]),
    ),
    lastIssued: written.lastIssued,
    issuedToday: written.issuedToday,
    issuedYears: written.issuedYears,
    // Older versions wrote neither `stopped` nor `lost`.
    since: { ...since, stopped: since.stopped ?? null },
    laneSince: new Map(written.laneSince),
    stockedSince: written.stockedSince,
    tempDeciC: written.tempDeciC,
    boardReason: written.boardReason,
    lost: written.lost ?? null,
    unreadable: written.unreadable,
    plausibility: readPlausibility(watch, books),
    uncounted: written.uncounted ?? [],
    late: written.late ?? {},
  };
}

/** Older versions kept only that a turn of the ledger was under way. */
const leftOpen = (): LedgerState => ({
  turning: null,
  unreadable: null,
  plausibility: { ...newLedgerPlausibility(), mayEndTurn: true },
});
