import { addDays, firstDayOfYear, type LocalDay, yearOf } from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import { type PaceBooks, paceBooks } from '../../shared/rules/pace.ts';
import type { Service } from '../../shared/rules/suspension.ts';
import { type DayCount, type Tally, tallyOf } from '../../shared/rules/tally.ts';
import type { MachineRecord } from '../registry/records.ts';
import { regionOn } from '../registry/stays.ts';

/**
 * A machine's confirmed boxes as the rules need them. Computed once a day and when older days
 * change.
 */
export interface Tallies {
  readonly today: LocalDay;
  readonly pace: PaceBooks;
  readonly products: ReadonlyMap<string, Tally>;
  /** Boxes of the year up to yesterday, by the county where they fell. */
  readonly counties: ReadonlyMap<string, number>;
}

/** Sums the daily counts of the current year before today, by county code. */
function countyBoxes(record: MachineRecord, counts: readonly DayCount[], today: LocalDay): Map<string, number> {
  const counties = new Map<string, number>();
  const first = firstDayOfYear(yearOf(today));
  for (const { day, boxes } of counts) {
    if (day < first || day >= today) continue;
    const region = regionOn(record, day);
    counties.set(region, (counties.get(region) ?? 0) + boxes);
  }
  return counties;
}

/** Computes the tallies of a machine from its daily boxes. */
export function talliesOf(
  record: MachineRecord,
  service: Service,
  counts: readonly { readonly day: LocalDay; readonly product: string; readonly issued: number }[],
  uncertain: number,
  today: LocalDay,
  rules: Rules,
): Tallies {
  const boxes = counts.map(({ day, issued }) => ({ day, boxes: issued }));
  const byProduct = new Map<string, { day: LocalDay; boxes: number }[]>();
  for (const { day, product, issued } of counts) {
    const list = byProduct.get(product) ?? [];
    byProduct.set(product, list);
    list.push({ day, boxes: issued });
  }
  const first = addDays(today, -rules.restockRateDays);
  const tally = (list: readonly { day: LocalDay; boxes: number }[]) =>
    tallyOf(list, service, first, addDays(today, -1));
  return {
    today,
    pace: paceBooks(service, boxes, uncertain, today, rules),
    products: new Map([...byProduct].map(([product, list]) => [product, tally(list)])),
    counties: countyBoxes(record, boxes, today),
  };
}
