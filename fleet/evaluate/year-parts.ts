import { firstDayOfYear, type LocalDay, lastDayOfYear, yearOf } from '../../shared/rules/calendar.ts';
import { inServiceDays, type Service } from '../../shared/rules/suspension.ts';
import type { UncertainTurns } from '../ledger/uncertain-turns.ts';
import type { MachineRecord, YearPart } from '../registry/records.ts';
import { regionOn, staysOf } from '../registry/stays.ts';

/**
 * The last day that a year's figures include as of today: yesterday, or 31 December of a past year.
 */
export const lastCounted = (year: number, today: LocalDay): LocalDay =>
  yearOf(today) === year ? ((today - 1) as LocalDay) : lastDayOfYear(year);

/**
 * A machine's parts of a year up to a day, one per county, in the order in which it was there.
 * `boxes` are the boxes up to that day, by county.
 */
export function yearParts(
  record: MachineRecord,
  service: Service,
  uncertainTurns: UncertainTurns,
  { year, through }: { readonly year: number; readonly through: LocalDay },
  boxes: ReadonlyMap<string, number>,
): YearPart[] {
  const parts = new Map<string, { days: number; ofYear: number; boxes: number; uncertain: number }>();
  const partIn = (region: string) => {
    const part = parts.get(region) ?? { days: 0, ofYear: 0, boxes: 0, uncertain: 0 };
    parts.set(region, part);
    return part;
  };
  for (const { region, from, until } of staysOf(record, firstDayOfYear(year), lastDayOfYear(year))) {
    const part = partIn(region);
    part.ofYear += inServiceDays(service, from, until);
    part.days += inServiceDays(service, from, until < through ? until : through);
  }
  for (const [region, count] of boxes) partIn(region).boxes += count;
  for (const { day } of uncertainTurns.values()) if (yearOf(day) === year) partIn(regionOn(record, day)).uncertain += 1;
  return [...parts].flatMap(([region, part]) =>
    part.ofYear === 0 && part.boxes === 0 && part.uncertain === 0 ? [] : [{ region, ...part }],
  );
}

/** Adds up parts of one machine: those of the counties of an area. */
export const mergeParts = (parts: readonly YearPart[]): Omit<YearPart, 'region'> => ({
  days: parts.reduce((sum, part) => sum + part.days, 0),
  ofYear: parts.reduce((sum, part) => sum + part.ofYear, 0),
  boxes: parts.reduce((sum, part) => sum + part.boxes, 0),
  uncertain: parts.reduce((sum, part) => sum + part.uncertain, 0),
});
