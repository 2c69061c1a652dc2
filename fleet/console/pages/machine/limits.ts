import type { KioskLimits } from '../../../../shared/contracts/plan.ts';

/** The limits that are numbers, in the order in which they are shown. */
export const limitKeys = [
  'lockBeforeExpiryDays',
  'noDropsBeforeSuspect',
  'tempMaxDeciC',
  'tempMinDeciC',
  'humidityMaxPct',
  'shelfLifeYears',
] as const satisfies readonly (keyof KioskLimits)[];
/** A limit that is a number. */
export type LimitKey = (typeof limitKeys)[number];
/** Whether this names a limit that is a number. */
export const isLimitKey = (key: string): key is LimitKey => (limitKeys as readonly string[]).includes(key);

/**
 * The first and the last value of each limit, as they are stored; a test compares them with the
 * contract.
 */
export const limitRanges: Readonly<Record<LimitKey, readonly [first: number, last: number]>> = {
  lockBeforeExpiryDays: [0, 365],
  noDropsBeforeSuspect: [1, 20],
  tempMaxDeciC: [-500, 1000],
  tempMinDeciC: [-500, 1000],
  humidityMaxPct: [0, 100],
  shelfLifeYears: [1, 30],
};

/** A limit as people read it. Temperatures are stored in 0.1 °C and shown in °C. */
export const limitShown = (key: LimitKey, value: number): number => (key.endsWith('DeciC') ? value / 10 : value);
/**
 * A limit as it is stored, from the number in the form: nothing is rounded but what a computer adds
 * to tenths.
 */
export const limitStored = (key: LimitKey, shown: number): number =>
  key.endsWith('DeciC') ? Number((shown * 10).toFixed(6)) : shown;

/** Whether a limit may not be sent: it is outside its range, or finer than it is stored. */
export function isLimitWrong(key: LimitKey, value: number): boolean {
  const [first, last] = limitRanges[key];
  return !Number.isInteger(value) || value < first || value > last;
}

/** Whether limits may be sent. */
export const areLimitsSound = (limits: KioskLimits): boolean =>
  limitKeys.every((key) => limits[key] === undefined || !isLimitWrong(key, limits[key]));
