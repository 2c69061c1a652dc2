import type { Head, LedgerId } from '../../../shared/contracts/ids.ts';
import type { Chain } from '../../../shared/ledger/chain.ts';
import type { UseChange } from '../../core/screen/person.ts';
import { DiskFailure, type LedgerStore } from '../../ports.ts';
import type { Begun } from './ledger-file.ts';
import type { Written } from './rewrite.ts';
import type { LedgerStatements } from './statements.ts';
import { writeUses } from './uses.ts';

/** Lines read at a time when all are replayed. */
const replayPage = 512;

/** The ledger that is being written, and how far. */
export interface Tail extends Written {
  readonly ledger: LedgerId;
  /** The chain's state after `last`. */
  readonly head: Head;
}

/** Lines to write: to the ledger of the tail, or as the first ones of a new one. */
export interface Appended {
  readonly newLedger: LedgerId | null;
  readonly lines: readonly string[];
  readonly uses: readonly UseChange[];
}

/** The tail of a file. Throws DiskFailure if it holds no ledger. */
export function readTail(sql: LedgerStatements, chain: Chain): Tail {
  const current = sql.current.get();
  if (!current) throw new DiskFailure('disk-damaged', 'the file holds no ledger');
  const tail = sql.tail.get(current.number);
  return {
    number: current.number,
    ledger: current.id,
    last: tail?.seq ?? 0,
    head: tail ? hex(tail.head) : chain.first(current.id),
    begun: readBegun(sql.hint.get('begun')),
  };
}

/**
 * Writes lines after a tail, within the caller's transaction; returns the tail after them. Throws
 * SQLite's own error.
 */
export function writeLines(
  sql: LedgerStatements,
  chain: Chain,
  tail: Tail,
  { newLedger, lines, uses }: Appended,
): Tail {
  const before =
    newLedger === null ? tail : { number: tail.number + 1, ledger: newLedger, last: 0, head: chain.first(newLedger) };
  if (newLedger !== null) sql.insertLedger.run(before.number, newLedger);
  let head = before.head;
  for (const [index, line] of lines.entries()) {
    head = chain.next(head, line);
    sql.insertLine.run(before.number, before.last + index + 1, line, Buffer.from(head, 'hex'));
  }
  writeUses(sql, uses);
  if (tail.begun !== 'start') sql.dropBegun.run();
  return { number: before.number, ledger: before.ledger, last: before.last + lines.length, head, begun: 'start' };
}

/** Hands every line of every ledger to `visit`, in the order in which they were written. */
export function replayLines(sql: LedgerStatements, visit: Parameters<LedgerStore['replay']>[0]): void {
  for (const each of sql.ledgers.all()) {
    let seen = 0;
    for (;;) {
      const page = sql.page.all(each.number, seen, replayPage);
      for (const [seq, line] of page) visit(each.id, seq, line);
      seen = page.at(-1)?.[0] ?? seen;
      if (page.length < replayPage) break;
    }
  }
}

/** The chain's state after a line of a ledger, null if it has no such line. */
export function storedHead(sql: LedgerStatements, ledger: number, seq: number): Head | null {
  const stored = sql.head.get(ledger, seq);
  return stored ? hex(stored) : null;
}

const hex = (head: Buffer): Head => head.toString('hex') as Head;

const readBegun = (kept: string | undefined): 'start' | Begun =>
  kept === 'new-disk' || kept === 'damaged' || kept === 'missing' ? kept : 'start';
