import type { MachineId } from '../../shared/contracts/ids.ts';
import { Mutex } from '../mutex.ts';
import { writeAccount } from './account-text.ts';
import { Accounts } from './accounts.ts';
import type { Chunk } from './chunk.ts';
import { DayBook } from './chunk-fold.ts';
import { type FoldReport, reportOf } from './fold-report.ts';
import type { FoldWrite, LedgerStore } from './ledger-store.ts';
import {
  type ChunkFolder,
  chunksByMachine,
  type FoldedChunk,
  type FoldState,
  foldMachine,
  type MachineFold,
  type SetAside,
  withFailureKept,
} from './machine-fold.ts';
import { isQuarantined, type Quarantined } from './quarantined.ts';
import { refold } from './refold.ts';
import { asideAt, sameAside, withQuarantined } from './set-aside.ts';
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
 * from where it stopped. A machine that a person quarantined is set aside until it is released.
 */
export class FoldRunner {
  readonly #store: Store;
  readonly #folder: ChunkFolder;
  readonly #accounts: Accounts;
  #aside = new Map<MachineId, SetAside<MachineId>>();
  /** Machines that are set aside and not yet tried again since the start or their release. */
  #again: MachineId[] = [];
  #folded = 0;
  /** Folds and decisions start on the books that the one before left. */
  readonly #mutex = new Mutex();

  constructor(store: Store, folder: ChunkFolder) {
    this.#store = store;
    this.#folder = folder;
    this.#accounts = new Accounts(store);
  }

  async open(): Promise<void> {
    this.#folded = await this.#store.foldedThrough();
    this.#aside = new Map((await this.#store.setAside()).map((each) => [each.machine, each]));
    this.#again = [...this.#aside.values()].filter((each) => !isQuarantined(each)).map(({ machine }) => machine);
    this.#accounts.clear();
  }

  /**
   * From now on keeps exactly these machines out of the books, durably once it resolves. Their
   * lines stay stored. A machine that is no longer among them is folded from where it was left.
   */
  quarantine(machines: readonly Quarantined[]): Promise<void> {
    return this.#mutex.run(async () => {
      const before = this.#aside;
      const aside = withQuarantined(before, machines, this.#folded);
      if (!sameAside(before, aside)) await this.#save(this.#folded, [], [], aside);
      const released = [...aside.values()].filter((each) => !isQuarantined(each) && each !== before.get(each.machine));
      const again = [...this.#again, ...released.map(({ machine }) => machine)];
      this.#again = again.filter((machine) => !machines.some((each) => each.machine === machine));
    });
  }

  setAside(): readonly SetAside<MachineId>[] {
    return [...this.#aside.values()];
  }

  async noteHeartbeatClock(machine: MachineId, heartbeat: HeartbeatClock, received: number): Promise<void> {
    const account = await this.#accounts.of(machine);
    account.clocks = noteHeartbeatClock(account.clocks, heartbeat, received);
  }

  async account(machine: MachineId): Promise<string> {
    return writeAccount(await this.#accounts.of(machine));
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
        const fold = await this.#foldOpen(machine, own);
        folds.push(fold);
        if (fold.failed) aside.set(machine, asideAt(machine, fold.failed));
      }
      return this.#save(last.number, inOrder(folds), folds, aside);
    });
  }

  /** Folds a machine's chunks up to where it is set aside, and gives the others timestamps only. */
  async #foldOpen(machine: MachineId, chunks: readonly Chunk[]): Promise<MachineFold> {
    const since = this.#aside.get(machine)?.since ?? Number.POSITIVE_INFINITY;
    const open = chunks.filter(({ number }) => number < since);
    const fold = await this.#foldMachine(machine, open);
    const { account } = fold.state;
    const skipped = chunks
      .slice(fold.folded.length)
      .map((chunk): FoldedChunk => ({ chunk, timestamps: this.#folder.skip(account, chunk), booked: false }));
    return { ...fold, folded: [...fold.folded, ...skipped] };
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
      this.#accounts.forget(machines);
      throw error;
    }
  }

  async #foldMachine(machine: MachineId, chunks: readonly Chunk[]): Promise<MachineFold> {
    const { runs } = (await this.#accounts.of(machine)).clocks;
    const read = async (isAgain: boolean): Promise<FoldState & { refused: () => unknown }> => {
      if (isAgain) this.#accounts.forget([machine]);
      const account = await this.#accounts.of(machine);
      // Clocks that were heard after the account was saved exist only in memory.
      if (isAgain) account.clocks = { ...account.clocks, runs };
      const { load, refused } = withFailureKept(await this.#store.dayTotals(machine));
      return { account, days: new DayBook(load), decisions: await this.#store.decisions(machine), refused };
    };
    return foldMachine(chunks, read, this.#folder.fold);
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
    const { clocks } = await this.#accounts.of(machine);
    const decisions = [...(await this.#store.decisions(machine)), decision];
    const { account, ...refolded } = await refold(machine, through, decisions, this.#store, this.#folder.fold);
    account.clocks = clocks;
    const text = writeAccount(account);
    await this.#store.saveRefold({ decision, account: text, ...refolded });
    this.#accounts.set(account);
    return text;
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
    const write: FoldWrite = {
      through,
      chunks,
      accounts,
      days: touched.flatMap(({ state: { account, days } }) =>
        days.touched().map((total) => ({ machine: account.machine, total })),
      ),
      setAside: sameAside(this.#aside, aside) ? null : [...aside.values()],
    };
    await this.#store.saveFold(write);
    this.#folded = through;
    this.#aside = aside;
    return { ...reportOf(chunks, accounts, this.setAside()), done: false, through };
  }
}

/** What was done with the chunks of some machines, in the order of arrival. */
const inOrder = (folds: readonly MachineFold[]): FoldedChunk[] =>
  folds.flatMap(({ folded }) => folded).sort((a, b) => a.chunk.number - b.chunk.number);
