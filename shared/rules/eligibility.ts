import type { EligibilityRules } from '../contracts/eligibility.ts';
import { addDays, dayFrom, formatDay, type LocalDay, yearOf } from './calendar.ts';

/** The rules of a machine whose configuration names none: one box in 22 days, at any age. */
export const defaultEligibility: EligibilityRules = {
  ages: null,
  ageFrom: 'birthday',
  leapBirthday: 'march-1',
  interval: { every: 'days', days: 22 },
  quota: null,
  groups: 'together',
  expiredCards: 'refuse',
};

/** A day of birth as a document has it. */
export interface Birth {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly date: number;
}

/** What the rules need of a document: neither a name nor a number. */
export interface Document {
  readonly birth: Birth;
  /** The first day on which it is valid; null if it does not say. */
  readonly validFrom: LocalDay | null;
  /** Its last day; null for one without an end. */
  readonly validTo: LocalDay | null;
}

/**
 * One earlier turn of the same person at this machine: that a box was issued on a day, or (`open`)
 * that nobody knows yet whether one was. Both count.
 */
export interface Use {
  readonly group: string;
  readonly day: LocalDay;
  readonly state: 'open' | 'issued';
}

/**
 * Today, as far as a kiosk knows it: the same day twice if its time is certain. Ages and validity
 * must hold on both days; intervals are counted to the later one.
 */
export interface DaysNow {
  readonly earliest: LocalDay;
  readonly latest: LocalDay;
}

/** Why a person gets no box now. `rules` are those that were applied, so that they can be shown. */
export type Ineligible = {
  readonly reason: 'age' | 'interval' | 'quota' | 'expired' | 'not-yet-valid';
  readonly rules: EligibilityRules;
};

/** The version of the rules in force on a day: the latest that has begun. */
export function rulesOn(versions: readonly EligibilityRules[], day: LocalDay): EligibilityRules {
  const text = formatDay(day);
  const begun = versions.filter(({ from }) => from === undefined || from <= text);
  const latest = begun.reduce<EligibilityRules | null>(
    (best, each) => (best === null || (each.from ?? '') >= (best.from ?? '') ? each : best),
    null,
  );
  return latest ?? defaultEligibility;
}

/** The local day on which a person completes this many years. */
export function completes(birth: Birth, years: number, rules: EligibilityRules): LocalDay {
  const { year, month, date } = birth;
  const birthday =
    dayFrom(year + years, month, date) ??
    (rules.leapBirthday === 'march-1' ? dayFrom(year + years, 3, 1) : dayFrom(year + years, 2, 28));
  if (birthday === null) throw new RangeError('a day of birth outside the calendar');
  return rules.ageFrom === 'birthday' ? birthday : addDays(birthday, 1);
}

/**
 * Whether a person may take a box of this group today: null if so, else the first rule against it.
 * `group` is null as long as no product is chosen; then groups that count apart are not judged.
 * `uses` are all earlier uses at this machine that are still known.
 */
export function ineligible(
  versions: readonly EligibilityRules[],
  days: DaysNow,
  document: Document,
  uses: readonly Use[],
  group: string | null,
): Ineligible | null {
  const rules = rulesOn(versions, days.latest);
  const refused = (reason: Ineligible['reason']): Ineligible => ({ reason, rules });
  const { validFrom, validTo, birth } = document;
  if (rules.expiredCards === 'refuse' && validTo !== null && validTo < days.latest) return refused('expired');
  if (validFrom !== null && validFrom > days.latest) return refused('not-yet-valid');
  if (rules.ages !== null) {
    const from = completes(birth, rules.ages.from, rules);
    const until = completes(birth, rules.ages.to + 1, rules);
    if (days.earliest < from || days.latest >= until) return refused('age');
  }
  const counted = rules.groups === 'together' ? uses : uses.filter((use) => use.group === group);
  if (counted.some(({ day }) => days.latest < mayAgain(versions, rules, day))) return refused('interval');
  if (rules.quota !== null && inYear(counted, rules.quota.year, days.latest) >= rules.quota.boxes)
    return refused('quota');
  return null;
}

/**
 * The first day on which a use no longer counts for the interval: by the rules in force now, or by
 * those of the day of use if they are shorter.
 */
function mayAgain(versions: readonly EligibilityRules[], now: EligibilityRules, use: LocalDay): LocalDay {
  const [byNow, byThen] = [now, rulesOn(versions, use)].map(({ interval }) => intervalEnd(interval, use));
  return Math.min(byNow ?? use, byThen ?? use) as LocalDay;
}

/** The first day after the interval of a use; the day of the use itself if there is no interval. */
function intervalEnd(interval: EligibilityRules['interval'], use: LocalDay): LocalDay {
  if (interval === null) return use;
  if (interval.every === 'days') return addDays(use, interval.days);
  const [year, month] = formatDay(use).split('-').map(Number);
  const next = month === 12 ? dayFrom((year ?? 0) + 1, 1, 1) : dayFrom(year ?? 0, (month ?? 0) + 1, 1);
  return next ?? use;
}

function inYear(uses: readonly Use[], year: 'calendar' | 'rolling', today: LocalDay): number {
  const first = addDays(today, -364);
  return uses.filter(({ day }) => (year === 'calendar' ? yearOf(day) === yearOf(today) : day >= first)).length;
}

/**
 * How many days after its day a use is needed at most, by any version of the rules: after that,
 * nothing of it need be kept.
 */
export function neededForDays(versions: readonly EligibilityRules[]): number {
  const all = versions.length === 0 ? [defaultEligibility] : versions;
  const each = all.map(({ interval, quota }) => {
    const waits = interval === null ? 0 : interval.every === 'days' ? interval.days : 31;
    return quota === null ? waits : Math.max(waits, 366);
  });
  return Math.max(...each);
}
