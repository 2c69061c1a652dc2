import type { Lane, LedgerId, Txn } from '../../shared/contracts/ids.ts';
import type { Books } from '../../shared/ledger/books.ts';
import type { LedgerState, MachineAccount } from './account.ts';
import { newLedgerWatch, readWatch, type WrittenWatch, writeWatch } from './plausibility-state.ts';
import type { UncertainTurn } from './uncertain-turns.ts';
import type { Uncounted } from './uncounted.ts';

/** An account as JSON text, and back: what is kept between restarts beside the folded mark. */
export function writeAccount(account: MachineAccount): string {
  const { books, doubts, laneSince, watch, left, ...rest } = account;
  return JSON.stringify({
    ...rest,
    doubts: [...doubts],
    laneSince: [...laneSince],
    left: [...left],
    watch: writeWatch(watch),
    books: { ...books, lanes: [...books.lanes.values()], uncertain: [...books.uncertain.values()] },
  });
}

type Written = Omit<MachineAccount, 'books' | 'doubts' | 'laneSince' | 'left' | 'watch' | 'uncounted' | 'late'> & {
  /** Missing in what older versions wrote. */
  doubts?: [Txn, UncertainTurn][];
  left?: [LedgerId, LedgerState][];
  watch?: WrittenWatch;
  uncounted?: Uncounted[];
  late?: MachineAccount['late'];
  laneSince: [Lane, number][];
  books: Omit<Books, 'lanes' | 'uncertain'> & {
    lanes: Parameters<Books['lanes']['set']>[1][];
    uncertain: Parameters<Books['uncertain']['set']>[1][];
  };
};

/** Reads what `writeAccount` wrote. */
export function readAccount(text: string): MachineAccount {
  const {
    books: written,
    doubts,
    laneSince,
    watch,
    left,
    uncounted = [],
    late = {},
    ...rest
  } = JSON.parse(text) as Written;
  const books: Books = {
    ...written,
    stopped: written.stopped ?? null,
    lanes: new Map(
      written.lanes.map((lane) => [
        lane.lane,
        { ...lane, beforeCounts: lane.beforeCounts ?? null, timeLock: lane.timeLock ?? null },
      ]),
    ),
    uncertain: new Map(written.uncertain.map((turn) => [turn.txn, turn])),
  };
  return {
    ...rest,
    doubts: new Map(doubts),
    // What older versions kept has no `stopped`, no `lost` and no `beforeCounts`.
    since: { ...rest.since, stopped: rest.since.stopped ?? null },
    lost: rest.lost ?? null,
    laneSince: new Map(laneSince),
    left: new Map(left ?? watch?.left?.map((ledger) => [ledger, leftOpen()])),
    books,
    watch: readWatch(watch, books),
    uncounted,
    late,
  };
}

/** Older versions kept of a ledger only that a turn was under way. */
const leftOpen = (): LedgerState => ({
  turning: null,
  last: null,
  unreadable: null,
  watch: { ...newLedgerWatch(), mayEndTurn: true },
});
