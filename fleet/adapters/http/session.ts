import '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as api from '../../../shared/contracts/fleet-http.ts';
import { permissionsOf } from '../../auth/permissions.ts';
import type { Sessions, SignedIn } from '../../auth/sessions.ts';
import { RefusedError } from '../../refused.ts';
import type { Principal } from '../../registry/records.ts';
import { None } from './route.ts';

const cookie = 'yaoju_session';

const sessionOf = ({
  principal,
  expires,
  language,
}: Omit<SignedIn, 'expires'> & { expires: number | null }): api.Session => ({
  account: { user: principal.user, role: principal.role, area: principal.area },
  expires,
  permissions: [...permissionsOf(principal)],
  mustChange: principal.session?.mustChange ?? false,
  language,
});

/** Identifies the sender by a program's token or a browser's cookie. */
export function authenticator(sessions: Sessions) {
  return async (request: FastifyRequest): Promise<Principal | null> => {
    const { authorization } = request.headers;
    if (authorization !== undefined)
      return /^Bearer .+/i.test(authorization) ? sessions.byToken(authorization.slice(7).trim()) : null;
    const token = request.cookies[cookie];
    return token === undefined ? null : ((await sessions.bySession(token))?.principal ?? null);
  };
}

function setCookie(request: FastifyRequest, reply: FastifyReply, token: string, expires: number, now: number): void {
  reply.setCookie(cookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    maxAge: Math.floor((expires - now) / 1000),
  });
}

/** Signing in, asking who is signed in, signing out. */
export function addSession(app: FastifyInstance, sessions: Sessions, now: () => number): void {
  const url = '/api/v1/session';
  const problem = { description: 'A wrong request', content: { 'application/problem+json': { schema: api.Problem } } };
  const about = (operationId: string, summary: string, security: Record<string, string[]>[]) => ({
    operationId,
    summary,
    tags: ['session'],
    security,
  });
  const answer = { description: 'Signed in', content: { 'application/json': { schema: api.Session } } };

  app.post<{ Body: { user: string; password: string } }>(
    url,
    {
      schema: {
        ...about('signIn', 'Signs in and sets a cookie', []),
        body: api.SignIn,
        response: { 200: answer, '4XX': problem },
      },
    },
    async (request, reply) => {
      const { user, password } = request.body;
      const session = await sessions.signIn(user, password, request.ip);
      setCookie(request, reply, session.token, session.expires, now());
      return sessionOf(session);
    },
  );
  app.get(
    url,
    {
      schema: {
        ...about('getSession', 'Who is signed in', [{ session: [] }, { token: [] }]),
        response: { 200: answer, '4XX': problem },
      },
    },
    async (request, reply) => {
      const token = request.cookies[cookie];
      const session = token === undefined ? null : await sessions.bySession(token);
      if (token !== undefined && session) {
        setCookie(request, reply, token, session.expires, now());
        return sessionOf(session);
      }
      const { authorization } = request.headers;
      const principal = authorization === undefined ? null : sessions.byToken(authorization.replace(/^Bearer\s+/i, ''));
      if (!principal) throw new RefusedError('not-signed-in', 'nobody is signed in');
      return sessionOf({ principal, expires: null, language: null });
    },
  );
  app.delete(
    url,
    {
      schema: {
        ...about('signOut', 'Signs out', [{ session: [] }]),
        response: { 204: None.describe('Signed out'), '4XX': problem },
      },
    },
    async (request, reply) => {
      const token = request.cookies[cookie];
      if (token !== undefined) await sessions.signOut(token);
      return reply.clearCookie(cookie, { path: '/' }).code(204).send();
    },
  );
}
