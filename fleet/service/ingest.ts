import type { Receipt } from '../../shared/contracts/batch.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { Zone } from '../../shared/rules/calendar.ts';
import { readAccount } from '../ledger/account-text.ts';
import type { IngestResult, ReceivedBatch } from '../ledger/check-batch.ts';
import type { FoldReport } from '../ledger/fold-report.ts';
import { isByPerson } from '../ledger/quarantined.ts';
import { limits } from '../limits.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { Ledgers } from '../ports/ledgers.ts';
import type { Machines } from '../state/machine-state.ts';
import type { EvaluationQueue } from './evaluation-queue.ts';
import { FoldThrottle } from './fold-throttle.ts';
import type { NoticeService } from './notices.ts';
import type { QuarantineService } from './quarantines.ts';
import type { StoreStatus } from './store-status.ts';

/** What the ingest loop needs. */
export interface IngestDependencies {
  readonly store: Pick<Ledgers, 'ingest' | 'fold'>;
  readonly storeStatus: StoreStatus;
  readonly broker: Pick<Broker, 'send'>;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly machines: Machines;
  readonly evaluationQueue: EvaluationQueue;
  readonly notices: NoticeService;
  readonly quarantines: Pick<QuarantineService, 'keepListInStore'>;
  readonly emit: (event: FleetEvent) => void;
}

/**
 * The ingest loop. Batches that come while a group is being stored form the next group. Receipts
 * are sent only after the commit. Stored lines are folded at once if it is quiet, else within a
 * share of the time. One step runs at a time, because there is one writer.
 */
export class IngestService {
  readonly #deps: IngestDependencies;
  readonly #throttle: FoldThrottle;
  #waiting: ReceivedBatch[] = [];
  #waitingBytes = 0;
  /** Whether stored lines may not be folded yet. */
  #unfolded = true;
  #leftOut = 0;
  /** Machines whose lines cannot be folded, as of the last fold. Null before the first fold. */
  #setAside: ReadonlySet<MachineId> | null = null;
  #working: Promise<void> | null = null;
  #stopped = false;

  constructor(deps: IngestDependencies) {
    this.#deps = deps;
    this.#throttle = new FoldThrottle(deps.clock);
  }

