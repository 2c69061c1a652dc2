import type { AuditFields } from '../../../shared/contracts/fleet/audit.ts';
import type { FleetService } from '../../service/fleet-service.ts';

/** What people entered about a machine. Null if it is not registered. */
export function machineFields(service: Pick<FleetService, 'record'>, machine: string): AuditFields | null {
  const record = service.record(machine);
  if (!record) return null;
  const { name, region, site, address, position = null, inServiceFrom, inServiceUntil, contact } = record;
  return { name, region, site, address, position, inServiceFrom, inServiceUntil, ...contactFields(contact ?? null) };
}

/** Whether somebody to call at a site is entered, and when that was checked: not who it is. */
export const contactFields = (contact: { readonly checked: string } | null): AuditFields => ({
  contact: contact !== null,
  checked: contact?.checked ?? null,
});

/** A suspension of a machine. Null if there is none with this id. */
export function suspensionFields(
  service: Pick<FleetService, 'state'>,
  machine: string,
  id: string,
): AuditFields | null {
  const found = service.state(machine)?.suspensions.find((each) => each.id === id);
  return found ? spanFields(found) : null;
}

/** The days of a suspension and their reason. */
export const spanFields = ({
  from,
  until,
  reason,
  note,
}: {
  readonly from?: string | undefined;
  readonly until?: string | null | undefined;
  readonly reason?: string | undefined;
  readonly note?: string | null | undefined;
}): AuditFields => ({ from, until, reason, note });

/** The configuration that is asked of a machine. Null if none is. */
export function configFields(service: Pick<FleetService, 'queries' | 'record'>, machine: string): AuditFields | null {
  const record = service.record(machine);
  const asked = record && service.queries.config(record.machine).asked;
  return asked ? { lanes: asked.lanes, recalls: asked.recalls, limits: asked.limits } : null;
}
