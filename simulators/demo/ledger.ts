import { randomUUID } from 'node:crypto';
import { batchMaxBytes, batchMaxLines, writeBatch } from '../../shared/contracts/batch.ts';
import type { Event, Fact } from '../../shared/contracts/events.ts';
import type { Head, LedgerId, Seq } from '../../shared/contracts/ids.ts';
import { utf8Length } from '../../shared/contracts/utf8.ts';
import { type Books, emptyBooks } from '../../shared/ledger/books.ts';
import type { Chain } from '../../shared/ledger/chain.ts';
import { fold } from '../../shared/ledger/fold.ts';
import { yearOf } from '../../shared/rules/calendar.ts';
import { dayOf } from './days.ts';

/** Lines of one ledger that are not sent yet, up to the size of a batch. */
interface Waiting {
  readonly ledger: LedgerId;
  readonly prev: Head;
  readonly first: Seq;
  readonly lines: string[];
  /** The year of its lines. The last lines of a year are sent before its figures are closed. */
  readonly year: number;
  bytes: number;
}

/** Room for a batch's header. */
const headerBytes = 256;

/** The point from which a ledger is continued. */
export interface LedgerStand {
  readonly ledger: LedgerId;
  readonly seq: number;
  readonly head: Head;
  readonly books: Books;
  readonly lastAt: number;
  readonly run: number;
  /** When that run began, ms since 1970. */
  readonly bootAt: number;
}

/**
 * A seeded machine's ledger as its agent would keep it: numbered, chained lines, folded as they are
 * written.
 */
export class DemoLedger {
  books: Books = emptyBooks();
  ledger: LedgerId;
  seq = 0;
  run = 0;
  bootAt = 0;
  /** The time of the last line, 0 before the first. */
  lastAt = 0;
  readonly #chain: Chain;
  #waiting: Waiting[] = [];
  #head: Head;

  constructor(chain: Chain, from: LedgerId | LedgerStand) {
    this.#chain = chain;
    if (typeof from === 'string') {
      this.ledger = from;
      this.#head = chain.first(from);
      return;
    }
    this.ledger = from.ledger;
    this.seq = from.seq;
    this.books = from.books;
    this.lastAt = from.lastAt;
    this.run = from.run;
    this.bootAt = from.bootAt;
    this.#head = from.head;
  }

  get head(): Head {
    return this.#head;
  }

  /** The agent comes up. */
  boot(at: number, cause: 'start' | 'new-disk' | null): void {
    this.run += 1;
    this.bootAt = at;
    this.write(at, { kind: 'booted', version: '1.0.0', cause: cause ?? 'new-disk', ledgerBefore: null });
  }

  /**
   * The disk was replaced: a new ledger that continues the old one, whose stock is in doubt until a
   * stock-take.
   */
  beginOnNewDisk(id: string, at: number): void {
    const before = this.ledger;
    this.ledger = id as LedgerId;
    this.seq = 0;
    this.#head = this.#chain.first(this.ledger);
    this.run += 1;
    this.bootAt = at;
    this.write(at, { kind: 'booted', version: '1.0.0', cause: 'damaged', ledgerBefore: before });
  }

  write(at: number, fact: Fact): void {
    this.#append(at, fact, true);
  }

  /** A line of a kind that this version doesn't know. */
  writeRaw(at: number, fields: Readonly<Record<string, unknown>>): void {
    this.#append(at, fields as unknown as Fact, false);
  }

  #append(wanted: number, { kind, ...fields }: Fact, folded: boolean): void {
    // A ledger's times never go backwards; two lines may share one.
    const at = Math.max(Math.floor(wanted), this.lastAt);
    const stamp = { at, run: this.run, up: at - this.bootAt };
    const rest = JSON.stringify(fields).slice(1);
    const line = `{"kind":"${kind}","at":${at},"run":${stamp.run},"up":${stamp.up},${rest}`;
    this.#room(utf8Length(line) + 1, yearOf(dayOf(at))).lines.push(line);
    this.#head = this.#chain.next(this.#head, line);
    this.seq += 1;
    this.lastAt = at;
    if (folded) fold(this.books, this.seq, { kind, ...fields, ...stamp } as Event);
  }

  /** The batch that has room for `bytes` more of a year. */
  #room(bytes: number, year: number): Waiting {
    let last = this.#waiting.at(-1);
    const full = !last || last.lines.length >= batchMaxLines || last.bytes + bytes > batchMaxBytes;
    if (!last || full || last.ledger !== this.ledger || last.year !== year) {
      const first = (this.seq + 1) as Seq;
      last = { ledger: this.ledger, prev: this.#head, first, lines: [], year, bytes: headerBytes };
      this.#waiting.push(last);
    }
    last.bytes += bytes;
    return last;
  }

  /** Removes the waiting batches and returns their payloads. */
  takeBatches(): string[] {
    const payloads = this.#waiting.map(writeBatch);
    this.#waiting = [];
    return payloads;
  }
}

/** A batch whose chain continues nothing: what a cloned disk sends. */
export function forkedBatch(ledger: DemoLedger): string {
  const line = JSON.stringify({
    kind: 'door',
    at: ledger.lastAt,
    run: ledger.run,
    up: 0,
    state: 'open',
    by: randomUUID(),
  });
  return writeBatch({
    ledger: ledger.ledger,
    first: (ledger.seq + 1) as Seq,
    prev: 'f'.repeat(64) as Head,
    lines: [line],
  });
}
