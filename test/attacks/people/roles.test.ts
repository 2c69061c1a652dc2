import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import type { Hole } from '../support/hole.ts';
import { type Sent, send } from '../support/people.ts';
import { attack, byRole, doing, machine, mayNot, type People, startOffice } from './office.ts';

const permissions = 'fleet/auth/permissions.js';
const administration = 'fleet/auth/user-administration.js';
const users = 'fleet/auth/users.js';

const holes: readonly Hole[] = [
  {
    name: mayNot,
    file: permissions,
    find: 'if (!anyOf.some((permission) => isAllowed(principal, permission)))',
    replace: 'if (false)',
  },
  {
    name: 'planograms are stock',
    file: 'fleet/auth/may-configure.js',
    find: "requirePermission(principal, 'stock')",
    replace: 'undefined',
  },
  {
    name: 'closed years are for administrators',
    file: permissions,
    find: "if (reason === 'closed-year' && !isAllowed(principal, 'administer'))",
    replace: 'if (false)',
  },
  {
    name: 'areas bound what is given',
    file: permissions,
    find: 'if (!canSee(principal, code))',
    replace: 'if (false)',
  },
  {
    name: 'users elsewhere do not exist',
    file: administration,
    find: 'if (!user || !canSee(by, user.area))',
    replace: 'if (!user)',
  },
  {
    name: 'the own password takes the old one',
    file: administration,
    find: 'if (isOwn && password !== undefined)',
    replace: 'if (false)',
  },
  {
    name: 'no user is named like a program',
    file: users,
    find: 'reserved.has(identityKey(account.user)) || ',
    replace: '',
  },
  {
    name: 'an administrator remains',
    file: users,
    find: 'this.all().filter(isRootAdministrator).length === 1',
    replace: 'false',
  },
];

const lane = { lane: 1, product: 'CD-M', capacity: 10, par: 10 };
const config = (more: object): Sent => ({
  method: 'PUT',
  body: { basedOn: null, lanes: [], recalls: [], limits: {}, ...more },
});

/** A request with the token of a program: careless, or in wrong hands. */
const byToken =
  (path: string, method: string, body?: object) =>
  async (target: People): Promise<Verdict> =>
    (await target.asOwner(`/api/v1${path}`, body, method)).status === 403 ? 'blocked' : 'open';

const attacks: readonly Attack<People>[] = [
  ...byRole,
  attack(
    'U14',
    'a technician changes the planogram',
    'planograms are stock',
    doing('tina', `${machine}/config`, config({ lanes: [lane] })),
  ),
  attack(
    'U15',
    'a technician adds a recall to a configuration',
    'planograms are stock',
    doing('tina', `${machine}/config`, config({ recalls: [{ product: 'CD-M', lot: null }] })),
  ),
  attack('U16', 'a store keeper changes a closed year', 'closed years are for administrators', async (target) => {
    const body = {
      ledger: '6f0f6f0e-3a3e-4d44-9f57-0c6c1c7a4b11',
      reason: 'closed-year',
      first: 1,
      last: 1,
      verdict: 'accept',
      note: 'x',
    };
    const { code, body: answer } = await send(target, `${machine}/decisions`, { body, cookie: target.cookies.stan });
    return code === 'forbidden'
      ? 'blocked'
      : answer.errors
        ? Promise.reject(new Error(JSON.stringify(answer)))
        : 'open';
  }),
  attack(
    'U17',
    'an administrator of a city invites one of the province',
    'areas bound what is given',
    doing('adam', '/users', { body: { user: 'a1', role: 'admin', area: '360000' } }),
  ),
  attack(
    'U18',
    'an administrator of a city registers a machine in another city',
    'areas bound what is given',
    doing('adam', '/machines', {
      body: { machine: 'JX-360428-0099', name: 'x', region: '360428', site: 'clinic', inServiceFrom: '2026-01-01' },
    }),
  ),
  attack(
    'U19',
    'an administrator of a city moves a machine out of it',
    'areas bound what is given',
    doing('adam', `${machine}/move`, { body: { region: '360428', site: 'clinic', from: '2026-02-01' } }),
  ),
  attack(
    'U20',
    "an administrator of a city resets the province's viewer",
    'users elsewhere do not exist',
    doing('adam', '/users/victim/reset', { body: {} }),
  ),
  attack(
    'U21',
    'an administrator of a city locks somebody of the province',
    'users elsewhere do not exist',
    doing('adam', '/users/victim', { method: 'PATCH', body: { locked: true } }),
  ),
  attack(
    'U22',
    'an administrator of a city sees sessions of the province',
    'users elsewhere do not exist',
    doing('adam', '/users/vera/sessions'),
  ),
  attack(
    'U23',
    'an administrator of a city drops somebody of the province',
    'users elsewhere do not exist',
    doing('adam', '/users/victim', { method: 'DELETE' }),
  ),
  attack(
    'U24',
    'an open browser of an administrator gets another password without the old one',
    'the own password takes the old one',
    doing('adam', '/users/adam', { method: 'PATCH', body: { password: 'an entirely other one' } }),
  ),
  attack('U25', 'a user is named like the program', 'no user is named like a program', async (target) =>
    (await target.asOwner('/api/v1/users', { user: 'ＰＲＯＧＲＡＭ', role: 'viewer', area: '3601' })).status === 201
      ? 'open'
      : 'blocked',
  ),
  attack(
    'U26',
    'the last administrator is locked',
    'an administrator remains',
    byToken('/users/admin', 'PATCH', { locked: true }),
  ),
  attack(
    'U27',
    'the last administrator gets another role',
    'an administrator remains',
    byToken('/users/admin', 'PATCH', { role: 'viewer', locked: false }),
  ),
  attack('U28', 'the last administrator is dropped', 'an administrator remains', async (target) => {
    await target.asOwner('/api/v1/users/admin', { role: 'admin' }, 'PATCH');
    return byToken('/users/admin', 'DELETE')(target);
  }),
];

attackSuite('roles and areas', { start: startOffice, holes, attacks, isLong: true });
