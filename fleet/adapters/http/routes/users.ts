import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { canSee } from '../../../auth/permissions.ts';
import { RefusedError } from '../../../refused.ts';
import type { Principal, UserRecord } from '../../../registry/records.ts';
import { None } from '../route.ts';
import type { RouteContext } from './route-context.ts';

/** Those who may sign in; each sees those within their own area. */
export function addUsers(context: RouteContext): void {
  const { route, accounts, intoArea } = context;
  const one = z.object({ user: z.string().max(64) });
  const userView = ({ password: _, ...user }: UserRecord): api.User => user;
  const found = (name: string, principal: Principal) => {
    const user = accounts.find(name);
    if (!user || !canSee(principal, user.area)) throw new RefusedError('not-found', `there is no user ${name}`);
    return user;
  };
  route(
    {
      method: 'GET',
      path: '/users',
      id: 'listUsers',
      summary: 'Who may sign in',
      tag: 'users',
      permission: 'administer',
      answer: api.UserList,
    },
    ({ principal }) => ({
      users: accounts
        .users()
        .filter((user) => canSee(principal, user.area))
        .map(userView),
    }),
  );
  route(
    {
      method: 'POST',
      path: '/users',
      id: 'addUser',
      summary: 'Lets somebody in, for one area',
      tag: 'users',
      permission: 'administer',
      body: api.NewUser,
      status: 201,
      answer: api.User,
    },
    async ({ body, principal }) => {
      intoArea(principal, body.area);
      const { password, ...account } = body;
      return userView(await accounts.add(account, password));
    },
  );
  route(
    {
      method: 'PATCH',
      path: '/users/:user',
      id: 'changeUser',
      summary: 'Another role, area or password',
      tag: 'users',
      permission: 'administer',
      params: one,
      body: api.UserChange,
      answer: api.User,
    },
    async ({ params, body, principal }) => {
      const user = found(params.user, principal);
      if (body.area !== undefined) intoArea(principal, body.area);
      const { role = user.role, area = user.area } = body;
      if (user.user === principal.user && (role !== user.role || area !== user.area))
        throw new RefusedError('forbidden', 'not your own role and area');
      return userView(await accounts.change(user.user, body));
    },
  );
  route(
    {
      method: 'DELETE',
      path: '/users/:user',
      id: 'dropUser',
      summary: 'Lets somebody in no more',
      tag: 'users',
      permission: 'administer',
      params: one,
      status: 204,
      answer: None,
    },
    ({ params, principal }) => accounts.drop(found(params.user, principal).user),
  );
}
