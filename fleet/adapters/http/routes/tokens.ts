import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import type { Principal } from '../../../registry/records.ts';
import { None } from '../route.ts';
import type { RouteContext } from './route-context.ts';

/** The tokens of programs. Each administrator sees those within their own area. */
export function addTokens({ route, tokens }: RouteContext): void {
  const one = z.object({ token: z.string().max(64) });
  route(
    {
      method: 'GET',
      path: '/tokens',
      id: 'listTokens',
      summary: 'The tokens of programs, the newest first',
      tag: 'tokens',
      permission: 'administer',
      answer: api.TokenList,
    },
    ({ principal }) => ({ tokens: tokens.list(principal) }),
  );
  route(
    {
      method: 'POST',
      path: '/tokens',
      id: 'addToken',
      summary: 'A token for a program; its text is shown only this once',
      tag: 'tokens',
      permission: 'administer',
      body: api.NewToken,
      status: 201,
      answer: api.CreatedToken,
      audit: {
        about: ({ body }) => ({ region: body.area }),
        asked: ({ body: { name, scope, area } }) => ({ name, scope, area }),
        result: ({ token: { id, expires, name, scope, area } }: api.CreatedToken) => ({
          subject: id,
          after: { name, scope, area, expires: new Date(expires).toISOString() },
        }),
      },
    },
    ({ body, principal }) => tokens.create(principal, body),
  );
  const found = (by: Principal, token: string) => tokens.list(by).find(({ id }) => id === token);
  route(
    {
      method: 'DELETE',
      path: '/tokens/:token',
      id: 'revokeToken',
      summary: 'Revokes a token; it stops working at once and stays in the list',
      tag: 'tokens',
      permission: 'administer',
      params: one,
      status: 204,
      answer: None,
      audit: {
        about: ({ params, principal }) => ({
          subject: params.token,
          region: found(principal, params.token)?.area ?? null,
        }),
        here: ({ params, principal }) => {
          const token = found(principal, params.token);
          return token ? { name: token.name, scope: token.scope, area: token.area } : null;
        },
      },
    },
    ({ params, principal }) => tokens.revoke(principal, params.token),
  );
}
