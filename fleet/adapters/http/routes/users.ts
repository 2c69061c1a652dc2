import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { None } from '../route.ts';
import type { RouteContext } from './route-context.ts';

/** The users. Each principal sees those within their own area. */
export function addUsers({ route, users }: RouteContext): void {
  const one = z.object({ user: z.string().max(64) });
  route(
    {
      method: 'GET',
      path: '/users',
      id: 'listUsers',
      summary: 'The users',
      tag: 'users',
      permission: 'administer',
      answer: api.UserList,
    },
    ({ principal }) => ({ users: users.list(principal) }),
  );
  route(
    {
      method: 'POST',
      path: '/users',
      id: 'addUser',
      summary: 'Invites a user for one area, or adds one with a password',
      tag: 'users',
      permission: 'administer',
      body: api.NewUser,
      status: 201,
      answer: api.UserWithInvitation,
    },
    ({ body, principal }) => users.add(principal, body),
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
    ({ params, body, principal }) => users.change(principal, params.user, body),
  );
  route(
    {
      method: 'DELETE',
      path: '/users/:user',
      id: 'dropUser',
      summary: 'Deletes a user',
      tag: 'users',
      permission: 'administer',
      params: one,
      status: 204,
      answer: None,
    },
    ({ params, principal }) => users.drop(principal, params.user),
  );
}
