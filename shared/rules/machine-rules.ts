import { defaultRules, type Rules } from './defaults.ts';

/** The limits in force at one machine that bear on its lots; each that is left out has a default. */
export interface LotLimits {
  readonly lockBeforeExpiryDays?: number | undefined;
  readonly lockUndated?: boolean | undefined;
  readonly shelfLifeYears?: number | undefined;
  readonly shelfLives?: readonly { readonly product: string; readonly years: number }[] | undefined;
}

/** The rules as they hold for the lots of one machine: the kiosk locks by them, and the fleet evaluates its stock by the same. */
export interface MachineRules extends Rules {
  /**
   * Whether a lane is locked whose front box nobody entered a date for. Locked: good boxes wait for staff to read a
   * date off the pack; given out: an expired one may be among them.
   */
  readonly lockUndated: boolean;
  /**
   * Years from today within which an expiry is believed, by product where configured. Fewer: fresh lots are refused;
   * more: a slip such as 2208 keeps a lot fit for ever.
   */
  readonly shelfLives: ReadonlyMap<string, number>;
  readonly shelfLifeYears: number;
}

/** Medicines and devices in this programme are made to last five years at the most; ten leaves room for those to come. */
const usualShelfLifeYears = 10;

/** The rules for one machine: the fleet's, with the limits that its own configuration sets. */
export function machineRules(rules: Rules, limits: LotLimits): MachineRules {
  return {
    ...rules,
    lockDays: limits.lockBeforeExpiryDays ?? rules.lockDays,
    lockUndated: limits.lockUndated ?? true,
    shelfLives: new Map(limits.shelfLives?.map(({ product, years }) => [product, years])),
    shelfLifeYears: limits.shelfLifeYears ?? usualShelfLifeYears,
  };
}

/** The rules of a machine that nobody configured. */
export const defaultMachineRules: MachineRules = machineRules(defaultRules, {});
