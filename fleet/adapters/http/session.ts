import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as api from '../../../shared/contracts/fleet-http.ts';
import type { ApiTokens } from '../../auth/api-tokens.ts';
import type { OidcSignIn } from '../../auth/oidc-sign-in.ts';
import type { Passkeys } from '../../auth/passkeys.ts';
import { permissionsOf } from '../../auth/permissions.ts';
import type { Entered, Sessions, SignedIn } from '../../auth/sessions.ts';
import type { SignIn } from '../../auth/sign-in.ts';
import { newToken } from '../../auth/tokens.ts';
import type { Users } from '../../auth/users.ts';
import { limits } from '../../limits.ts';
import type { AuditTrail } from '../../ports/audit-trail.ts';
import { RefusedError } from '../../refused.ts';
import type { Principal } from '../../registry/records.ts';
import { browserOf, siteOf } from './browser.ts';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import { None } from './route.ts';

/** What signing in by HTTP needs. */
export interface SessionParts {
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly passkeys: Passkeys;
  /** Null if no identity provider is configured. */
  readonly oidc: OidcSignIn | null;
  readonly people: Users;
  readonly tokens: ApiTokens;
  readonly audit: AuditTrail;
  readonly now: () => number;
}

/** How long a browser is known after a sign-in. */
const deviceSeconds = 180 * 86_400;

const sessionOf = (signedIn: Omit<SignedIn, 'expires'> & { expires: number | null }): api.Session => {
  const { principal, expires, language } = signedIn;
  return {
    account: { user: principal.user, role: principal.role, area: principal.area },
    expires,
    permissions: [...permissionsOf(principal)],
    mustChange: principal.session?.mustChange ?? false,
    language,
  };
};

/** The program whose token a request carries. Null if it carries none that is valid. */
export async function programOf(tokens: ApiTokens, { headers, ip }: FastifyRequest): Promise<Principal | null> {
  const [, token] = /^Bearer +(.+)$/i.exec(headers.authorization ?? '') ?? [];
  return token === undefined ? null : tokens.principalOf(token.trim(), ip);
}

/** Identifies the sender by a program's token or a browser's cookie. */
export function authenticator(sessions: Sessions, tokens: ApiTokens) {
  return async (request: FastifyRequest): Promise<Principal | null> => {
    if (request.headers.authorization !== undefined) return programOf(tokens, request);
    const token = readCookie(request, 'session');
    return token === null ? null : ((await sessions.bySession(token))?.principal ?? null);
  };
}

const url = '/api/v1/session';
/** The description of a refusal. */
export const problem = {
  description: 'A wrong request',
  content: { 'application/problem+json': { schema: api.Problem } },
};
const answer = { description: 'Signed in', content: { 'application/json': { schema: api.Session } } };
/** The description of a route about signing in. */
export const about = (operationId: string, summary: string, security: Record<string, string[]>[] = []) => ({
  operationId,
  summary,
  tags: ['session'],
  security,
});

/** Signing in, asking who is signed in, signing out. */
export function addSession(app: FastifyInstance, parts: SessionParts): void {
  addEntrances(app, parts);
  addPasskeyEntrance(app, parts);
  addCurrent(app, parts);
}

/** Gives a browser the cookies of its session, once the sign-in is recorded. */
export async function enter(
  reply: FastifyReply,
  act: 'sign-in' | 'acceptInvitation',
  entered: Entered,
  { now, audit }: SessionParts,
): Promise<api.Session> {
  const { user, area } = entered.principal;
  const actor = { kind: 'user', name: user } as const;
  await audit.note({ actor, address: reply.request.ip, act, region: area, user, outcome: 'done' });
  writeCookie(reply, 'session', entered.token, (entered.expires - now()) / 1000);
  writeCookie(reply, 'device', entered.device, deviceSeconds);
  return sessionOf(entered);
}

function addEntrances(app: FastifyInstance, parts: SessionParts): void {
  app.post<{ Body: api.SignIn }>(
    url,
    {
      bodyLimit: limits.signInBytes,
      schema: {
        ...about('signIn', 'Signs in and sets a cookie'),
        body: api.SignIn,
        response: { 200: answer, '4XX': problem },
      },
    },
    async (request, reply) =>
      enter(reply, 'sign-in', await parts.signIn.byPassword(request.body, browserOf(request)), parts),
  );
  app.post<{ Body: api.AcceptInvitation }>(
    '/api/v1/invitation',
    {
      bodyLimit: limits.signInBytes,
      schema: {
        ...about('acceptInvitation', 'Sets a password by the code of an invitation or a reset, and signs in'),
        body: api.AcceptInvitation,
        response: { 200: answer, '4XX': problem },
      },
    },
    async (request, reply) =>
      enter(reply, 'acceptInvitation', await parts.signIn.byInvitation(request.body, browserOf(request)), parts),
  );
}

/** A challenge belongs to the browser that asked for it. A cookie identifies that browser. */
function addPasskeyEntrance(app: FastifyInstance, parts: SessionParts): void {
  const { passkeys, signIn, people } = parts;
  app.post(
    `${url}/passkey/options`,
    {
      schema: {
        ...about('passkeyOptions', 'What a browser needs to sign in with a passkey'),
        response: {
          200: { description: 'As requested', content: { 'application/json': { schema: api.PasskeyOptions } } },
          '4XX': problem,
        },
      },
    },
    (request, reply) => {
      const cookie = newToken();
      writeCookie(reply, 'passkey', cookie, limits.challengeMs / 1000);
      return passkeys.requestOptions(cookie, siteOf(request));
    },
  );
  app.post<{ Body: api.PasskeySignIn }>(
    `${url}/passkey`,
    {
      bodyLimit: limits.passkeyBytes,
      schema: {
        ...about('signInByPasskey', 'Signs in with a passkey and sets a cookie'),
        body: api.PasskeySignIn,
        response: { 200: answer, '4XX': problem },
      },
    },
    async (request, reply) => {
      const cookie = readCookie(request, 'passkey') ?? '';
      const entered = await people.exclusive(async () =>
        signIn.byPasskey(await passkeys.check(cookie, siteOf(request), request.body.response), browserOf(request)),
      );
      dropCookie(reply, 'passkey');
      return enter(reply, 'sign-in', entered, parts);
    },
  );
}

function addCurrent(app: FastifyInstance, { sessions, tokens, audit, now }: SessionParts): void {
  app.get(
    url,
    {
      schema: {
        ...about('getSession', 'Who is signed in, and what they may do', [{ session: [] }, { token: [] }]),
        response: { 200: answer, '4XX': problem },
      },
    },
    async (request, reply) => {
      const token = readCookie(request, 'session');
      const session = token === null ? null : await sessions.bySession(token);
      if (token !== null && session) {
        writeCookie(reply, 'session', token, (session.expires - now()) / 1000);
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
      const token = readCookie(request, 'session');
      const principal = token === null ? null : ((await sessions.bySession(token))?.principal ?? null);
      if (token !== null && principal) {
        const { user, area } = principal;
        const actor = { kind: 'user', name: user } as const;
        const act = { actor, address: request.ip, act: 'sign-out', region: area, user } as const;
        await audit.perform(act, () => sessions.signOut(token));
      }
      dropCookie(reply, 'session');
      return reply.code(204).send();
    },
  );
}
