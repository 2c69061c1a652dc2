import type { PaceCurve } from '../../shared/contracts/fleet/pace.ts';
import {
  addDays,
  earlierDay,
  firstDayOfYear,
  formatDay,
  type LocalDay,
  lastDayOfYear,
  yearOf,
} from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import { dueBoxes } from '../../shared/rules/pace.ts';
import type { RatePrior } from '../../shared/rules/prior.ts';
import { boxesQuantile, meanRate, rateOf } from '../../shared/rules/rate.ts';
import { forecastService, inServiceDays, isInService, type Service } from '../../shared/rules/suspension.ts';
import type { Tally } from '../../shared/rules/tally.ts';

/** Step after today, in days: enough points for a smooth band, and few enough for a phone. */
const stepDays = 7;

/**
 * The curve of the year: confirmed and due boxes day by day up to yesterday, and the expected band
 * after that.
 */
export function paceCurve(
  service: Service,
  counts: readonly { readonly day: LocalDay; readonly issued: number }[],
  history: Tally,
  prior: RatePrior,
  today: LocalDay,
  rules: Rules,
): Pick<PaceCurve, 'curve' | 'ahead'> {
  const year = yearOf(today);
  const first = firstDayOfYear(year);
  const byDay = new Map<LocalDay, number>();
  for (const { day, issued } of counts) byDay.set(day, (byDay.get(day) ?? 0) + issued);
  const curve: PaceCurve['curve'] = [];
  let issued = 0;
  let days = 0;
  for (let day = first; day < today; day = addDays(day, 1)) {
    if (isInService(service, day)) days += 1;
    issued += byDay.get(day) ?? 0;
    curve.push({ day: formatDay(day), issued, due: Number(dueBoxes(rules.target, days, year).toFixed(2)) });
  }
  const rate = rateOf(prior, history, rules);
  const forecast = forecastService(service, today);
  const last = lastDayOfYear(year);
  const ahead: PaceCurve['ahead'] = [];
  for (let day = today; ; day = earlierDay(addDays(day, stepDays), last)) {
    const more = inServiceDays(forecast, today, day);
    ahead.push({
      day: formatDay(day),
      low: issued + boxesQuantile(rate, more, rules.bandTail),
      expected: Number((issued + meanRate(rate) * more).toFixed(1)),
      high: issued + boxesQuantile(rate, more, 1 - rules.bandTail),
      due: Number(dueBoxes(rules.target, days + more, year).toFixed(2)),
    });
    if (day >= last) return { curve, ahead };
  }
}
