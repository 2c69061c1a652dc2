import { usualReasons } from '../../shared/config/reasons.ts';
import { RefusedError } from '../refused.ts';

/** The codes of the reasons that people may enter. */
export type Reasons = ReadonlySet<string>;

/** The reasons of a fleet that nobody configured. */
export const usualReasonCodes: Reasons = new Set(usualReasons.map(({ code }) => code));

/** Refuses a reason that is not on the list. What was entered before the list was changed stays as it is. */
export function requireReason(reasons: Reasons, reason: string): void {
  if (!reasons.has(reason)) throw new RefusedError('invalid', `reason: ${reason} is not on the list`);
}
