import type { FastifyInstance, FastifyReply } from 'fastify';
import * as api from '../../../shared/contracts/fleet-http.ts';
import type { OidcSignIn } from '../../auth/oidc-sign-in.ts';
import { newToken } from '../../auth/tokens.ts';
import { limits } from '../../limits.ts';
import { RefusedError } from '../../refused.ts';
import { browserOf } from './browser.ts';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import { about, enter, problem, type SessionParts } from './session.ts';

/** What the sign-in page says, by the code with which somebody was refused. */
const said: { readonly [code in api.ProblemCode]?: api.SignInRefusal } = {
  forbidden: 'refused',
  'slow-down': 'slow-down',
  unavailable: 'unavailable',
};

/** Runs a step of the sign-in; if it is refused, sends the browser to the sign-in page. */
async function orBack(reply: FastifyReply, step: () => Promise<string>): Promise<FastifyReply> {
  try {
    return reply.redirect(await step());
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return reply.redirect(`/?signIn=${said[error.code] ?? 'again'}`);
  }
}

function required(oidc: OidcSignIn | null): OidcSignIn {
  if (!oidc) throw new RefusedError('not-found', 'no identity provider is configured', '未配置身份认证服务');
  return oidc;
}

/**
 * Signing in with an identity provider: the browser goes to the provider and comes back. Both
 * routes lead to the provider or to the console, wherever a request would like to go.
 */
export function addOidcEntrance(app: FastifyInstance, parts: SessionParts): void {
  const { oidc } = parts;
  app.get(
    '/api/v1/session/ways',
    {
      schema: {
        ...about('signInWays', 'How people can sign in besides by password'),
        response: {
          200: { description: 'As requested', content: { 'application/json': { schema: api.SignInWays } } },
          '4XX': problem,
        },
      },
    },
    () => ({ oidc: oidc?.button() ?? null }),
  );
  app.get(
    '/api/v1/session/oidc',
    {
      exposeHeadRoute: false,
      schema: { hide: true },
    },
    (_, reply) => {
      const provider = required(oidc);
      return orBack(reply, async () => {
        const cookie = newToken();
        const page = await provider.begin(cookie);
        writeCookie(reply, 'oidc', cookie, limits.challengeMs / 1000);
        return page;
      });
    },
  );
  app.get(
    '/api/v1/session/oidc/callback',
    {
      exposeHeadRoute: false,
      schema: { hide: true },
    },
    (request, reply) => {
      const provider = required(oidc);
      return orBack(reply, async () => {
        const cookie = readCookie(request, 'oidc');
        const query = new URL(request.url, 'http://localhost').search;
        const entered = await provider.end(cookie, query, browserOf(request));
        dropCookie(reply, 'oidc');
        await enter(reply, 'sign-in', entered, parts);
        return '/';
      });
    },
  );
}
