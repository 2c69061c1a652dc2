import type { Chunk } from '../../fleet/ledger/chunk.ts';
import type { FoldWrite, LedgerStore, NewChunk, RefoldWrite } from '../../fleet/ledger/ledger-store.ts';
import type { SetAside } from '../../fleet/ledger/machine-fold.ts';
import { isQuarantined } from '../../fleet/ledger/quarantined.ts';
import type { DayTotal } from '../../fleet/ledger/totals.ts';
import type { LineDecision } from '../../fleet/ledger/uncounted.ts';
import type { ConfigRecord } from '../../fleet/registry/records.ts';
import type { MachineId, ProductCode } from '../../shared/contracts/ids.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import { copiedRows, type FleetRows, noRows } from './fleet-rows.ts';
import type { Random } from './random.ts';

/** The content of the fleet's disk at one moment. */
export interface FleetImage {
  readonly rows: FleetRows;
  readonly chunks: readonly Chunk[];
  readonly marks: ReadonlyMap<string, Marks[number]>;
  readonly accounts: ReadonlyMap<string, string>;
  readonly days: ReadonlyMap<string, DayTotal>;
  readonly folded: number;
  readonly aside: readonly SetAside<MachineId>[];
}

type Marks = Awaited<ReturnType<LedgerStore['marks']>>;

/**
 * The fleet's store on virtual time. A commit takes a while; if the process dies meanwhile, the
 * commit is done completely or not at all. A receipt may only cover what the store holds.
 */
export class FleetDatabase implements LedgerStore {
  readonly #time: VirtualClock;
  readonly #random: Random;
  #chunks: Chunk[] = [];
  #marks = new Map<string, Marks[number]>();
  #accounts = new Map<string, string>();
  #days = new Map<string, DayTotal>();
  #folded = 0;
  #aside: readonly SetAside<MachineId>[] = [];
  #lastMs = 0;
  rows: FleetRows = noRows();
  /** Whether everything is refused. */
  refuses = false;
  /** The number of the running process: results that an earlier one asked for must not reach it. */
  #process = 0;
  /** Called when a configuration is asked for, before it is durable. */
  onConfigAsked: ((record: ConfigRecord) => void) | null = null;
  /** Called with each chunk once it is durable. */
  onStored: ((chunk: NewChunk) => void) | null = null;
  /** Called with each fold once it is durable. */
  onFolded: ((write: FoldWrite) => void) | null = null;
  /** Called when a promise was settled, so that what waits for it may continue. */
  onSettled: (() => void) | null = null;
  /** Whether the process dies at this commit: before it is done, or just after. */
  dies: (() => 'before' | 'after' | null) | null = null;

  constructor(time: VirtualClock, random: Random) {
    this.#time = time;
    this.#random = random;
  }

  get chunks(): readonly Chunk[] {
    return this.#chunks;
  }

  /** The process that used it died: what it had asked for and was not done is never answered. */
  newProcess(): void {
    this.#process += 1;
  }

  mark(machine: string, ledger: string): Marks[number] | null {
    return this.#marks.get(`${machine} ${ledger}`) ?? null;
  }

