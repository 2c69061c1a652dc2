import { defaultRules, type Rules } from './defaults.ts';

/** The limits in force at one machine that concern its lots; each that is absent has a default. */
export interface LotLimits {
  readonly lockBeforeExpiryDays?: number | undefined;
  readonly lockUndated?: boolean | undefined;
  readonly shelfLifeYears?: number | undefined;
  readonly shelfLives?: readonly { readonly product: string; readonly years: number }[] | undefined;
}

/**
 * The rules for the lots of one machine: the kiosk locks by them, and the fleet evaluates its stock
 * by the same rules.
 */
export interface MachineRules extends Rules {
  /**
   * Whether a lane is locked if nobody entered a date for its front box. Locked: good boxes wait
   * until staff read the date on the pack; given out: an expired one may be among them.
   */
  readonly lockUndated: boolean;
  /**
   * Years from today within which an expiry is believed, by product if configured. Fewer: fresh
   * lots are refused; more: a typing error such as 2208 keeps a lot fit for ever.
   */
  readonly shelfLives: ReadonlyMap<string, number>;
  readonly shelfLifeYears: number;
}

/**
 * Medicines and devices in this programme last five years at most; ten leaves room for future ones.
 */
const usualShelfLifeYears = 10;

/** The rules for one machine: the fleet's, with the limits of its own configuration. */
export function machineRules(rules: Rules, limits: LotLimits): MachineRules {
  return {
    ...rules,
    lockDays: limits.lockBeforeExpiryDays ?? rules.lockDays,
    lockUndated: limits.lockUndated ?? true,
    shelfLives: new Map(limits.shelfLives?.map(({ product, years }) => [product, years])),
    shelfLifeYears: limits.shelfLifeYears ?? usualShelfLifeYears,
  };
}

/** The rules of a machine without a configuration. */
export const defaultMachineRules: MachineRules = machineRules(defaultRules, {});
