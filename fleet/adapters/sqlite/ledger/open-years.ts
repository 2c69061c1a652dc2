import type { FoldRules } from '../../../ledger/chunk-fold.ts';
import type { Connection } from '../connection/database.ts';

/** Which chunks of a database were folded before closed years existed, as a rule for folding. */
export function openYears(db: Connection): Pick<FoldRules, 'openYearsThrough'> {
  const through = db.prepare("SELECT value FROM meta WHERE key = 'open_years_through'").pluck().get();
  return { openYearsThrough: (through as number | undefined) ?? 0 };
}
