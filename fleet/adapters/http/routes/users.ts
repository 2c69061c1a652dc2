import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import type { Principal } from '../../../registry/records.ts';
import { None } from '../route.ts';
import type { RouteContext } from './route-context.ts';

const one = z.object({ user: z.string().max(64) });

/** The users. Each principal sees those within their own area. */
export function addUsers(context: RouteContext): void {
  addUserList(context);
  addUserChanges(context);
  addResets(context);
}

function addUserList({ route, users, enterName }: RouteContext): void {
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
      audit: {
        about: ({ body }) => ({ user: body.user, region: body.area }),
        asked: ({ body: { role, area, password } }) => ({
          role,
          area,
          ...(password === undefined ? {} : { password: true }),
        }),
      },
    },
    ({ body, principal }) => enterName(principal, () => users.add(principal, body)),
  );
}

function addUserChanges({ route, users }: RouteContext): void {
  const find = (by: Principal, name: string) => users.list(by).find(({ user }) => user === name);
  const aboutUser = (by: Principal, name: string) => ({ user: name, region: find(by, name)?.area ?? null });
  const userFields = (by: Principal, name: string) => {
    const found = find(by, name);
    return found ? { role: found.role, area: found.area, locked: found.locked } : null;
  };
  route(
    {
      method: 'PATCH',
      path: '/users/:user',
      id: 'changeUser',
      summary: 'Another role, area or password, or a lock',
      tag: 'users',
      permission: 'administer',
      params: one,
      body: api.UserChange,
      answer: api.User,
      audit: {
        about: ({ params, principal }) => aboutUser(principal, params.user),
        asked: ({ body: { role, area, locked, password } }) => ({
          role,
          area,
          locked,
          ...(password === undefined ? {} : { password: true }),
        }),
        here: ({ params, principal }) => userFields(principal, params.user),
      },
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
      audit: {
        about: ({ params, principal }) => aboutUser(principal, params.user),
        here: ({ params, principal }) => userFields(principal, params.user),
      },
    },
    ({ params, principal }) => users.drop(principal, params.user),
  );
}

/** What helps somebody who forgot their password, or whose browser is in other hands. */
function addResets({ route, users }: RouteContext): void {
  const common = { tag: 'users', permission: 'administer', params: one } as const;
  route(
    {
      ...common,
      method: 'POST',
      path: '/users/:user/reset',
      id: 'resetUser',
      summary: 'Takes the password away and ends all sessions; the code in the answer sets another one',
      body: api.ResetUser,
      answer: api.UserWithInvitation,
      audit: { about: ({ params }) => ({ user: params.user }), asked: ({ body }) => body },
    },
    ({ params, body, principal }) => users.reset(principal, params.user, body),
  );
  const path = '/users/:user/sessions';
  route(
    { ...common, method: 'GET', path, id: 'listSessions', summary: "A user's sessions", answer: api.SessionList },
    async ({ params, principal }) => ({ sessions: await users.sessions(principal, params.user) }),
  );
  route(
    {
      ...common,
      method: 'DELETE',
      path,
      id: 'endSessions',
      summary: 'Ends all sessions of a user',
      status: 204,
      answer: None,
      audit: { about: ({ params }) => ({ user: params.user }) },
    },
    ({ params, principal }) => users.endSessions(principal, params.user),
  );
}
