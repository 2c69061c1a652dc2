import { isWithin } from '../../shared/areas/jiangxi.ts';
import type { Role } from '../../shared/contracts/fleet/account.ts';
import type { NewLineDecision } from '../../shared/contracts/fleet/uncounted.ts';
import { RefusedError } from '../refused.ts';
import type { Principal } from '../registry/records.ts';

/** What people may do, by role, each including what stands before it. */
export type Permission = 'read' | 'act' | 'administer';

const permissions: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  staff: ['read', 'act'],
  admin: ['read', 'act', 'administer'],
};

/** Whether a role may do something. */
export const isAllowed = (principal: Pick<Principal, 'role'>, permission: Permission): boolean =>
  permissions[principal.role].includes(permission);

/** Refuses a principal whose role lacks a permission. */
export function requirePermission(principal: Principal, permission: Permission): void {
  if (!isAllowed(principal, permission)) throw new RefusedError('forbidden', `a ${principal.role} may not do that`);
}

/** Refuses a decision about lines that is not the principal's to take: a closed year is changed by administrators. */
export function requireMayDecide(principal: Principal, { reason }: Pick<NewLineDecision, 'reason'>): void {
  if (reason === 'closed-year' && !isAllowed(principal, 'administer'))
    throw new RefusedError('forbidden', 'a closed year is changed by administrators');
}

/** Whether a principal's area holds a county or area. */
export const canSee = (principal: Pick<Principal, 'area'>, code: string): boolean => isWithin(code, principal.area);

/** Refuses what would go into a county or area outside of the principal's. */
export function requireArea(principal: Principal, code: string): void {
  if (!canSee(principal, code)) throw new RefusedError('forbidden', `${code} is outside of your area`);
}

/** A thing in a county or area that the principal sees; refused like one that is not there otherwise. `what` names it. */
export function requireVisible<T extends { readonly region: string }>(
  principal: Principal,
  found: T | null,
  what: string,
): T {
  if (!found || !canSee(principal, found.region)) throw new RefusedError('not-found', `there is no ${what}`);
  return found;
}
