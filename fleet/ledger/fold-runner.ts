import type { MachineId } from '../../shared/contracts/ids.ts';
import { Mutex } from '../mutex.ts';
import { type MachineAccount, openAccount } from './account.ts';
import { readAccount, writeAccount } from './account-text.ts';
import { type Chunk, DayBook } from './chunk-fold.ts';
import { type FoldReport, reportOf } from './fold-report.ts';
import { HeardMachines, noteHeard } from './heard-time.ts';
import type { FoldWrite, LedgerStore } from './ledger-store.ts';
import {
  chunksByMachine,
  type FoldChunk,
  type FoldedChunk,
  type FoldState,
  foldMachine,
  type MachineFold,
  type SetAside,
  withFailureKept,
} from './machine-fold.ts';
import { refold } from './refold.ts';
import { asideAt, sameAside } from './set-aside.ts';
import { type HeartbeatClock, noteHeartbeatClock } from './timestamping.ts';
import type { LineDecision } from './uncounted.ts';

type Store = Pick<
  LedgerStore,
  | 'chunksAfter'
  | 'chunksOf'
  | 'foldedThrough'
  | 'setAside'
  | 'account'
  | 'dayTotals'
  | 'decisions'
  | 'saveFold'
  | 'saveRefold'
>;

/**
 * Folds stored lines into the books, one machine at a time. A machine whose lines cannot be folded
 * is set aside and reported, and the others go on. After each start, its lines are tried once more
 * from where it stopped.
 */
export class FoldRunner {
  readonly #store: Store;
  readonly #foldChunk: FoldChunk;
  #accounts = new Map<MachineId, MachineAccount>();
  #aside = new Map<MachineId, SetAside<MachineId>>();
  /** Machines that are set aside and not yet tried again since the start. */
  #again: MachineId[] = [];
  /** Machines with clocks that were heard since their account was saved. */
  readonly #heard = new Set<MachineId>();
  /** Kept apart from the accounts, because these are read again after the store failed. */
  readonly #heardTimes = new HeardMachines();
  #folded = 0;
  /** Folds and decisions start on the books that the one before left. */
  readonly #mutex = new Mutex();

  constructor(store: Store, foldChunk: FoldChunk) {
    this.#store = store;
    this.#foldChunk = foldChunk;
  }

  async open(): Promise<void> {
    this.#folded = await this.#store.foldedThrough();
    this.#aside = new Map((await this.#store.setAside()).map((each) => [each.machine, each]));
    this.#again = [...this.#aside.keys()];
    this.#accounts.clear();
  }

