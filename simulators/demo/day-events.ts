import { addDays, type LocalDay } from '../../shared/rules/calendar.ts';
import { isInService } from '../../shared/rules/suspension.ts';
import { dayBegins, dayMs, hourMs, isWeekend, minuteMs, monthOf } from './days.ts';
import type { DemoMachine } from './machine.ts';
import { type Random, randomOf } from './random.ts';
import { sites } from './sites.ts';

/** Something that happens at a machine on one day. */
export interface DayEvent {
  readonly at: number;
  readonly what: 'citizen' | 'visit' | 'power-cut' | 'trouble';
}

/** The longest duration of each kind of event, from its first line to its last. */
export const lastsMs: Readonly<Record<DayEvent['what'], number>> = {
  citizen: 5 * minuteMs,
  visit: 30 * minuteMs,
  'power-cut': minuteMs,
  trouble: 5 * minuteMs,
};

/** The events at a machine on a day, in order of time. `random` is for this day alone. */
export function dayEvents(machine: DemoMachine, seed: number, day: LocalDay, random: Random): DayEvent[] {
  const begins = dayBegins(day);
  const list: DayEvent[] = [];
  const open = isInService(
    { from: machine.inServiceFrom, until: machine.until, suspensions: machine.suspensions },
    day,
  );
  const visitAt = begins + Math.round((9 + 7 * random.roll()) * hourMs);
  if (open && visitDue(machine, day)) list.push({ at: visitAt, what: 'visit' });
  if (random.happens(machine.powerCutsAYear / 365))
    list.push({ at: begins + Math.round((1 + 22 * random.roll()) * hourMs), what: 'power-cut' });
  if (open) list.push(...citizens(machine, seed, day, random));
  if (machine.troubleFrom >= begins && machine.troubleFrom < begins + dayMs)
    list.push({ at: machine.troubleFrom, what: 'trouble' });
  return list.sort((a, b) => a.at - b.at);
}

/** Fillers work on weekdays; visits due on a weekend take place on Monday. */
function visitDue({ visitEveryDays, visitOffsetDays }: DemoMachine, day: LocalDay): boolean {
  if (isWeekend(day)) return false;
  const monday = !isWeekend(addDays(day, -3)) && isWeekend(addDays(day, -1));
  const before = monday ? [day, addDays(day, -1), addDays(day, -2)] : [day];
  return before.some((each) => (each + visitOffsetDays) % visitEveryDays === 0);
}

function citizens(machine: DemoMachine, seed: number, day: LocalDay, random: Random): DayEvent[] {
  const list: DayEvent[] = [];
  const life = sites[machine.site];
  const begins = dayBegins(day);
  // In every place some weeks are busy and some are not.
  const week = randomOf(seed, machine.index, 'week', Math.floor(day / 7)).gamma(8);
  const weekend = isWeekend(day) ? life.weekend : 1 + (1 - life.weekend) * 0.4;
  const mean = (machine.boxesAYear / 365) * (life.months[monthOf(day)] ?? 1) * weekend * week;
  for (let left = random.poisson(mean); left > 0; left--) {
    const hour = random.weighted(life.hours);
    list.push({ at: begins + Math.round((hour + random.roll()) * hourMs), what: 'citizen' });
  }
  return list;
}
