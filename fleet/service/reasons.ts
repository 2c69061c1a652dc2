import { usualReasons } from '../../shared/config/reasons.ts';
import { RefusedError } from '../refused.ts';

/** The codes of the reasons that people may enter. */
export type Reasons = ReadonlySet<string>;

/** The reasons if the configuration names none. */
export const usualReasonCodes: Reasons = new Set(usualReasons.map(({ code }) => code));

/**
 * Refuses a reason that is not on the list. Reasons entered before the list changed stay as they
 * are.
 */
export function requireReason(reasons: Reasons, reason: string): void {
  if (!reasons.has(reason))
    throw new RefusedError('invalid', `reason: ${reason} is not on the list`, '请选择列表中的原因');
}
