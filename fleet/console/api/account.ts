import type { Account } from '../../../shared/contracts/fleet-http.ts';

/** What pages and drafts belong to: another role or area of the same user sees other things. */
export const accountKey = ({ user, role, area }: Account): string => `${user} ${role} ${area}`;

/** Whether two accounts see the same. */
export const sameAccount = (a: Account, b: Account | null): boolean => b !== null && accountKey(a) === accountKey(b);
