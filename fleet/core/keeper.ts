import type { Receipt } from '../../shared/contracts/batch.ts';
import type { Head, LedgerId, MachineId, ProductCode } from '../../shared/contracts/ids.ts';
import { earlierDay, type LocalDay, type Zone } from '../../shared/rules/calendar.ts';
import { type MachineAccount, openAccount, readAccount, writeAccount } from './account.ts';
import { type Chunk, DayBook, foldChunk, type PlacedLine } from './folding.ts';
import {
  type ArrivedBatch,
  type BatchForm,
  type Intake,
  judgeBatch,
  type LedgerMark,
  type LineRun,
  type Texts,
} from './ingest.ts';
import { hearClock } from './placing.ts';
import type { DayTotal } from './totals.ts';

type Awaitable<T> = T | Promise<T>;

/** Lines to append: they continue `ledger` of `machine` from `first`; `head` is the chain's state behind them. */
export interface NewChunk<L = Texts> {
  readonly machine: MachineId;
  readonly ledger: LedgerId;
  readonly first: number;
  readonly received: number;
  readonly head: Head;
  readonly lines: L;
}

/** What folding some chunks leaves behind: saved in one transaction with the mark, or not at all. */
export interface FoldWrite {
  /** All chunks up to this one are folded. */
  readonly through: number;
  readonly chunks: readonly { readonly chunk: Chunk; readonly placed: readonly PlacedLine[] }[];
  readonly accounts: readonly { readonly machine: MachineId; readonly account: string }[];
  readonly days: readonly { readonly machine: MachineId; readonly total: DayTotal }[];
}

/** What the keeper needs of a store: one writer's side. Any call may throw; then nothing of it is stored. */
export interface LedgerStore<L = Texts> {
  /** All ledgers with their marks and heads as durably stored, in the order in which they were opened. */
  marks(): Awaitable<readonly (LedgerMark & { readonly machine: MachineId; readonly ledger: LedgerId })[]>;
  /** Appends in one durable transaction. */
  append(chunks: readonly NewChunk<L>[]): Awaitable<void>;
  /** Chunks behind `after` in order, until about `lines` lines; empty where all are folded. */
  chunksAfter(after: number, lines: number): Awaitable<readonly Chunk[]>;
  foldedThrough(): Awaitable<number>;
  account(machine: MachineId): Awaitable<string | null>;
  dayTotals(machine: MachineId): Awaitable<(day: LocalDay, product: ProductCode) => DayTotal | null>;
  saveFold(write: FoldWrite): Awaitable<void>;
  /** Forgets all that was folded: totals, accounts, the mark. The lines stay, and where each was placed. */
  forgetFolds(): Awaitable<void>;
}

/** A line as it was folded, for those who watch. */
export interface FoldedLine extends PlacedLine {
  readonly machine: MachineId;
  readonly ledger: LedgerId;
  readonly seq: number;
  readonly received: number;
  readonly line: string;
}

export interface FoldReport {
  readonly lines: number;
  /** Whether all that is stored is folded. */
  readonly done: boolean;
  readonly through: number;
  /** The accounts that changed, as written, and the earliest local day that changed in each. */
  readonly machines: readonly { readonly machine: MachineId; readonly account: string; readonly sinceDay: LocalDay }[];
  /** The lines, where they were few. */
  readonly watched: readonly FoldedLine[];
}

export type TakeReport =
  | { readonly stored: true; readonly intakes: readonly Intake[] }
  /** The store refused: nothing was taken and no receipt may go out. */
  | { readonly stored: false; readonly why: string };

/** Lines reported one by one at most in a fold; a backlog is reported by its machines alone. */
const watchedLines = 64;

/**
 * Keeps the ledgers: takes batches in (receipts hold what is durably stored), and folds them into the books behind that, exactly once: books,
 * totals and the folded mark are saved together. The one writer: calls never overlap, whoever calls sees to that.
 */
export class Keeper<L extends LineRun<L> = Texts> {
  readonly #store: LedgerStore<L>;
  readonly #form: BatchForm<L>;
  readonly #zone: Zone;
  readonly #clockToleranceMs: number;
  #marks = new Map<string, LedgerMark>();
  #accounts = new Map<MachineId, MachineAccount>();
  #folded = 0;

  constructor(store: LedgerStore<L>, form: BatchForm<L>, zone: Zone, clockToleranceMs: number) {
    this.#store = store;
    this.#form = form;
    this.#zone = zone;
    this.#clockToleranceMs = clockToleranceMs;
  }

  /** Reads the marks; also after the store failed, so that memory is what is stored. */
  async open(): Promise<void> {
    const marks = await this.#store.marks();
    this.#marks = new Map(marks.map((each) => [`${each.machine} ${each.ledger}`, each]));
    this.#folded = await this.#store.foldedThrough();
    this.#accounts.clear();
  }

  mark(machine: MachineId, ledger: LedgerId): LedgerMark {
    return this.#marks.get(`${machine} ${ledger}`) ?? { through: 0, head: this.#form.first(ledger) };
  }

  /** The receipt for a ledger as it is held now. */
  receipt(machine: MachineId, ledger: LedgerId, now: number): Receipt {
    return { ledger, ...only(this.mark(machine, ledger)), time: now };
  }

