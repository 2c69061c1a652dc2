import { type MachineAccount, openAccount } from '../../../fleet/ledger/account.ts';
import type { Chunk, TimestampedLine } from '../../../fleet/ledger/chunk.ts';
import { DayBook, type FoldRules, foldChunk } from '../../../fleet/ledger/chunk-fold.ts';
import { noteHeartbeatClock } from '../../../fleet/ledger/timestamping.ts';
import type { DayTotal } from '../../../fleet/ledger/totals.ts';
import type { LineDecision } from '../../../fleet/ledger/uncounted.ts';
import { foldRulesOf } from '../../../fleet/store/options.ts';
import type { LedgerId, MachineId } from '../../../shared/contracts/ids.ts';
import { formatDay, yearOf } from '../../../shared/rules/calendar.ts';
import { storeOptions } from './store.ts';

const usual: FoldRules = foldRulesOf(storeOptions(':memory:', 0));

const someLedger = 'a0000000-0000-4000-8000-000000000001';

/** One machine's books, controlled by the test: lines are folded as if they arrived at `now`. */
export class Folded {
  readonly account: MachineAccount = openAccount('JX-360102-0001' as MachineId);
  readonly #days = new DayBook(() => null);
  readonly #through = new Map<string, number>();
  readonly #decisions: readonly LineDecision[];
  readonly #rules: FoldRules;
  readonly timestamps: TimestampedLine[] = [];
  #chunks = 0;

  constructor(decisions: readonly LineDecision[] = [], fastestTurnMs = usual.fastestTurnMs) {
    this.#decisions = decisions;
    this.#rules = { ...usual, fastestTurnMs };
  }

  hears(run: number, up: number, now: number, ledger = someLedger): this {
    this.account.clocks = noteHeartbeatClock(this.account.clocks, { ledger: ledger as LedgerId, run, up }, now);
    return this;
  }

  /** The next lines of a ledger arrive. */
  takes(ledger: string, lines: readonly (object | string)[], now: number): this {
    const first = (this.#through.get(ledger) ?? 0) + 1;
    this.#through.set(ledger, first + lines.length - 1);
    this.#chunks += 1;
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    const { machine } = this.account;
    return this.refold({
      number: this.#chunks,
      machine,
      ledger: ledger as LedgerId,
      first,
      received: now,
      lines: texts,
      timestamps: null,
    });
  }

  /** Folds a chunk as it is stored, with its timestamps. */
  refold(chunk: Chunk): this {
    this.timestamps.push(...foldChunk(this.account, this.#days, chunk, this.#decisions, this.#rules));
    return this;
  }

  get totals(): readonly DayTotal[] {
    return this.#days.touched();
  }

  /** Confirmed boxes in the day totals: of one year, or of all. */
  issued(year?: number): number {
    const days = this.totals.filter(({ day }) => year === undefined || yearOf(day) === year);
    return days.reduce((boxes, { issued }) => boxes + issued, 0);
  }

  get stock(): number {
    return [...this.account.books.lanes.values()].reduce(
      (boxes, { lots }) => lots.reduce((sum, { count }) => sum + count, boxes),
      0,
    );
  }

  /** What waits for a decision, by reason: lines, boxes given out and boxes moved. */
  get waiting(): Record<string, readonly [lines: number, issued: number, moved: number]> {
    return Object.fromEntries(
      this.account.uncounted.map(({ reason, lines, issued, moved }) => [reason, [lines, issued, moved]]),
    );
  }

  get days(): string[] {
    return this.totals.map(({ day }) => formatDay(day));
  }
}
