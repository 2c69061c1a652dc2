import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { sees } from '../../../auth/permissions.ts';
import type { UserRecord, Who } from '../../../registry/records.ts';
import { Refused } from '../../../service/refused.ts';
import { None } from '../route.ts';
import type { Desk } from './route-context.ts';

/** Those who may sign in; each sees those within their own area. */
export function addUsers(desk: Desk): void {
  const { route, door, intoArea } = desk;
  const one = z.object({ user: z.string().max(64) });
  const shown = ({ password: _, ...user }: UserRecord): api.User => user;
  const found = (name: string, who: Who) => {
    const user = door.find(name);
    if (!user || !sees(who, user.area)) throw new Refused('not-found', `there is no user ${name}`);
    return user;
  };
  route(
    {
      method: 'GET',
      path: '/users',
      id: 'listUsers',
      summary: 'Who may sign in',
      tag: 'users',
      deed: 'administer',
      answer: api.UserList,
    },
    ({ who }) => ({
      users: door
        .users()
        .filter((user) => sees(who, user.area))
        .map(shown),
    }),
  );
  route(
    {
      method: 'POST',
      path: '/users',
      id: 'addUser',
      summary: 'Lets somebody in, for one area',
      tag: 'users',
      deed: 'administer',
      body: api.NewUser,
      status: 201,
      answer: api.User,
    },
    async ({ body, who }) => {
      intoArea(who, body.area);
      const { password, ...account } = body;
      return shown(await door.add(account, password));
    },
  );
  route(
    {
      method: 'PATCH',
      path: '/users/:user',
      id: 'changeUser',
      summary: 'Another role, area or password',
      tag: 'users',
      deed: 'administer',
      params: one,
      body: api.UserChange,
      answer: api.User,
    },
    async ({ params, body, who }) => {
      const user = found(params.user, who);
      if (body.area !== undefined) intoArea(who, body.area);
      const { role = user.role, area = user.area } = body;
      if (user.user === who.user && (role !== user.role || area !== user.area))
        throw new Refused('forbidden', 'not your own role and area');
      return shown(await door.change(user.user, body));
    },
  );
  route(
    {
      method: 'DELETE',
      path: '/users/:user',
      id: 'dropUser',
      summary: 'Lets somebody in no more',
      tag: 'users',
      deed: 'administer',
      params: one,
      status: 204,
      answer: None,
    },
    ({ params, who }) => door.drop(found(params.user, who).user),
  );
}
