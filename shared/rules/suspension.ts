import { addDays, earlierDay, type LocalDay, laterDay } from './calendar.ts';

/**
 * A span of whole local days out of service: `from` and `until` are both suspended; `until` null:
 * not ended yet.
 */
export interface SuspensionSpan {
  readonly from: LocalDay;
  readonly until: LocalDay | null;
  /** Its code in the fleet's list of reasons. */
  readonly reason: string;
}

/**
 * A machine's life: first day of service, last day of service (null: still in service), and its
 * suspensions in any order.
 */
export interface Service {
  readonly from: LocalDay;
  readonly until: LocalDay | null;
  readonly suspensions: readonly SuspensionSpan[];
}

/** The suspension in force on a day, or null. */
export const suspensionOn = (service: Service, day: LocalDay): SuspensionSpan | null =>
  service.suspensions.find((s) => s.from <= day && (s.until === null || day <= s.until)) ?? null;

/** Whether a day is a day of service. */
export const isInService = (service: Service, day: LocalDay): boolean =>
  service.from <= day && (service.until === null || day <= service.until) && suspensionOn(service, day) === null;

/**
 * Days of `first`…`last` (both counted) that a suspension covers; a day under two suspensions is
 * one day.
 */
export function suspendedDays(suspensions: readonly SuspensionSpan[], first: LocalDay, last: LocalDay): number {
  const spans = suspensions
    .map((s) => ({ from: laterDay(s.from, first), until: s.until === null ? last : earlierDay(s.until, last) }))
    .filter((span) => span.from <= span.until)
    .sort((a, b) => a.from - b.from);
  let days = 0;
  let next = first;
  for (const span of spans) {
    const from = laterDay(span.from, next);
    if (span.until < from) continue;
    days += span.until - from + 1;
    next = addDays(span.until, 1);
  }
  return days;
}

/** Days in service within `first`…`last`, both counted; 0 if the span is empty. */
export function inServiceDays(service: Service, first: LocalDay, last: LocalDay): number {
  const from = laterDay(first, service.from);
  const until = service.until === null ? last : earlierDay(last, service.until);
  if (until < from) return 0;
  const days = until - from + 1;
  return service.suspensions.length === 0 ? days : days - suspendedDays(service.suspensions, from, until);
}

/**
 * The service as a forecast assumes it on `today`: a suspension without an end ends today, or on
 * its first day if it is still to come. If it were assumed to last for ever, a machine that broke
 * yesterday would have no days left and be listed first among the certain misses.
 */
export function forecastService(service: Service, today: LocalDay): Service {
  if (!service.suspensions.some((s) => s.until === null)) return service;
  const suspensions = service.suspensions.map((s) => (s.until === null ? { ...s, until: laterDay(today, s.from) } : s));
  return { ...service, suspensions };
}
