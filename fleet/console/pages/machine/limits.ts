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

/** A limit as people read it: temperatures are stored in 0.1 °C and shown in °C. */
export const limitShown = (key: keyof KioskLimits, value: number): number =>
  key.endsWith('DeciC') ? value / 10 : value;
/** A limit as it is stored, from the number in the form. */
export const limitStored = (key: keyof KioskLimits, shown: number): number =>
  key.endsWith('DeciC') ? Math.round(shown * 10) : Math.round(shown);
