import type { Receipt } from '../../shared/contracts/batch.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { readAccount } from '../ledger/account-text.ts';
import type { FoldReport } from '../ledger/fold-report.ts';
import type { IngestResult, ReceivedBatch } from '../ledger/ingest.ts';
import { limits } from '../limits.ts';
import { type Context, errorText, stateOf, today } from './context.ts';
import type { NoticeDesk } from './noticing.ts';

/** Of the time under load, folding gets one part in this many: receipts come first, the books follow. */
const foldShare = 20;
/**
 * How long nothing must have come, nor been answered, before folding takes all the time. An empty queue alone says nothing: kiosks that send at
 * their window's pace all wait for their receipts just then.
 */
const quietMs = 50;
/** Groups taken in after which a part is folded in any case, should the clock be turned back meanwhile. */
const takesBetweenFolds = 256;

/**
 * The ingest loop: gathers the batches that came while the last group was being stored into the next one, sends receipts only after the commit,
 * and folds what is stored: at once where that was quiet, else in its share of the time. One turn at a time: there is one writer.
 */
export class IngestService {
  readonly #context: Context;
  readonly #notices: NoticeDesk;
  #waiting: ReceivedBatch[] = [];
  #waitingBytes = 0;
  #unfolded = true;
  /** Under load, folding rests until then. */
  #foldFrom = 0;
  /** When something last came or was answered. */
  #lastBusy = 0;
  /** Groups taken in since the last fold. */
  #takes = 0;
  /** Somebody waits for the books. */
  #hurry = false;
  #working: Promise<void> | null = null;
  #stopped = false;

  constructor(context: Context, notices: NoticeDesk) {
    this.#context = context;
    this.#notices = notices;
  }

  /** Machines whose lines cannot be booked, as of the last fold; null before the first. */
  #notBooked: ReadonlySet<MachineId> | null = null;

  /** Batches that were left out because too many waited: their kiosks send them again. */
  leftOut = 0;

  get waiting(): number {
    return this.#waiting.length;
  }

  arrive(batch: ReceivedBatch): void {
    if (this.#waiting.length >= limits.waitingBatches || this.#waitingBytes + batch.bytes > limits.waitingBytes) {
      this.leftOut += 1;
      return;
    }
    this.#waiting.push(batch);
    this.#waitingBytes += batch.bytes;
    this.#lastBusy = this.#context.clock.now();
    this.work();
  }

  /** Starts the loop where it doesn't run: when batches came, when the store works again, and each second for what folding left for later. */
  work(): void {
    if (this.#working || this.#stopped || (this.#waiting.length === 0 && !this.#unfolded)) return;
    this.#working = this.#loop().finally(() => {
      this.#working = null;
      if (this.#waiting.length > 0) this.work();
    });
  }

  /** Resolves when nothing waits and all that is stored is folded, or the store refuses. */
  async settled(): Promise<void> {
    this.#hurry = true;
    try {
      this.work();
      while (this.#working) await this.#working;
    } finally {
      this.#hurry = false;
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  foldAnew(): void {
    this.#unfolded = true;
    this.work();
  }

  async #loop(): Promise<void> {
    // The rest of what is arriving right now joins the first group.
    await Promise.resolve();
    // Books that can't be written wait for the next batch or second: receipts never wait for them.
    let refused = false;
    while (!this.#stopped) {
      if (this.#unfolded && !refused && (this.#takes >= takesBetweenFolds || this.#mayFold())) {
        this.#takes = 0;
        refused = !(await this.#fold());
      } else if (this.#waiting.length > 0) {
        this.#takes += 1;
        await this.#take(this.#nextGroup());
      } else return;
    }
  }

  #mayFold(): boolean {
    const now = this.#context.clock.now();
    if (now >= this.#foldFrom) return true;
    if (this.#waiting.length > 0) return false;
    return this.#hurry || now < this.#lastBusy || now - this.#lastBusy >= quietMs;
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

  async #take(group: ReceivedBatch[]): Promise<void> {
    const { store, clock, setStoreStatus: storeIs } = this.#context;
    try {
      const report = await store.ingest(group, clock.now());
      storeIs(report.stored ? null : report.why);
      if (report.stored) this.#answer(report.intakes);
      this.#lastBusy = clock.now();
    } catch (error) {
      storeIs(errorText(error));
    }
  }

  #answer(intakes: readonly IngestResult[]): void {
    const { broker: link, emit: tell } = this.#context;
    // The keeper says one receipt a ledger, whatever number of its batches came.
    const receipts = new Map<Receipt, MachineId>();
    for (const intake of intakes) {
      if (intake.kind === 'malformed') {
        tell({ kind: 'malformed', what: 'events', machine: intake.machine, why: intake.why });
        continue;
      }
      if (intake.kind === 'over-quota') {
        tell({ kind: 'batch', machine: intake.machine, became: 'over-quota', lines: 0 });
        this.#notices.noteOverQuota(intake.machine);
        continue;
      }
      receipts.set(intake.receipt, intake.machine);
      tell({
        kind: 'batch',
        machine: intake.machine,
        became: intake.kind,
        lines: intake.kind === 'fork' ? 0 : intake.lines,
      });
      if (intake.kind === 'new') this.#unfolded = true;
      if (intake.kind === 'fork') this.#notices.noteFork(intake);
    }
    for (const [receipt, machine] of receipts) link.send(machine, 'receipt', JSON.stringify(receipt));
  }

  /** Folds a part; false where the store refused. */
  async #fold(): Promise<boolean> {
    const { store, setStoreStatus: storeIs, emit: tell, clock } = this.#context;
    const began = clock.now();
    try {
      const report = await store.fold(limits.foldLines);
      this.#foldFrom = clock.now() + (clock.now() - began) * (foldShare - 1);
      this.#unfolded = !report.done;
      this.#noteNotBooked(report);
      await this.#apply(report);
      if (report.lines > 0) tell({ kind: 'folded', report });
      return true;
    } catch (error) {
      storeIs(errorText(error));
      return false;
    }
  }

  /** Names the machines whose lines cannot be booked, and those whose lines can be again. */
  #noteNotBooked({ aside }: FoldReport): void {
    const { machines, dirty, emit: tell } = this.#context;
    const named = new Set(aside.map(({ machine }) => machine));
    for (const machine of this.#notBooked ?? machines.keys()) {
      const state = machines.get(machine);
      if (named.has(machine) || !state || state.notBooked === null) continue;
      state.notBooked = null;
      dirty.add(machine);
    }
    const known = this.#notBooked;
    this.#notBooked = named;
    for (const { machine, at, why } of aside) {
      if (known?.has(machine)) continue;
      const state = machines.get(machine);
      if (state) state.notBooked = at;
      dirty.add(machine);
      tell({ kind: 'not-booked', machine, why });
    }
  }

  async #apply(report: FoldReport): Promise<void> {
    const { dirty } = this.#context;
    const day = today(this.#context);
    for (const { machine, account, sinceDay } of report.machines) {
      const state = stateOf(this.#context, machine);
      if (!state) continue;
      const before = state.account.ledger;
      state.account = readAccount(account);
      if (sinceDay < day) state.stale = true;
      dirty.add(machine);
      const { ledger } = state.account;
      if (ledger !== null && before !== ledger) await this.#notices.ledgerBegan(machine, ledger);
    }
  }
}
