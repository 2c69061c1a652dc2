import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import type { Principal } from '../../../registry/records.ts';
import { siteOf } from '../browser.ts';
import { giveRenewed } from '../renewed-session.ts';
import { None } from '../route.ts';
import type { RouteContext } from './route-context.ts';

/** An entry of the audit log about the own account. */
const aboutOwn = ({ principal }: { readonly principal: Principal }) => ({ user: principal.user });

/** Each person's own account: password, language, sessions, second factor and passkeys. */
export function addAccount(context: RouteContext): void {
  addOwn(context);
  addOwnSessions(context);
  addSecondFactor(context);
  addPasskeys(context);
}

function addOwn(context: RouteContext): void {
  const { route, account } = context;
  const renewed = giveRenewed(context);
  const common = { path: '/account', tag: 'account', permission: 'own', answer: api.OwnAccount } as const;
  route({ ...common, method: 'GET', id: 'getAccount', summary: 'The own account' }, ({ principal }) =>
    account.view(principal),
  );
  route(
    {
      ...common,
      method: 'PATCH',
      id: 'changeAccount',
      summary: 'Chooses the language',
      body: api.OwnChange,
      audit: { about: aboutOwn, asked: ({ body }) => body, repeated: true },
    },
    ({ principal, body }) => account.setLanguage(principal, body.language),
  );
  route(
    {
      method: 'POST',
      path: '/account/password',
      id: 'changeOwnPassword',
      summary: 'Sets another password, and ends all other sessions',
      tag: 'account',
      permission: 'own',
      body: api.OwnPassword,
      status: 204,
      answer: None,
      audit: { about: aboutOwn, asked: () => ({ password: true }) },
    },
    async ({ principal, body, reply }) => renewed(reply, await account.changePassword(principal, body)),
  );
}

function addOwnSessions({ route, account }: RouteContext): void {
  route(
    {
      method: 'GET',
      path: '/account/sessions',
      id: 'listOwnSessions',
      summary: 'The own sessions',
      tag: 'account',
      permission: 'own',
      answer: api.SessionList,
    },
    async ({ principal }) => ({ sessions: await account.sessions(principal) }),
  );
  const audit = { about: aboutOwn };
  const ending = { method: 'DELETE', tag: 'account', permission: 'own', status: 204, answer: None, audit } as const;
  route(
    {
      ...ending,
      path: '/account/sessions',
      id: 'endOtherSessions' as const,
      summary: 'Ends all sessions but this one',
    },
    ({ principal }) => account.endSessions(principal, null),
  );
  route(
    {
      ...ending,
      path: '/account/sessions/:session',
      id: 'endOwnSession' as const,
      summary: 'Ends one of the own sessions',
      params: z.object({ session: z.string().max(64) }),
    },
    ({ principal, params }) => account.endSessions(principal, params.session),
  );
}

function addSecondFactor(context: RouteContext): void {
  const { route, account } = context;
  const renewed = giveRenewed(context);
  const common = { path: '/account/second-factor', tag: 'account', permission: 'own' } as const;
  route(
    {
      ...common,
      method: 'POST',
      id: 'beginSecondFactor',
      summary: 'A secret for an authenticator app; it is not in force before it is confirmed',
      body: api.WithPassword,
      answer: api.NewSecondFactor,
      audit: { about: aboutOwn },
    },
    ({ principal, body }) => account.beginSecondFactor(principal, body.password),
  );
  route(
    {
      ...common,
      method: 'POST',
      path: '/account/second-factor/confirm',
      id: 'confirmSecondFactor',
      summary: 'Puts the second factor in force; the backup codes are shown this once',
      body: api.ConfirmSecondFactor,
      answer: api.BackupCodes,
      audit: { about: aboutOwn },
    },
    async ({ principal, body, reply }) => {
      const { codes, session } = await account.confirmSecondFactor(principal, body.code);
      renewed(reply, session);
      return codes;
    },
  );
  route(
    {
      ...common,
      method: 'DELETE',
      id: 'dropSecondFactor',
      summary: 'Removes the second factor',
      body: api.WithPassword,
      status: 204,
      answer: None,
      audit: { about: aboutOwn },
    },
    async ({ principal, body, reply }) => renewed(reply, await account.dropSecondFactor(principal, body.password)),
  );
}

function addPasskeys(context: RouteContext): void {
  const { route, account } = context;
  const renewed = giveRenewed(context);
  const common = { tag: 'account', permission: 'own' } as const;
  route(
    {
      ...common,
      method: 'POST',
      path: '/account/passkeys/options',
      id: 'newPasskeyOptions',
      summary: 'What a browser needs to make a passkey',
      body: api.WithPassword,
      answer: api.PasskeyOptions,
      audit: { about: aboutOwn },
    },
    ({ principal, body, request }) => account.passkeyOptions(principal, body.password, siteOf(request)),
  );
  route(
    {
      ...common,
      method: 'POST',
      path: '/account/passkeys',
      id: 'addPasskey',
      summary: 'Adds the passkey that the browser made',
      body: api.NewPasskey,
      status: 201,
      answer: api.Passkey,
      audit: { about: aboutOwn, asked: ({ body }) => ({ name: body.name }) },
    },
    ({ principal, body, request }) => account.addPasskey(principal, siteOf(request), body),
  );
  route(
    {
      ...common,
      method: 'DELETE',
      path: '/account/passkeys/:passkey',
      id: 'dropPasskey',
      summary: 'Removes a passkey',
      params: z.object({ passkey: z.string().max(1024) }),
      body: api.WithPassword,
      status: 204,
      answer: None,
      audit: { about: aboutOwn },
    },
    async ({ principal, params, body, reply }) =>
      renewed(reply, await account.dropPasskey(principal, params.passkey, body.password)),
  );
}
