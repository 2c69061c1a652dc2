import { usualReasons } from '../../shared/config/reasons.ts';
import type { DayChange } from '../../shared/contracts/fleet/day-change.ts';
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

/**
 * Refuses a change of days that are over without a reason: it is shown where the figures are.
 */
export function requireWhy(changes: readonly DayChange[], why: string | null): void {
  if (changes.length > 0 && why === null)
    throw new RefusedError(
      'invalid',
      'why: days that are over are counted differently, so say why',
      '这会改变以往日期的计入，请填写原因',
    );
}
