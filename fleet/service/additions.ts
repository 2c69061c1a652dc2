import { type ScreenProduct, ScreenSettings } from '../../shared/contracts/eligibility.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import type { StaffMember } from '../../shared/contracts/staff.ts';
import { addDays, formatDay, type LocalDay, parseDay, type Zone } from '../../shared/rules/calendar.ts';
import type { LotRecall } from '../../shared/rules/lot.ts';
import type { Clock } from '../ports/clock.ts';
import type { AreaRecalls } from '../registry/area-recalls.ts';
import { ownHoldings, sameRecalls } from '../registry/holdings.ts';
import { nearbyPlaces } from '../registry/nearby.ts';
import type { ScreenChoices } from '../registry/screen-choices.ts';
import type { StaffRegister } from '../registry/staff-register.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';

/** What is added to the configuration of a machine besides what was entered for it itself. */
export interface Added {
  readonly areaRecalls: readonly LotRecall[];
  /** Null if nothing was set for its screen. */
  readonly screen: ScreenSettings | null;
  /** Null if nobody was ever entered who may work there. */
  readonly staff: readonly StaffMember[] | null;
}

/** What the additions are made of. */
export interface AdditionDependencies {
  readonly areaRecalls: AreaRecalls;
  readonly screenChoices: ScreenChoices;
  readonly staffRegister: StaffRegister;
  readonly machines: Machines;
  readonly screenProducts: readonly ScreenProduct[];
  readonly clock: Clock;
  readonly zone: Zone;
}

/** Places nearby are confirmed again after this many days, so that their date is never old. */
const confirmedDays = 30;

const cityOf = (region: string): string => region.slice(0, 4);

/**
 * What areas add to the configurations of their machines: recalls, settings of the screen, and
 * staff. It is computed each time, and compared with what a machine was asked for.
 */
export class Additions {
  readonly #deps: AdditionDependencies;

  constructor(deps: AdditionDependencies) {
    this.#deps = deps;
  }

  /** What is to be added now to a machine with these lanes. */
  of(state: MachineState, lanes: readonly PlannedLane[]): Added {
    const { areaRecalls, staffRegister } = this.#deps;
    const { config, record } = state;
    const staff = staffRegister.at(record);
    return {
      areaRecalls: areaRecalls.openIn(state.record.region),
      screen: this.#screen(state, lanes),
      // A machine that had somebody also hears that nobody may work there any more.
      staff: staff.length > 0 || config?.staff !== undefined ? staff : null,
    };
  }

  /** Whether a machine should be asked for something else than it was. */
  differs(state: MachineState): boolean {
    const { config, record } = state;
    const { areaRecalls } = this.#deps;
    if (!sameRecalls(config?.areaRecalls ?? [], areaRecalls.openIn(record.region))) return true;
    const { screen, staff } = this.of(state, config ? ownHoldings(config).lanes : []);
    if (config === null) return screen !== null || staff !== null;
    return (
      JSON.stringify(staff) !== JSON.stringify(config.staff ?? null) || !this.#sameScreen(screen, config.config.screen)
    );
  }

  #sameScreen(wanted: ScreenSettings | null, asked: ScreenSettings | undefined): boolean {
    if (wanted === null || asked === undefined) return wanted === null && asked === undefined;
    const { nearbyAsOf: _, ...now } = wanted;
    const { nearbyAsOf, ...before } = asked;
    const confirmed = nearbyAsOf === null ? null : parseDay(nearbyAsOf);
    const isOld = wanted.nearby.length > 0 && (confirmed === null || addDays(confirmed, confirmedDays) < this.#today());
    return !isOld && JSON.stringify(now) === JSON.stringify(before);
  }

  #today(): LocalDay {
    const { clock, zone } = this.#deps;
    return zone.dayOf(clock.now());
  }

  #screen({ record }: MachineState, lanes: readonly PlannedLane[]): ScreenSettings | null {
    const { screenChoices, screenProducts } = this.#deps;
    const { machine, region } = record;
    if (!screenChoices.concerns(region, machine)) return null;
    const { rules, phone, discreet, volume, servicePoints } = screenChoices.applied(region, machine);
    const held = new Set<string>(lanes.map(({ product }) => product));
    const nearby = nearbyPlaces(record.position ?? null, servicePoints.value, this.#others(machine, region));
    return ScreenSettings.parse({
      phone: phone.value || null,
      nearbyAsOf: nearby.length === 0 ? null : formatDay(this.#today()),
      nearby,
      products: screenProducts.filter(({ product }) => held.has(product)),
      eligibility: rules.value,
      discreet: discreet.value,
      ...volume.value,
    });
  }

  /** The other machines of the city that are in service. */
  #others(machine: string, region: string) {
    const today = formatDay(this.#today());
    return [...this.#deps.machines.values()].flatMap(({ record, suspensions }) => {
      const { position = null, inServiceFrom, secretHash, name, address, contact } = record;
      const isOut =
        secretHash === null ||
        inServiceFrom > today ||
        suspensions.some(({ from, until }) => from <= today && (until === null || until >= today));
      if (position === null || isOut || record.machine === machine || cityOf(record.region) !== cityOf(region))
        return [];
      return [{ name, address, hours: contact?.hours ?? '', position }];
    });
  }
}