  setAside(): readonly SetAside<MachineId>[] {
    return [...this.#aside.values()];
  }

  async noteHeartbeatClock(machine: MachineId, heartbeat: HeartbeatClock, received: number): Promise<void> {
    noteHeard(this.#heardTimes.of(machine), heartbeat, received);
    const account = await this.#account(machine);
    account.clocks = noteHeartbeatClock(account.clocks, heartbeat, received);
    this.#heard.add(machine);
  }

  forgetHeardTimes(): void {
    this.#heardTimes.forget();
  }

  async account(machine: MachineId): Promise<string> {
    return writeAccount(await this.#account(machine));
  }

  async #account(machine: MachineId): Promise<MachineAccount> {
    let account = this.#accounts.get(machine);
    if (!account) {
      const text = await this.#store.account(machine);
      account = text === null ? openAccount(machine) : readAccount(text);
      account.heard = this.#heardTimes.of(machine);
      this.#accounts.set(machine, account);
    }
    return account;
  }

  /**
   * Folds about `lines` more lines: first of machines that are tried again, then of all machines in
   * the order of arrival.
   */
  fold(lines: number): Promise<FoldReport> {
    return this.#mutex.run(() => this.#fold(lines));
  }

  async #fold(lines: number): Promise<FoldReport> {
    const [again] = this.#again;
    if (again !== undefined) return this.#foldAgain(again, lines);
    const chunks = await this.#store.chunksAfter(this.#folded, lines);
    const last = chunks.at(-1);
    if (!last) return { ...reportOf([], [], this.setAside()), done: true, through: this.#folded };
    const machines = chunksByMachine(chunks);
    return this.#unlessRefused([...machines.keys()], async () => {
      const folds: MachineFold[] = [];
      const aside = new Map(this.#aside);
      for (const [machine, own] of machines) {
        if (aside.has(machine)) continue;
        const fold = await this.#foldMachine(machine, own);
        folds.push(fold);
        if (fold.failed) aside.set(machine, asideAt(machine, fold.failed));
      }
      const timestamps = new Map(
        folds.flatMap(({ folded }) => folded.map((each) => [each.chunk, each.timestamps] as const)),
      );
      const all = chunks.map((chunk) => ({ chunk, timestamps: timestamps.get(chunk) ?? null }));
      return this.#save(last.number, all, folds, aside);
    });
  }

  /** Continues a machine that was set aside, from where it stopped to where all others are. */
  async #foldAgain(machine: MachineId, lines: number): Promise<FoldReport> {
    const before = this.#aside.get(machine);
    const chunks = before ? await this.#store.chunksOf(machine, before.since, this.#folded, lines) : [];
    const aside = new Map(this.#aside);
    const last = chunks.at(-1);
    if (!before || !last) {
      aside.delete(machine);
      const report = await this.#save(this.#folded, [], [], aside);
      this.#again.shift();
      return report;
    }
    return this.#unlessRefused([machine], async () => {
      const fold = await this.#foldMachine(machine, chunks);
      aside.set(machine, fold.failed ? asideAt(machine, fold.failed) : { ...before, since: last.number + 1 });
      const report = await this.#save(this.#folded, fold.folded, [fold], aside);
      if (fold.failed) this.#again.shift();
      return report;
    });
  }

  /** Forgets accounts that could not be saved, so that they are read from the store next time. */
  async #unlessRefused(machines: readonly MachineId[], fold: () => Promise<FoldReport>): Promise<FoldReport> {
    try {
      return await fold();
    } catch (error) {
      for (const machine of machines) this.#accounts.delete(machine);
      throw error;
    }
  }

  async #foldMachine(machine: MachineId, chunks: readonly Chunk[]): Promise<MachineFold> {
    const { runs } = (await this.#account(machine)).clocks;
    const read = async (isAgain: boolean): Promise<FoldState & { refused: () => unknown }> => {
      if (isAgain) this.#accounts.delete(machine);
      const account = await this.#account(machine);
      // Clocks that were heard after the account was saved exist only in memory.
      if (isAgain) account.clocks = { ...account.clocks, runs };
      const { load, refused } = withFailureKept(await this.#store.dayTotals(machine));
      return { account, days: new DayBook(load), decisions: await this.#store.decisions(machine), refused };
    };
    return foldMachine(chunks, read, this.#foldChunk);
  }

  /**
   * Applies a person's decision about lines of a machine: refolds its books from the first line and
   * saves them together with the decision, or neither. Returns the account as written.
   */
  decide(decision: LineDecision): Promise<string> {
    return this.#mutex.run(() => this.#decide(decision));
  }

  async #decide(decision: LineDecision): Promise<string> {
    const { machine } = decision;
    const through = (this.#aside.get(machine)?.since ?? this.#folded + 1) - 1;
    const { clocks, heard } = await this.#account(machine);
    const decisions = [...(await this.#store.decisions(machine)), decision];
    const { account, ...refolded } = await refold(machine, through, decisions, this.#store, this.#foldChunk);
    account.clocks = { ...account.clocks, runs: clocks.runs };
    account.heard = heard;
    const text = writeAccount(account);
    await this.#store.saveRefold({ decision, account: text, ...refolded });
    this.#accounts.set(machine, account);
    return text;
  }

  /**
   * The accounts of machines set aside with the clocks that were heard since they were saved. Their
   * skipped lines may be folded only after a restart, and need these clocks to get their days.
   */
  async #clocksAside(
    aside: ReadonlyMap<MachineId, SetAside>,
    touched: readonly MachineFold[],
  ): Promise<{ machine: MachineId; account: string }[]> {
    const saved = new Set(touched.map(({ state: { account } }) => account.machine));
    const machines = [...aside.keys()].filter((machine) => this.#heard.has(machine) && !saved.has(machine));
    return Promise.all(
      machines.map(async (machine) => {
        const account = await this.#account(machine);
        this.#heard.delete(machine);
        return { machine, account: writeAccount(account) };
      }),
    );
  }

  async #save(
    through: number,
    chunks: readonly FoldedChunk[],
    folds: readonly MachineFold[],
    aside: Map<MachineId, SetAside<MachineId>>,
  ): Promise<FoldReport> {
    const touched = folds.filter(({ folded }) => folded.length > 0);
    const accounts = touched.map(({ state: { account } }) => ({
      machine: account.machine,
      account: writeAccount(account),
    }));
    const clocks = await this.#clocksAside(aside, touched);
    const write: FoldWrite = {
      through,
      chunks,
      accounts: [...accounts, ...clocks],
      days: touched.flatMap(({ state: { account, days } }) =>
        days.touched().map((total) => ({ machine: account.machine, total })),
      ),
      setAside: sameAside(this.#aside, aside) ? null : [...aside.values()],
    };
    try {
      await this.#store.saveFold(write);
    } catch (error) {
      for (const { machine } of clocks) this.#heard.add(machine);
      throw error;
    }
    this.#folded = through;
    this.#aside = aside;
    return { ...reportOf(chunks, accounts, this.setAside()), done: false, through };
  }
}
