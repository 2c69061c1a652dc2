import { addDays, earlierDay, formatDay, type LocalDay, laterDay, parseDay } from '../../shared/rules/calendar.ts';
import type { MachineRecord } from './records.ts';

type Placed = Pick<MachineRecord, 'places' | 'region'>;

/** The county where a machine stood on a day: a later place counts from its first day on, the first one before that. */
export function regionOn({ places, region }: Placed, day: LocalDay): string {
  if (places.length <= 1) return places[0]?.region ?? region;
  const text = formatDay(day);
  return places.findLast((place) => place.from <= text)?.region ?? places[0]?.region ?? region;
}

/** Days, both counted, on which a machine stood in one county. */
export interface Stay {
  readonly region: string;
  readonly from: LocalDay;
  readonly until: LocalDay;
}

/** Where a machine stood within `first`…`last`, in order: the same counties as `regionOn` says day by day. */
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

/** Whether a machine has stood in one county alone: then all its boxes fell there. */
export const neverMoved = ({ places, region }: Placed): boolean => places.every((place) => place.region === region);
