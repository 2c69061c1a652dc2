import type { AuditActor } from '../../shared/contracts/fleet/audit.ts';
import type { Principal } from '../registry/records.ts';

/** A principal as the audit log names it: a user, or a program by its token. */
export const actorOf = ({ user, token }: Pick<Principal, 'user' | 'token'>): AuditActor =>
  token ? { kind: 'token', name: token.name } : { kind: 'user', name: user };
