import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as api from '../../../shared/contracts/fleet-http.ts';
import type { ApiTokens } from '../../auth/api-tokens.ts';
import { permissionsOf } from '../../auth/permissions.ts';
import type { Sessions, SignedIn } from '../../auth/sessions.ts';
import { limits } from '../../limits.ts';
import { RefusedError } from '../../refused.ts';
import type { Principal } from '../../registry/records.ts';
import { None } from './route.ts';
import { clearSessionCookie, sessionCookie, setSessionCookie } from './session-cookie.ts';

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

/** The program whose token a request carries. Null if it carries none that is valid. */
export async function programOf(tokens: ApiTokens, { headers, ip }: FastifyRequest): Promise<Principal | null> {
  const [, token] = /^Bearer +(.+)$/i.exec(headers.authorization ?? '') ?? [];
  return token === undefined ? null : tokens.principalOf(token.trim(), ip);
}

/** Identifies the sender by a program's token or a browser's cookie. */
export function authenticator(sessions: Sessions, tokens: ApiTokens) {
  return async (request: FastifyRequest): Promise<Principal | null> => {
    if (request.headers.authorization !== undefined) return programOf(tokens, request);
    const token = sessionCookie(request);
    return token === undefined ? null : ((await sessions.bySession(token))?.principal ?? null);
  };
}

/** Signing in, asking who is signed in, signing out. */
export function addSession(app: FastifyInstance, sessions: Sessions, tokens: ApiTokens, now: () => number): void {
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
      bodyLimit: limits.signInBytes,
      schema: {
        ...about('signIn', 'Signs in and sets a cookie', []),
        body: api.SignIn,
        response: { 200: answer, '4XX': problem },
      },
    },
    async (request, reply) => {
      const { user, password } = request.body;
      const session = await sessions.signIn(user, password, request.ip);
      setSessionCookie(request, reply, session.token, session.expires - now());
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
      const token = sessionCookie(request);
      const session = token === undefined ? null : await sessions.bySession(token);
      if (token !== undefined && session) {
        setSessionCookie(request, reply, token, session.expires - now());
        return sessionOf(session);
      }
      const principal = await programOf(tokens, request);
      if (!principal) throw new RefusedError('not-signed-in', 'nobody is signed in', '没有登录');
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
      const token = sessionCookie(request);
      if (token !== undefined) await sessions.signOut(token);
      clearSessionCookie(request, reply);
      return reply.code(204).send();
    },
  );
}