  /** Batches left out because too many were waiting. Their kiosks send them again. */
  get leftOut(): number {
    return this.#leftOut;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Adds a batch to the queue, or leaves it out if too many wait. */
  arrive(batch: ReceivedBatch): void {
    if (this.#waiting.length >= limits.waitingBatches || this.#waitingBytes + batch.bytes > limits.waitingBytes) {
      this.#leftOut += 1;
      return;
    }
    this.#waiting.push(batch);
    this.#waitingBytes += batch.bytes;
    this.#throttle.noteBusy();
    this.work();
  }

  /** Starts the loop unless it runs: on a batch, on recovery of the store, and every second. */
  work(): void {
    if (this.#working || this.#stopped || (this.#waiting.length === 0 && !this.#unfolded)) return;
    this.#working = this.#loop().finally(() => {
      this.#working = null;
      if (this.#waiting.length > 0) this.work();
    });
  }

  /** Resolves when nothing waits and all stored lines are folded, or the store fails. */
  idle(): Promise<void> {
    return this.#throttle.awaitBooks(async () => {
      this.work();
      while (this.#working) await this.#working;
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  /** Folds stored lines that may not be folded yet. */
  foldAgain(): void {
    this.#unfolded = true;
    this.work();
  }

  async #loop(): Promise<void> {
    // Batches that arrive in the same moment join the first group.
    await Promise.resolve();
    // If the books cannot be written, they wait for the next batch or second. Receipts never wait
    // for them.
    let refused = false;
    while (!this.#stopped) {
      if (this.#unfolded && !refused && this.#throttle.mayFold(this.#waiting.length)) {
        refused = !(await this.#fold());
      } else if (this.#waiting.length > 0) {
        this.#throttle.noteGroup();
        await this.#ingest(this.#nextGroup());
      } else return;
    }
  }

  #nextGroup(): ReceivedBatch[] {
    let bytes = 0;
    let count = 0;
    for (const batch of this.#waiting) {
      if (count === limits.groupBatches || (count > 0 && bytes + batch.bytes > limits.groupBytes)) break;
      bytes += batch.bytes;
      count += 1;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  async #ingest(group: ReceivedBatch[]): Promise<void> {
    const { store, clock, storeStatus } = this.#deps;
    try {
      const report = await store.ingest(group, clock.now());
      if (report.stored) {
        storeStatus.works();
        this.#answer(report.results);
      } else storeStatus.failed(report.why);
      this.#throttle.noteBusy();
    } catch (error) {
      storeStatus.failed(error);
    }
  }

  #answer(results: readonly IngestResult[]): void {
    const { broker, emit, notices } = this.#deps;
    // The ledger engine returns one receipt per ledger, however many of its batches came.
    const receipts = new Map<Receipt, MachineId>();
    for (const result of results) {
      if (result.kind === 'malformed') {
        emit({ kind: 'malformed', what: 'events', machine: result.machine, why: result.why });
        continue;
      }
      if (result.kind === 'over-quota') {
        emit({ kind: 'batch', machine: result.machine, result: 'over-quota', lines: 0 });
        notices.noteOverQuota(result.machine);
        continue;
      }
      receipts.set(result.receipt, result.machine);
      emit({
        kind: 'batch',
        machine: result.machine,
        result: result.kind,
        lines: result.kind === 'fork' ? 0 : result.lines,
      });
      if (result.kind === 'new') this.#unfolded = true;
      if (result.kind === 'fork') notices.noteFork(result);
    }
    for (const [receipt, machine] of receipts) broker.send(machine, 'receipt', JSON.stringify(receipt));
  }

  /** Folds some lines. False if the store failed. */
  async #fold(): Promise<boolean> {
    const { store, storeStatus, quarantines, emit } = this.#deps;
    const part = this.#throttle.begin();
    try {
      await quarantines.keepListInStore();
      const report = await store.fold(limits.foldLines);
      part.end();
      this.#unfolded = !report.done;
      this.#noteSetAside(report);
      await this.#apply(report);
      if (report.lines > 0) emit({ kind: 'folded', report });
      return true;
    } catch (error) {
      storeStatus.failed(error);
      return false;
    }
  }

  /** Reports machines whose lines cannot be folded, and those for which they can again. */
  #noteSetAside(report: FoldReport): void {
    const { machines, evaluationQueue, emit } = this.#deps;
    const setAside = report.setAside.filter((each) => !isByPerson(each));
    const named = new Set(setAside.map(({ machine }) => machine));
    for (const machine of this.#setAside ?? machines.keys()) {
      const state = machines.get(machine);
      if (named.has(machine) || !state || state.setAsideAt === null) continue;
      state.setAsideAt = null;
      evaluationQueue.add(machine);
    }
    const before = this.#setAside;
    this.#setAside = named;
    for (const { machine, at, why } of setAside) {
      if (before?.has(machine)) continue;
      const state = machines.get(machine);
      if (state) state.setAsideAt = at;
      evaluationQueue.add(machine);
      emit({ kind: 'set-aside', machine, why });
    }
  }

  async #apply(report: FoldReport): Promise<void> {
    const { machines, evaluationQueue, notices, clock, zone } = this.#deps;
    const day = zone.dayOf(clock.now());
    for (const { machine, account, sinceDay } of report.machines) {
      const state = machines.get(machine);
      if (!state) continue;
      const before = state.account.ledger;
      state.account = readAccount(account);
      if (sinceDay < day) state.countsStale = true;
      evaluationQueue.add(machine);
      const { ledger } = state.account;
      if (ledger !== null && before !== ledger) await notices.ledgerBegan(machine, ledger);
    }
  }
}
