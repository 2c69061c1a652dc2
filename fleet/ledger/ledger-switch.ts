import type { Event } from '../../shared/contracts/events.ts';
import type { LedgerId } from '../../shared/contracts/ids.ts';
import type { LedgerState, MachineAccount } from './account.ts';
import { newLedgerPlausibility, noteGap } from './plausibility-state.ts';
import { ledgersLeft } from './timestamping.ts';

/**
 * Switches to the ledger of the next lines; `first` is the number of the first of them. The state
 * of the previous ledger is put away, and the state of the next one is restored. If `first` is not
 * 1, lines of the machine may be missing in between.
 */
export function switchLedger(account: MachineAccount, to: LedgerId, first: number): void {
  const { books, plausibility, otherLedgers, ledger: from, unreadable } = account;
  if (from === null || from === to) return;
  otherLedgers.set(from, {
    turning: books.turning,
    unreadable: unreadable?.ledger === from ? unreadable : null,
    plausibility: plausibility.own,
  });
  const own = otherLedgers.get(to);
  otherLedgers.delete(to);
  forgetOne(otherLedgers);
  books.turning = own?.turning ?? null;
  plausibility.own = own?.plausibility ?? newLedgerPlausibility();
  account.unreadable = own?.unreadable ?? unreadable;
  if (first > 1) noteGap(books, plausibility);
}

/**
 * If there are too many ledgers, forgets one: the oldest without a turn that may still end, else
 * the oldest.
 */
function forgetOne(otherLedgers: Map<LedgerId, LedgerState>): void {
  if (otherLedgers.size <= ledgersLeft) return;
  const ids = [...otherLedgers.keys()];
  const over = ids.find((id) => {
    const state = otherLedgers.get(id);
    return state?.turning === null && !state.plausibility.mayEndTurn;
  });
  otherLedgers.delete(over ?? (ids[0] as LedgerId));
}

/**
 * Notes whether lines are missing before a ledger's first line, or before the first line after
 * damage. A ledger that continues another one takes over its state, because its kiosk has the same
 * books.
 */
export function noteBeginning(account: MachineAccount, seq: number, event: Event): void {
  if (event.kind !== 'booted' || (seq > 1 && event.cause !== 'damaged')) return;
  const { books, plausibility, otherLedgers } = account;
  const { ledgerBefore } = event;
  if (seq === 1 && ledgerBefore === null) {
    plausibility.gap = null;
    return;
  }
  const before = seq === 1 && ledgerBefore !== null ? otherLedgers.get(ledgerBefore) : undefined;
  if (before) {
    books.turning = before.turning;
    plausibility.own = { ...before.plausibility };
  }
  plausibility.own.mayEndTurn = true;
  noteGap(books, plausibility);
}
