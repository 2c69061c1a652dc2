import { lotKey, sameLot } from '../contracts/spelling.ts';
import { daysBetween, expiryDay, type LocalDay } from './calendar.ts';
import type { Rules } from './defaults.ts';

/** A lot as the ledger names it; null only where nobody entered it. `expires` as printed, see `expiryDay`. */
export interface Lot {
  readonly product: string;
  readonly lot: string | null;
  readonly expires: string | null;
}

/** A lot of a product that must not be given out. */
export interface Recall {
  readonly product: string;
  readonly lot: string;
}

/**
 * `fit`; `undated`: fit as far as anybody knows, no readable expiry; `expiring`: within `expiringDays`, still given
 * out; `closing`: within `lockDays`; `expired`: its last usable day has passed; `recalled`.
 */
export type LotFitness = 'fit' | 'undated' | 'expiring' | 'closing' | 'expired' | 'recalled';

/** Whether a recall may mean these boxes: an unknown lot of a recalled product may be the one. */
export const isRecalled = (lot: Lot, recalls: readonly Recall[]): boolean =>
  recalls.some((r) => r.product === lot.product && (lotKey(lot.lot) === null || sameLot(lot.lot, r.lot)));

/**
 * What may be done with a lot on `today`: the one rule for the kiosk's own locks and for the fleet's lists [rules,
 * restock].
 */
export function lotFitness(lot: Lot, today: LocalDay, recalls: readonly Recall[], rules: Rules): LotFitness {
  if (isRecalled(lot, recalls)) return 'recalled';
  const lastDay = lot.expires === null ? null : expiryDay(lot.expires);
  if (lastDay === null) return 'undated';
  const daysLeft = daysBetween(today, lastDay);
  if (daysLeft < 0) return 'expired';
  if (daysLeft <= rules.lockDays) return 'closing';
  return daysLeft <= rules.expiringDays ? 'expiring' : 'fit';
}

/** Whether the kiosk locks a lane over it. */
export const isLocking = (fitness: LotFitness): boolean =>
  fitness === 'closing' || fitness === 'expired' || fitness === 'recalled';

/**
 * The fitness of a whole lane, its lots in loading order, front first: a recall anywhere in it holds the lane, since
 * the record of which box is where may be wrong; else the front lot decides, since only it can fall. An empty lane
 * is fit.
 */
export function laneFitness(
  lots: readonly Lot[],
  today: LocalDay,
  recalls: readonly Recall[],
  rules: Rules,
): LotFitness {
  const front = lots[0];
  if (front === undefined) return 'fit';
  if (lots.some((lot) => isRecalled(lot, recalls))) return 'recalled';
  return lotFitness(front, today, [], rules);
}
