import type { User } from '../../shared/contracts/fleet/user.ts';
import type { UserRecord } from '../registry/user-records.ts';

/** A user as the API shows them: nothing of their password. */
export const userView = (record: UserRecord): User => ({
  user: record.user,
  role: record.role,
  area: record.area,
  created: record.created,
  lastSignIn: record.lastSignIn,
  language: record.language ?? null,
  state: record.password === null ? 'invited' : record.mustChange ? 'must-change' : 'active',
  locked: record.locked ?? false,
  secondFactor: record.secondFactor?.confirmed ?? false,
  passkeys: record.passkeys?.length ?? 0,
});
