import { zoneOf } from '../../shared/rules/calendar.ts';
import type { FoldRules } from '../ledger/chunk-fold.ts';

/** What a SQLite store is opened with. Plain data, so that it can be sent to a thread. */
export interface SqliteOptions {
  /** The database's path, or `:memory:`. */
  readonly file: string;
  readonly timeZone: string;
  /** As in `FoldRules`. */
  readonly clockToleranceMs: number;
  /** As in `FoldRules`. */
  readonly yearClosesDays: number;
  /** As in `FoldRules`. */
  readonly fastestTurnMs: number;
  /** The time of opening, in ms since 1970. */
  readonly now: number;
}

/** The rules by which a store's ledgers are folded. */
export const foldRulesOf = ({
  timeZone,
  clockToleranceMs,
  yearClosesDays,
  fastestTurnMs,
}: SqliteOptions): FoldRules => ({
  zone: zoneOf(timeZone),
  clockToleranceMs,
  yearClosesDays,
  fastestTurnMs,
});
