import { dayFrom, type LocalDay, parseDay } from '../../shared/rules/calendar.ts';
import { type Service, suspensionOn } from '../../shared/rules/suspension.ts';
import type { MachineRecord, SuspensionRecord } from '../registry/records.ts';

/** A machine's periods of service as the rules read them. */
export function serviceOf(record: MachineRecord, suspensions: readonly SuspensionRecord[]): Service {
  // An earlier version accepted days before the calendar's first. They count as the first.
  const from = record.inServiceFrom < '1000' ? dayFrom(1000, 1, 1) : parseDay(record.inServiceFrom);
  if (from === null) throw new Error(`${record.machine}: inServiceFrom holds ${record.inServiceFrom}`);
  return {
    from,
    until: record.inServiceUntil === null ? null : parseDay(record.inServiceUntil),
    suspensions: suspensions.flatMap((each) => {
      const first = parseDay(each.from);
      return first === null
        ? []
        : [{ from: first, until: each.until === null ? null : parseDay(each.until), reason: each.reason }];
    }),
  };
}

/** Whether a machine is in service now: not yet, yes, out of service on purpose, or never again. */
export type ServiceState = 'planned' | 'in-service' | 'suspended' | 'retired';

/** A machine's service state on a local day. */
export function serviceState(service: Service, today: LocalDay): ServiceState {
  if (today < service.from) return 'planned';
  if (service.until !== null && today > service.until) return 'retired';
  return suspensionOn(service, today) === null ? 'in-service' : 'suspended';
}