  marks(): Marks {
    if (this.refuses) throw new Error('the store refuses');
    return [...this.#marks.values()];
  }

  append(chunks: readonly NewChunk[]): Promise<void> {
    return this.commit(() => {
      for (const { head, ...chunk } of chunks) {
        const { machine, ledger, first, lines } = chunk;
        this.#chunks.push({ ...chunk, number: this.#chunks.length + 1, timestamps: null });
        this.#marks.set(`${machine} ${ledger}`, { machine, ledger, through: first + lines.length - 1, head });
        this.onStored?.({ ...chunk, head });
      }
    });
  }

  chunksAfter(after: number, lines: number): readonly Chunk[] {
    const found: Chunk[] = [];
    let count = 0;
    for (let at = after; at < this.#chunks.length; at += 1) {
      const chunk = this.#chunks[at];
      if (chunk === undefined || (count > 0 && count + chunk.lines.length > lines)) break;
      found.push(chunk);
      count += chunk.lines.length;
    }
    return found;
  }

  chunksOf(machine: string, from: number, through: number, lines: number): readonly Chunk[] {
    const found: Chunk[] = [];
    let count = 0;
    for (const chunk of this.#chunks.slice(from - 1, through)) {
      if (chunk.machine !== machine) continue;
      found.push(chunk);
      count += chunk.lines.length;
      if (count >= lines) break;
    }
    return found;
  }

  setAside(): readonly SetAside<MachineId>[] {
    return this.#aside;
  }

  foldedThrough(): number {
    return this.#folded;
  }

  account(machine: string): string | null {
    return this.#accounts.get(machine) ?? null;
  }

  dayTotals(machine: string): (day: number, product: ProductCode) => DayTotal | null {
    return (day, product) => structured(this.#days.get(`${machine} ${day} ${product}`));
  }

  decisions(machine?: string): readonly LineDecision[] {
    return this.rows.decisions
      .filter((each) => machine === undefined || each.machine === machine)
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  saveRefold({ decision, decision: { machine }, account, days, chunks }: RefoldWrite): Promise<void> {
    return this.commit(() => {
      this.rows.decisions.push(decision);
      this.#accounts.set(machine, account);
      for (const { day, product } of this.totals(machine)) this.#days.delete(`${machine} ${day} ${product}`);
      for (const total of days)
        this.#days.set(`${machine} ${total.day} ${total.product}`, { ...total, hours: [...total.hours] });
      for (const { chunk, timestamps } of chunks) this.#chunks[chunk.number - 1] = { ...chunk, timestamps };
    });
  }

  saveFold(write: FoldWrite): Promise<void> {
    return this.commit(() => {
      this.#folded = write.through;
      this.#aside = write.setAside ?? this.#aside;
      for (const { chunk, timestamps } of write.chunks) this.#chunks[chunk.number - 1] = { ...chunk, timestamps };
      for (const { machine, account } of write.accounts) this.#accounts.set(machine, account);
      for (const { machine, total } of write.days)
        this.#days.set(`${machine} ${total.day} ${total.product}`, { ...total, hours: [...total.hours] });
      this.onFolded?.(write);
    });
  }

  forgetFolds(): Promise<void> {
    return this.commit(() => {
      this.#accounts.clear();
      this.#days.clear();
      this.#folded = 0;
      this.#aside = this.#aside.filter(isQuarantined);
    });
  }

  /** All totals of a machine. */
  totals(machine: string): DayTotal[] {
    return [...this.#days].filter(([key]) => key.startsWith(`${machine} `)).map(([, total]) => total);
  }

  image(): FleetImage {
    return {
      chunks: [...this.#chunks],
      marks: new Map(this.#marks),
      accounts: new Map(this.#accounts),
      days: new Map([...this.#days].map(([key, total]) => [key, { ...total, hours: [...total.hours] }])),
      folded: this.#folded,
      aside: this.#aside,
      rows: copiedRows(this.rows),
    };
  }

  /** Restores a backup. */
  restore(image: FleetImage): void {
    this.#chunks = [...image.chunks];
    this.#marks = new Map(image.marks);
    this.#accounts = new Map(image.accounts);
    this.#days = new Map([...image.days].map(([key, total]) => [key, { ...total, hours: [...total.hours] }]));
    this.#folded = image.folded;
    this.#aside = image.aside;
    this.rows = copiedRows(image.rows);
  }

  /** A transaction: durable when the promise resolves. */
  commit(write: () => void): Promise<void> {
    const process = this.#process;
    return new Promise((done, refused) => {
      if (this.refuses) {
        refused(new Error('the store refuses'));
        return;
      }
      // Writes happen in the order in which they were requested.
      this.#lastMs = Math.max(this.#lastMs, this.#time.nowMs + this.#random.between(1, 30, 'fleet: commit'));
      this.#time.at(this.#lastMs, () => {
        const end = this.#process === process ? (this.dies?.() ?? null) : 'before';
        if (end === 'before') return;
        write();
        if (end === null) done();
        this.onSettled?.();
      });
    });
  }
}

const structured = (total: DayTotal | undefined): DayTotal | null =>
  total ? { ...total, hours: [...total.hours] } : null;
