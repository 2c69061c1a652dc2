import { isWithin } from '../../shared/areas/jiangxi.ts';
import { Permission, type Role } from '../../shared/contracts/fleet/role.ts';
import type { NewLineDecision } from '../../shared/contracts/fleet/uncounted.ts';
import type { Bilingual } from '../../shared/contracts/meaning.ts';
import { RefusedError } from '../refused.ts';
import type { Principal } from '../registry/records.ts';
import type { UserRecord } from '../registry/user-records.ts';

const permissions: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  auditor: ['read', 'audit'],
  technician: ['read', 'act', 'machine', 'enrol'],
  staff: ['read', 'act', 'stock', 'machine'],
  admin: ['read', 'act', 'stock', 'machine', 'enrol', 'audit', 'administer'],
};

/** What a principal may do: what a program's token is for, or what a user's role allows. */
export const permissionsOf = ({ role, token }: Pick<Principal, 'role' | 'token'>): readonly Permission[] =>
  token?.scope ? Permission.options.filter((each) => token.scope?.some((scope) => scope === each)) : permissions[role];

/** Whether a principal has a permission. */
export const isAllowed = (principal: Pick<Principal, 'role' | 'token'>, permission: Permission): boolean =>
  permissionsOf(principal).includes(permission);

/** Refuses a principal who has none of these permissions. */
export function requirePermission(principal: Principal, ...anyOf: readonly Permission[]): void {
  if (!anyOf.some((permission) => isAllowed(principal, permission)))
    throw new RefusedError(
      'forbidden',
      `${principal.token ? 'this token' : `a ${principal.role}`} may not do that`,
      principal.token ? '这个令牌无权做这件事' : '您的角色无权做这件事',
    );
}

/** Refuses a decision that the principal may not take: only administrators change closed years. */
export function requireMayDecide(principal: Principal, { reason }: Pick<NewLineDecision, 'reason'>): void {
  if (reason === 'closed-year' && !isAllowed(principal, 'administer'))
    throw new RefusedError('forbidden', 'a closed year is changed by administrators', '已结账的年度只能由管理员更改');
}

/** Whether a principal's area contains a county or area. */
export const canSee = (principal: Pick<Principal, 'area'>, code: string): boolean => isWithin(code, principal.area);

/**
 * Whether somebody has a permission in an area now. What people gave to others works no longer than
 * that: enrolment codes and tokens of programs. Null is an account that was deleted.
 */
export const stillMay = (user: UserRecord | null, permission: Permission, area: string): boolean =>
  user !== null && user.locked !== true && isAllowed(user, permission) && canSee(user, area);

/** Refuses a county or area outside the principal's. */
export function requireArea(principal: Principal, code: string): void {
  if (!canSee(principal, code))
    throw new RefusedError('forbidden', `${code} is outside of your area`, '不在您的区域内');
}

/**
 * Returns a record in a county or area that the principal sees. Otherwise refuses as if it did not
 * exist; `what` names it.
 */
export function requireVisible<T extends { readonly region: string }>(
  principal: Principal,
  found: T | null,
  what: Bilingual,
): T {
  if (!found || !canSee(principal, found.region))
    throw new RefusedError('not-found', `there is no ${what.en}`, `没有${what.zh}`);
  return found;
}
