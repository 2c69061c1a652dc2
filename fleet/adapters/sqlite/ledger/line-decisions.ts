import type { LineDecision } from '../../../ledger/uncounted.ts';
import type { Connection } from '../connection/database.ts';

/** All that people decided about lines, oldest first. */
export const readLineDecisions = (db: Connection): LineDecision[] =>
  (db.prepare('SELECT doc FROM decision ORDER BY at, id').pluck().all() as string[]).map(
    (doc) => JSON.parse(doc) as LineDecision,
  );
