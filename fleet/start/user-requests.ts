import type { Logger } from 'pino';
import type { Sessions } from '../auth/sessions.ts';
import type { Users } from '../auth/users.ts';
import type { AuditedAct, AuditTrail } from '../ports/audit-trail.ts';
import type { UserStore } from '../ports/user-store.ts';
import type { UserRequest } from '../registry/user-records.ts';

const lookMs = 1000;

/** What carrying out requests needs. */
export interface UserRequestParts {
  readonly store: UserStore;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly audit: AuditTrail;
  readonly log: Logger;
}

const auditedAct = ({ act, user, role, area, secondFactor }: UserRequest): AuditedAct => ({
  actor: { kind: 'command', name: `fleet user ${act}` },
  address: null,
  act: act === 'add' ? 'addUser' : 'resetUser',
  region: area,
  user,
  after: act === 'add' ? { role, area } : { secondFactor },
});

/**
 * Carries out what the command `yaoju fleet user` left in the database, now and every second. A
 * request that cannot be carried out is dropped.
 */
export function followUserRequests({ store, users, sessions, audit, log }: UserRequestParts): { stop(): void } {
  let isBusy = false;
  const look = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    try {
      for (const request of await store.userRequests()) {
        const { act, user } = request;
        const isDone = await audit.perform(auditedAct(request), () => users.carryOut(request));
        await store.dropUserRequest(request.id);
        sessions.recheck();
        log.warn({ act, user, isDone }, 'asked for by the command yaoju fleet user');
      }
    } catch (error) {
      log.error({ err: error }, 'requests of the command yaoju fleet user could not be read');
    } finally {
      isBusy = false;
    }
  };
  const timer = setInterval(() => void look(), lookMs);
  timer.unref();
  void look();
  return { stop: () => clearInterval(timer) };
}
