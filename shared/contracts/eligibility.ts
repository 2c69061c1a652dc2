import { z } from 'zod';
import { ProductCode } from './ids.ts';

/** The ages that a machine serves, in completed years; both ends are included. */
export const Ages = z
  .object({ from: z.int().min(0).max(150), to: z.int().min(0).max(150) })
  .refine(({ from, to }) => from <= to, { message: '起止年龄颠倒 · the ages end before they begin' });
export type Ages = z.infer<typeof Ages>;

/**
 * How long one person waits for the next box: a number of days, or until the next calendar month.
 */
export const Interval = z.discriminatedUnion('every', [
  z.object({ every: z.literal('days'), days: z.int().min(1).max(366) }),
  z.object({ every: z.literal('month') }),
]);
export type Interval = z.infer<typeof Interval>;

/** How many boxes one person may take at this machine in a calendar year, or in any 365 days. */
export const Quota = z.object({ boxes: z.int().min(1).max(366), year: z.enum(['calendar', 'rolling']) });
export type Quota = z.infer<typeof Quota>;

/**
 * Who may take a box. A rule that is null is not in force. A machine without this configuration has
 * `defaultEligibility`.
 */
export const EligibilityRules = z.object({
  /**
   * The local day from which this version holds, `2027-01-01`; absent: always. If several versions
   * are configured, the latest that has begun is in force. A use is never held against a person for
   * longer than the version of its own day did.
   */
  from: z.iso.date().optional(),
  ages: Ages.nullable(),
  /** Whether a year of age is completed on the birthday or on the day after it. */
  ageFrom: z.enum(['birthday', 'day-after']).default('birthday'),
  /** When somebody born on 29 February has a birthday in a common year. */
  leapBirthday: z.enum(['march-1', 'february-28']).default('march-1'),
  interval: Interval.nullable(),
  quota: Quota.nullable(),
  /** Whether interval and quota count the products of all groups together or each group apart. */
  groups: z.enum(['together', 'apart']).default('together'),
  /** What happens to a document whose last day has passed. */
  expiredCards: z.enum(['refuse', 'accept']).default('refuse'),
});
export type EligibilityRules = z.infer<typeof EligibilityRules>;

const inBoth = (max: number) => z.object({ zh: z.string().min(1).max(max), en: z.string().min(1).max(max) });

/** How the screen names and shows a product, and the group that it counts in. */
export const ScreenProduct = z.object({
  product: ProductCode,
  name: inBoth(64),
  size: inBoth(64).nullable().default(null),
  drawing: z.enum(['condom', 'tablet', 'gel', 'film', 'other']).default('other'),
  /** Groups matter only for rules that count them apart. */
  group: z.string().min(1).max(16).default('all'),
  leaflet: z.url().max(200).nullable().default(null),
  /**
   * The GTINs of its boxes, 14 digits with a leading 0 for an EAN-13. If staff scan a box of
   * another product, it is refused; without any GTIN the product is not checked.
   */
  gtins: z
    .array(z.string().regex(/^\d{14}$/, '商品条码由 14 位数字组成 · a GTIN of 14 digits'))
    .max(50)
    .optional(),
});
export type ScreenProduct = z.infer<typeof ScreenProduct>;

/** A place nearby that gives out the same. */
export const ScreenPlace = z.object({
  name: z.string().min(1).max(64),
  address: z.string().max(128).default(''),
  /** Straight-line distance in m; null if unknown. */
  distanceM: z.int().min(0).max(1_000_000).nullable().default(null),
  hours: z.string().max(128).default(''),
  phone: z.string().max(40).default(''),
});
export type ScreenPlace = z.infer<typeof ScreenPlace>;

/**
 * Another volume for some hours of the day, in %: from `from` o'clock up to `to` o'clock by the
 * machine's local time, over midnight if `from` is the later one.
 */
export const VolumeHours = z.object({
  from: z.int().min(0).max(23),
  to: z.int().min(0).max(23),
  volume: z.int().min(0).max(100),
});
export type VolumeHours = z.infer<typeof VolumeHours>;

/**
 * What a kiosk's screen says and by which rules it gives out: part of the desired configuration.
 * Kiosks of earlier versions ignore it.
 */
export const ScreenSettings = z.object({
  /** To be called about this machine. */
  phone: z.string().max(40).nullable().default(null),
  /** The local day on which the fleet last confirmed `nearby`, `2026-11-29`. */
  nearbyAsOf: z.iso.date().nullable().default(null),
  /** The nearest places that give out the same, nearest first. */
  nearby: z.array(ScreenPlace).max(3).default([]),
  /** Names of products; one that is not listed is shown by its item code. */
  products: z.array(ScreenProduct).max(100).default([]),
  /** Versions of the rules, in any order; empty for `defaultEligibility`. */
  eligibility: z.array(EligibilityRules).max(8).default([]),
  /** Whether drawings are neutral and product names small. */
  discreet: z.boolean().default(true),
  /** How loud tones are, in %. */
  volume: z.int().min(0).max(100).default(60),
  /** Other volumes for some hours; the first that fits holds. */
  volumeHours: z.array(VolumeHours).max(8).default([]),
});
export type ScreenSettings = z.infer<typeof ScreenSettings>;
