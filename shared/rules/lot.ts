import type { ProductCode } from '../contracts/ids.ts';
import { lotKey, sameLot } from '../contracts/spelling.ts';
import { addDays, daysBetween, expiryDay, type LocalDay } from './calendar.ts';
import type { MachineRules } from './machine-rules.ts';

/**
 * A lot as the ledger names it; null only if nobody entered it. `expires` as printed, see
 * `expiryDay`.
 */
export interface Lot {
  readonly product: string;
  readonly lot: string | null;
  readonly expires: string | null;
}

/** A lot of a product that is called back; null: every lot of it. */
export interface LotRecall {
  readonly product: ProductCode;
  readonly lot: string | null;
}

/** The boxes of several lots together. */
export const stockOf = (lots: readonly { readonly count: number }[]): number =>
  lots.reduce((sum, { count }) => sum + count, 0);

/**
 * `fit`; `undated`: nobody entered an expiry; `misdated`: what was entered is not a day of the
 * calendar, or is later than such a product lasts; `expiring`: within `expiringDays`, still given
 * out; `closing`: within `lockDays`; `expired`: its last usable day has passed; `recalled`.
 */
export type LotFitness = 'fit' | 'undated' | 'misdated' | 'expiring' | 'closing' | 'expired' | 'recalled';

/**
 * Whether a recall may concern these boxes: an unknown lot of a recalled product may be the
 * recalled one.
 */
export const isRecalled = (lot: Lot, recalls: readonly LotRecall[]): boolean =>
  recalls.some(
    (r) => r.product === lot.product && (r.lot === null || lotKey(lot.lot) === null || sameLot(lot.lot, r.lot)),
  );

/**
 * Whether a lot may be given out on `today`: the one rule for the kiosk's own locks and for the
 * fleet's lists [rules, restock].
 */
export function lotFitness(lot: Lot, today: LocalDay, recalls: readonly LotRecall[], rules: MachineRules): LotFitness {
  if (isRecalled(lot, recalls)) return 'recalled';
  if (lot.expires === null) return 'undated';
  const lastDay = expiryDay(lot.expires);
  if (lastDay === null || lastDay > lastPlausible(lot.product, today, rules)) return 'misdated';
  const daysLeft = daysBetween(today, lastDay);
  if (daysLeft < 0) return 'expired';
  if (daysLeft <= rules.lockDays) return 'closing';
  return daysLeft <= rules.expiringDays ? 'expiring' : 'fit';
}

/** The latest expiry that is plausible for a box that is there today. */
const lastPlausible = (product: string, today: LocalDay, rules: MachineRules): LocalDay =>
  addDays(today, Math.ceil((rules.shelfLives.get(product) ?? rules.shelfLifeYears) * 365.25));

/** Whether the kiosk locks a lane whose front lot has this fitness. */
export function isLocking(fitness: LotFitness, rules: MachineRules): boolean {
  if (fitness === 'undated') return rules.lockUndated;
  return isTimedOut(fitness) || fitness === 'misdated' || fitness === 'recalled';
}

/** Whether it is unfit only because of time. */
export const isTimedOut = (fitness: string): boolean => fitness === 'closing' || fitness === 'expired';

/**
 * Whether its expiry is unknown. Such boxes stay in the lane, because the date is printed on the
 * pack.
 */
export const lacksDate = (fitness: LotFitness): boolean => fitness === 'undated' || fitness === 'misdated';

/**
 * The fitness of a whole lane, its lots in loading order, front first. A recall of any lot in it
 * applies to the lane, since the record of which box is where may be wrong. Otherwise the front lot
 * decides, since only it can fall. An empty lane is fit.
 */
export function laneFitness(
  lots: readonly Lot[],
  today: LocalDay,
  recalls: readonly LotRecall[],
  rules: MachineRules,
): LotFitness {
  const front = lots[0];
  if (front === undefined) return 'fit';
  if (lots.some((lot) => isRecalled(lot, recalls))) return 'recalled';
  return lotFitness(front, today, [], rules);
}
