import { areaCode, pathOf } from '../../shared/areas/jiangxi.ts';
import { type EligibilityRules, ScreenSettings } from '../../shared/contracts/eligibility.ts';
import type { AppliedScreen, ScreenChoice } from '../../shared/contracts/fleet/screen.ts';

/** For what something is set: an area by its code, or a machine by its id. */
export type ScreenScope = { readonly area: string } | { readonly machine: string };

/** A choice as stored, under its scope. */
export interface ScreenChoiceRecord extends ScreenChoice {
  readonly of: ScreenScope;
}

/** A scope as text, for a key: no machine's is an area's. */
export const scopeKey = (of: ScreenScope): string =>
  'area' in of ? `area ${areaCode(of.area)}` : `machine ${of.machine}`;

/** The area's code or the machine's id. */
const scopeName = (of: ScreenScope): string => ('area' in of ? areaCode(of.area) : of.machine);

const defaults = ScreenSettings.parse({});

/** The most versions of the rules in a configuration. */
const versionsMax = 8;

/**
 * The versions after other rules were entered. Versions that begin later are replaced; earlier ones
 * stay, so that an earlier use is judged by the rules of its own day.
 */
export function withRules(versions: readonly EligibilityRules[], rules: EligibilityRules): EligibilityRules[] {
  const from = rules.from ?? '';
  return [...versions.filter((each) => (each.from ?? '') < from), rules].slice(-versionsMax);
}

/** What was set for areas and machines, held in memory. */
export class ScreenChoices {
  readonly #all = new Map<string, ScreenChoiceRecord>();

  put(record: ScreenChoiceRecord): void {
    this.#all.set(scopeKey(record.of), record);
  }

  /** Null if nothing was set for it. */
  find(of: ScreenScope): ScreenChoiceRecord | null {
    return this.#all.get(scopeKey(of)) ?? null;
  }

  /** Whether nothing was set anywhere. */
  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /** What was set for a place and all areas around it, the nearest first. */
  #around(region: string, machine: string | null): ScreenChoiceRecord[] {
    const scopes: ScreenScope[] = [
      ...(machine === null ? [] : [{ machine }]),
      ...pathOf(region)
        .reverse()
        .map(({ code }) => ({ area: code })),
    ];
    return scopes.flatMap((of) => this.find(of) ?? []);
  }

  /** Whether anything was set for a machine or an area around it. */
  concerns(region: string, machine: string): boolean {
    return !this.isEmpty && this.#around(region, machine).length > 0;
  }

  /** What applies in an area, or at a machine in it. */
  applied(region: string, machine: string | null): AppliedScreen {
    const around = this.#around(region, machine);
    const first = <T>(pick: (choice: ScreenChoice) => T | null, usual: T): { value: T; from: string | null } => {
      for (const choice of around) {
        const value = pick(choice);
        if (value !== null) return { value, from: scopeName(choice.of) };
      }
      return { value: usual, from: null };
    };
    return {
      rules: first(({ rules }) => rules, []),
      phone: first<string | null>(({ phone }) => phone, null),
      discreet: first(({ discreet }) => discreet, defaults.discreet),
      volume: first(({ volume }) => volume, { volume: defaults.volume, volumeHours: [] }),
      servicePoints: first(({ servicePoints }) => servicePoints, []),
    };
  }
}
