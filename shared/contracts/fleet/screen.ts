import { z } from 'zod';
import { EligibilityRules, VolumeHours } from '../eligibility.ts';
import { typedLine } from '../text.ts';
import { AreaCode, asOf, Moment } from './common.ts';
import { Telephone } from './site-contact.ts';

/** A place on the earth, in degrees (WGS 84). */
export const Position = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) });
export type Position = z.infer<typeof Position>;

/** A staffed service point near machines that gives out the same. */
export const ServicePoint = z.object({
  name: typedLine(64),
  address: typedLine(128, 0).default(''),
  hours: typedLine(128, 0).default(''),
  phone: Telephone.default(''),
  position: Position.nullable().default(null),
});
export type ServicePoint = z.infer<typeof ServicePoint>;

/** How loud tones are. */
export const ScreenVolume = z.object({
  volume: z.int().min(0).max(100),
  volumeHours: z.array(VolumeHours).max(8).default([]),
});
export type ScreenVolume = z.infer<typeof ScreenVolume>;

/** What is set apart from each other; null: as the larger area has it. */
const choices = {
  phone: Telephone.nullable(),
  discreet: z.boolean().nullable(),
  volume: ScreenVolume.nullable(),
  servicePoints: z.array(ServicePoint).max(100).nullable(),
};

/**
 * PUT /screen-settings/{area} and /machines/{id}/screen-settings: what screens say and by which
 * rules machines give out. `rules.from` is the local day from which the rules hold, today if
 * absent; earlier rules stay known, so that nobody's earlier use is held against them for longer.
 * `basedOn` is the `at` of what the editor saw, null for nothing; 409 if it has changed since.
 */
export const ScreenWish = z.object({
  basedOn: Moment.nullable(),
  rules: EligibilityRules.nullable(),
  ...choices,
});
export type ScreenWish = z.infer<typeof ScreenWish>;

/** What was set for one area or one machine, and by whom. */
export const ScreenChoice = z.object({
  /** Versions of the rules, the oldest first; null: as the larger area has them. */
  rules: z.array(EligibilityRules).nullable(),
  ...choices,
  at: Moment,
  by: z.string(),
});
export type ScreenChoice = z.infer<typeof ScreenChoice>;

/**
 * A value that applies, and the area or machine for which it was set; `from` is null for the
 * kiosks' own default.
 */
const applying = <T extends z.ZodType>(value: T) => z.object({ value, from: z.string().nullable() });

/** What applies in an area or at a machine, each with where it was set. */
export const AppliedScreen = z.object({
  rules: applying(z.array(EligibilityRules)),
  phone: applying(z.string().nullable()),
  discreet: applying(z.boolean()),
  volume: applying(ScreenVolume),
  servicePoints: applying(z.array(ServicePoint)),
});
export type AppliedScreen = z.infer<typeof AppliedScreen>;

/** GET /screen-settings/{area} */
export const AreaScreen = z.object({
  asOf,
  area: AreaCode,
  /** What was set for the area itself; null if nothing was. */
  own: ScreenChoice.nullable(),
  applied: AppliedScreen,
  /** The area's machines: how many have not confirmed, and which have settings of their own. */
  machines: z.object({ total: z.int(), waiting: z.int(), own: z.array(z.string()) }),
});
export type AreaScreen = z.infer<typeof AreaScreen>;

/** GET /machines/{id}/screen-settings */
export const MachineScreen = z.object({
  asOf,
  own: ScreenChoice.nullable(),
  applied: AppliedScreen,
  /** Who may work here. */
  staff: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
  /**
   * Whether the kiosk's own ledger says that all of this is in force: `none` if nothing is set,
   * `not-asked` while its lanes are not known, `waiting` until it confirms.
   */
  state: z.enum(['none', 'not-asked', 'waiting', 'in-force']),
});
export type MachineScreen = z.infer<typeof MachineScreen>;
