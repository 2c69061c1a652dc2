import { formatDay, type LocalDay } from '../../shared/rules/calendar.ts';
import type { MachineRecord } from './records.ts';

/** The county where a machine stood on a day: before its first place, that one. */
export function regionOn({ places, region }: Pick<MachineRecord, 'places' | 'region'>, day: LocalDay): string {
  if (places.length <= 1) return places[0]?.region ?? region;
  const text = formatDay(day);
  return places.findLast((place) => place.from <= text)?.region ?? places[0]?.region ?? region;
}