  /** Takes a group of batches in, in one transaction; each batch's verdict, receipts as of after the commit. */
  async take(arrived: readonly ArrivedBatch[], now: number): Promise<TakeReport> {
    const marks = new Map<string, LedgerMark>();
    const chunks: NewChunk<L>[] = [];
    const verdicts = arrived.map((each) => this.#judge(each, now, marks, chunks));
    if (chunks.length > 0)
      try {
        await this.#store.append(chunks);
      } catch (error) {
        return { stored: false, why: error instanceof Error ? error.message : String(error) };
      }
    for (const [key, mark] of marks) this.#marks.set(key, mark);
    // One receipt a ledger, said once: it is cumulative.
    const receipts = new Map<string, Receipt>();
    const receiptOf = (machine: MachineId, ledger: LedgerId): Receipt => {
      const key = `${machine} ${ledger}`;
      const receipt = receipts.get(key) ?? this.receipt(machine, ledger, now);
      receipts.set(key, receipt);
      return receipt;
    };
    return { stored: true, intakes: verdicts.map((verdict) => verdict(receiptOf)) };
  }

  #judge(
    each: ArrivedBatch,
    now: number,
    marks: Map<string, LedgerMark>,
    chunks: NewChunk<L>[],
  ): (receiptOf: (machine: MachineId, ledger: LedgerId) => Receipt) => Intake {
    const { machine } = each;
    const read = this.#form.read(each);
    if (!read.ok) return () => ({ machine, became: 'malformed', why: read.why });
    const { batch } = read;
    const { ledger } = batch;
    const key = `${machine} ${ledger}`;
    const verdict = judgeBatch(marks.get(key) ?? this.mark(machine, ledger), batch, this.#form.headAfter);
    if (verdict.is === 'fork')
      return (receiptOf) => ({ machine, became: 'fork', receipt: receiptOf(machine, ledger), ledger });
    if (verdict.is !== 'new')
      return (receiptOf) => ({ machine, became: verdict.is, receipt: receiptOf(machine, ledger), lines: 0 });
    const { through, head, first, lines } = verdict.take;
    marks.set(key, { through, head });
    chunks.push({ machine, ledger, first, received: now, head, lines });
    return (receiptOf) => ({ machine, became: 'new', receipt: receiptOf(machine, ledger), lines: lines.length });
  }

  /** Takes a heartbeat's clock in, so that lines of that run can be placed. Kept with the account at its next fold. */
  async hearClock(machine: MachineId, run: number, up: number, received: number): Promise<void> {
    const account = await this.#account(machine);
    account.clocks = hearClock(account.clocks, run, up, received);
  }

  /** A machine's account as folded so far. */
  async account(machine: MachineId): Promise<string> {
    return writeAccount(await this.#account(machine));
  }

  async #account(machine: MachineId): Promise<MachineAccount> {
    let account = this.#accounts.get(machine);
    if (!account) {
      const text = await this.#store.account(machine);
      account = text === null ? openAccount(machine) : readAccount(text);
      this.#accounts.set(machine, account);
    }
    return account;
  }

  /** Folds about `lines` lines more. A failure leaves books and mark where they were. */
  async fold(lines: number): Promise<FoldReport> {
    const chunks = await this.#store.chunksAfter(this.#folded, lines);
    const last = chunks.at(-1);
    if (!last) return { lines: 0, done: true, through: this.#folded, machines: [], watched: [] };
    const days = new Map<MachineId, DayBook>();
    const folded: { chunk: Chunk; placed: PlacedLine[] }[] = [];
    try {
      for (const chunk of chunks) {
        const account = await this.#account(chunk.machine);
        let book = days.get(chunk.machine);
        if (!book) {
          book = new DayBook(await this.#store.dayTotals(chunk.machine));
          days.set(chunk.machine, book);
        }
        folded.push({ chunk, placed: foldChunk(account, book, chunk, this.#zone, this.#clockToleranceMs) });
      }
      const accounts = [...days.keys()].map((machine) => ({ machine, account: this.#written(machine) }));
      await this.#store.saveFold({
        through: last.chunk,
        chunks: folded,
        accounts,
        days: [...days].flatMap(([machine, book]) => book.changed().map((total) => ({ machine, total }))),
      });
      this.#folded = last.chunk;
      return { ...this.#report(folded, accounts), done: false, through: last.chunk };
    } catch (error) {
      // What was folded in memory was not saved: read it anew next time.
      for (const machine of days.keys()) this.#accounts.delete(machine);
      throw error;
    }
  }

  #written(machine: MachineId): string {
    const account = this.#accounts.get(machine);
    if (!account) throw new Error(`${machine} was folded without its account`);
    return writeAccount(account);
  }

  #report(
    folded: readonly { chunk: Chunk; placed: readonly PlacedLine[] }[],
    accounts: readonly { machine: MachineId; account: string }[],
  ): Pick<FoldReport, 'lines' | 'machines' | 'watched'> {
    const since = new Map<MachineId, LocalDay>();
    let lines = 0;
    for (const { chunk, placed } of folded) {
      lines += placed.length;
      for (const { day } of placed) since.set(chunk.machine, earlierDay(day, since.get(chunk.machine) ?? day));
    }
    const watched = lines > watchedLines ? [] : folded.flatMap(({ chunk, placed }) => watch(chunk, placed));
    return {
      lines,
      machines: accounts.flatMap((each) => {
        const sinceDay = since.get(each.machine);
        return sinceDay === undefined ? [] : [{ ...each, sinceDay }];
      }),
      watched,
    };
  }

  /** Makes all books anew from the lines; answers the number of lines. */
  async rebuild(): Promise<number> {
    await this.#store.forgetFolds();
    await this.open();
    let lines = 0;
    for (;;) {
      const report = await this.fold(10_000);
      lines += report.lines;
      if (report.done) return lines;
    }
  }
}

const only = ({ through, head }: LedgerMark): LedgerMark => ({ through, head });

const watch = (chunk: Chunk, placed: readonly PlacedLine[]): FoldedLine[] =>
  placed.map((each, index) => ({
    ...each,
    machine: chunk.machine,
    ledger: chunk.ledger,
    seq: chunk.first + index,
    received: chunk.received,
    line: chunk.lines[index] ?? '',
  }));
