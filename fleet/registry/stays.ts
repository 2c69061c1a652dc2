import { addDays, earlierDay, formatDay, type LocalDay, laterDay, parseDay } from '../../shared/rules/calendar.ts';
import type { MachineRecord, Place } from './records.ts';

type Placed = Pick<MachineRecord, 'places' | 'region'>;

/**
 * The place where a machine was on a day. A later place counts from its first day; days before the
 * first place count there.
 */
export function placeOn({ places }: Pick<MachineRecord, 'places'>, day: LocalDay): Place | null {
  if (places.length <= 1) return places[0] ?? null;
  const text = formatDay(day);
  return places.findLast((place) => place.from <= text) ?? places[0] ?? null;
}

/** The county where a machine was on a day. */
export const regionOn = (of: Placed, day: LocalDay): string => placeOn(of, day)?.region ?? of.region;

/** Days on which a machine was in one county. Both ends are included. */
export interface Stay {
  readonly region: string;
  readonly from: LocalDay;
  readonly until: LocalDay;
}

/**
 * Returns a machine's stays from `first` to `last`, in order: the same counties that `regionOn`
 * returns day by day.
 */
export function staysOf({ places, region }: Placed, first: LocalDay, last: LocalDay): Stay[] {
  const stays: Stay[] = [];
  let until = last;
  for (const place of places.slice(1).reverse()) {
    const from = parseDay(place.from);
    if (from === null || from > until) continue;
    if (until >= first) stays.unshift({ region: place.region, from: laterDay(from, first), until });
    until = earlierDay(until, addDays(from, -1));
  }
  if (until >= first) stays.unshift({ region: places[0]?.region ?? region, from: first, until });
  return stays;
}

/** Whether a machine has only ever been in one county, so that all its boxes count there. */
export const neverMoved = ({ places, region }: Placed): boolean => places.every((place) => place.region === region);
