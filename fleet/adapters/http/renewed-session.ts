import type { FastifyReply } from 'fastify';
import type { RenewedSession } from '../../auth/sessions.ts';
import { writeCookie } from './cookies.ts';
import type { RouteContext } from './routes/route-context.ts';

/**
 * Returns a function that gives a browser the cookie of its new session. What the ended sessions of
 * its user hold open is closed once the browser has the answer, so that it comes back with the new
 * cookie.
 */
export const giveRenewed =
  ({ hub, service }: Pick<RouteContext, 'hub' | 'service'>) =>
  (reply: FastifyReply, { token, expires }: RenewedSession): void => {
    writeCookie(reply, 'session', token, (expires - service.now()) / 1000);
    reply.raw.once('close', () => void hub.tick());
  };
