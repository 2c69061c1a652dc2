import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { other, own } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { type Sent, send } from '../support/people.ts';
import { asking, type County, county, elsewhere, screenWish, startCounty } from './county.ts';

const permissions = 'fleet/auth/permissions.js';

const holes: readonly Hole[] = [
  {
    name: 'a principal sees the own area',
    file: permissions,
    find: 'isWithin(code, principal.area)',
    replace: 'true',
  },
  {
    name: 'an asked area is inside the own one',
    file: 'fleet/service/queries.js',
    find: 'if (!isWithin(asked, own))',
    replace: 'if (false)',
  },
  {
    name: 'taken names are learnt slowly',
    file: 'fleet/adapters/http/taken-names.js',
    find: "error.code === 'exists'",
    replace: 'false',
  },
  {
    name: 'metrics are for the whole programme',
    file: 'shared/contracts/fleet/token.js',
    find: "!scope.includes('metrics') || area === root",
    replace: 'true',
  },
];

const sees = 'a principal sees the own area';
const inside = 'an asked area is inside the own one';
const machine = `/machines/${own}`;

const ofMachine = [
  '',
  '/events',
  '/pace',
  '/stock',
  '/issues',
  '/config',
  '/suspensions',
  '/commands',
  '/identity',
  '/screen-settings',
];
const ofArea = [
  `/regions/${elsewhere}`,
  `/machines?region=${elsewhere}`,
  `/flags?region=${elsewhere}`,
  `/today?region=${elsewhere}`,
  `/restock?region=${elsewhere}`,
  `/restock-records?region=${elsewhere}`,
  `/reports/issued?region=${elsewhere}&from=2026-01&to=2026-02`,
  `/reports/year?region=${elsewhere}`,
  `/staff?region=${elsewhere}`,
  '/machines?region=360000',
];

const changes: readonly (readonly [what: string, path: string, sent: Sent])[] = [
  ['renaming it', machine, { method: 'PATCH', body: { name: 'mine' } }],
  ['stopping it', `${machine}/stop`, { body: { reason: 'broken' } }],
  [
    'its planogram',
    `${machine}/config`,
    { method: 'PUT', body: { basedOn: null, lanes: [], recalls: [], limits: {} } },
  ],
  ['a command', `${machine}/commands`, { body: { kind: 'report' } }],
  ['a suspension', `${machine}/suspensions`, { body: { from: '2026-01-01', reason: 'moved' } }],
  ['its secret', `${machine}/secret`, { method: 'POST' }],
  ['an enrolment code', `${machine}/enrolment`, { method: 'POST' }],
  ['revoking its keys', `${machine}/revocation`, { method: 'POST' }],
  [
    'whom to call',
    `${machine}/contact`,
    { method: 'PUT', body: { name: '王', telephone: '0791-1', hours: '', note: '', checked: '2026-01-02' } },
  ],
  ['its quarantine', `${machine}/quarantine`, { body: { why: 'x' } }],
  ['releasing it', `${machine}/release`, { body: { why: 'x' } }],
  ['what its screen says', `${machine}/screen-settings`, { method: 'PUT', body: screenWish }],
  ['retiring it', `${machine}/retire`, { body: { until: '2026-01-02', reason: 'x' } }],
];

const people: readonly (readonly [id: string, title: string, path: string, sent: Sent])[] = [
  ['H07.1', 'a user of the whole province', '/users', { body: { user: 'evil', role: 'admin', area: '360000' } }],
  ['H07.2', 'moving an own user to another county', '/users/ines', { method: 'PATCH', body: { area: elsewhere } }],
  ['H07.3', "another county's user", '/users/far', { method: 'PATCH', body: { role: 'admin' } }],
  ['H07.4', "resetting another county's user", '/users/far/reset', { body: {} }],
  ['H07.5', "dropping another county's user", '/users/far', { method: 'DELETE' }],
  ['H07.6', 'resetting the first administrator', '/users/admin/reset', { body: {} }],
  [
    'H07.7',
    'moving a machine of the own county out',
    `/machines/${other}/move`,
    {
      body: { region: elsewhere, site: 'x', name: 'x', from: '2026-11-01' },
    },
  ],
  [
    'H07.8',
    'a token for another county',
    '/tokens',
    {
      body: { name: 't', scope: ['read'], area: elsewhere, expires: Date.now() + 86_400_000 },
    },
  ],
];

/** Open if the names of other counties' users can be tried without end. */
async function tryingNames(target: County): Promise<Verdict> {
  // Without the defences, an attack before this one has dropped the other user.
  const body = { user: 'farther', role: 'viewer', area: county };
  for (let tried = 0; tried < 25; tried += 1) {
    const { status, code } = await send(target, '/users', { body, cookie: target.admin });
    if (code === 'slow-down') return 'blocked';
    if (status !== 409) throw new Error(`a name that is taken: ${status} ${code}`);
  }
  return 'open';
}

const attacks: readonly Attack<County>[] = [
  ...ofMachine.map((part, at) => ({
    id: `H05.${at + 1}`,
    title: `reading ${part || 'a machine'} of another county`,
    hole: sees,
    attempt: asking('admin', `${machine}${part}`),
  })),
  ...ofArea.map((path, at) => ({
    id: `H06.${at + 1}`,
    title: `the list ${path.split('?')[0]} of another area`,
    hole: inside,
    attempt: asking('viewer', path),
  })),
  ...changes.map(([what, path, sent], at) => ({
    id: `H08.${at + 1}`,
    title: `changing a machine of another county: ${what}`,
    hole: sees,
    attempt: asking('admin', path, sent),
  })),
  {
    id: 'H10',
    title: "a county's token for the counters of the whole programme",
    hole: 'metrics are for the whole programme',
    attempt: async (target) => {
      const body = { name: 'm', scope: ['metrics'], area: county };
      return (await send(target, '/tokens', { body, cookie: target.admin })).status === 422 ? 'blocked' : 'open';
    },
  },
  ...people.map(([id, title, path, sent]) => ({ id, title, hole: sees, attempt: asking('admin', path, sent) })),
  // The last one: from then on this administrator has to wait.
  {
    id: 'H09',
    title: 'trying which names of users other counties have',
    hole: 'taken names are learnt slowly',
    attempt: tryingNames,
  },
];

attackSuite('other areas', { start: startCounty, holes, attacks, isLong: true });
