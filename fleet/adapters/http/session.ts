import '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as api from '../../../shared/contracts/fleet-http.ts';
import type { Sessions } from '../../auth/sessions.ts';
import { RefusedError } from '../../refused.ts';
import type { Principal } from '../../registry/records.ts';
import { None } from './route.ts';

const cookie = 'yaoju_session';

const account = ({ user, role, area }: Principal): api.Account => ({ user, role, area });

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
      const { token, principal, expires } = await sessions.signIn(user, password, request.ip);
      setCookie(request, reply, token, expires, now());
      return { account: account(principal), expires };
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
        return { account: account(session.principal), expires: session.expires };
      }
      const { authorization } = request.headers;
      const principal = authorization === undefined ? null : sessions.byToken(authorization.replace(/^Bearer\s+/i, ''));
      if (!principal) throw new RefusedError('not-signed-in', 'nobody is signed in');
      return { account: account(principal), expires: null };
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
