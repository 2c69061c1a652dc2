import { isWithin } from '../../shared/areas/jiangxi.ts';
import type { Role } from '../../shared/contracts/fleet/account.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import {
  type FleetChannel,
  fleetChannels,
  type KioskChannel,
  kioskChannels,
  topic,
} from '../../shared/contracts/topics.ts';
import type { Principal } from '../registry/records.ts';

/** The channel that a kiosk may publish to under this topic; null where it may not [MQTT contract]. */
export function mayPublish(machine: MachineId, name: string): KioskChannel | null {
  return kioskChannels.find((channel) => topic(machine, channel) === name) ?? null;
}

/** The channel that a kiosk may subscribe to; wildcards are no topic of its own. */
export function maySubscribe(machine: MachineId, name: string): FleetChannel | null {
  return fleetChannels.find((channel) => topic(machine, channel) === name) ?? null;
}

/** What people may do, by role, each including what stands before it. */
export type Permission = 'read' | 'act' | 'administer';
const roles: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  staff: ['read', 'act'],
  admin: ['read', 'act', 'administer'],
};

/** Whether a signed-in user's role allows something. */
export const isAllowed = (principal: Principal, permission: Permission): boolean =>
  roles[principal.role].includes(permission);

/** Whether somebody's area holds a county or area. */
export const canSee = (principal: Principal, code: string): boolean => isWithin(code, principal.area);
