import { z } from 'zod';
import { Instant, LedgerId, Mark } from '../../../shared/contracts/ids.ts';
import type { Position } from '../../ports.ts';
import type { LedgerStatements } from './statements.ts';

const KeptPosition = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(z.object({ ledger: LedgerId, through: Mark, timeMs: Instant }));

/**
 * The position of the last receipt. null if it can't be read: the fleet's next receipt gives it
 * again.
 */
export function readPosition(sql: LedgerStatements): Position | null {
  const kept = sql.hint.get('position');
  return kept === undefined ? null : (KeptPosition.safeParse(kept).data ?? null);
}

/** Stores the position of the last receipt. */
export function writePosition(sql: LedgerStatements, position: Position): void {
  sql.putHint.run('position', JSON.stringify(position));
}
