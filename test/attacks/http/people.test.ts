import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, other, own, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { type PlainRequest, plainHttp } from '../support/plain-http.ts';

const foreignPages = 'fleet/adapters/http/guards/foreign-pages.js';

const holes: readonly Hole[] = [
  {
    name: 'browsers say which page sends',
    file: foreignPages,
    find: "if (site === 'same-origin' || site === 'none')",
    replace: 'if (true)',
  },
  {
    name: 'origins are the own one',
    file: foreignPages,
    find: 'if (!changes)',
    replace: 'if (true)',
  },
  {
    name: 'roles are checked',
    file: 'fleet/adapters/http/route.js',
    find: 'requireNeeded(principal, spec.permission);',
    replace: '',
  },
  {
    name: 'areas are checked',
    file: 'fleet/auth/permissions.js',
    find: 'isWithin(code, principal.area)',
    replace: 'true',
  },
  {
    name: 'streams of a browser are bounded',
    file: 'fleet/adapters/http/stream.js',
    find: "ofSession.length >= limits.streamsOfSession ? 'session' : null",
    replace: 'null',
  },
];

/** A fleet with a viewer of one county and an administrator, both signed in. */
interface Office extends FleetTarget {
  readonly viewer: string;
  readonly admin: string;
}

const password = 'seven lanterns behind the mill';

async function office(planted: readonly Hole[]): Promise<Office> {
  const target = await startFleetTarget(planted);
  const cookies: string[] = [];
  for (const [user, role, area] of [
    ['viewer', 'viewer', '360102'],
    ['keeper', 'admin', '360000'],
  ] as const) {
    const made = await target.asOwner('/api/v1/users', { user, role, area, password });
    if (made.status !== 201) throw new Error(`adding ${user}: ${made.status} ${made.text}`);
    cookies.push(await target.signIn(user, password));
  }
  const [viewer = '', admin = ''] = cookies;
  return { ...target, viewer, admin };
}

const json = { 'content-type': 'application/json' };
const status = async ({ httpPort }: Office, path: string, given: PlainRequest): Promise<number> =>
  (await plainHttp(httpPort, `/api/v1${path}`, given)).status;

/** A change that a foreign page makes the administrator's browser send. */
const forged =
  (headers: Record<string, string>, path = `/machines/${own}/secret`, method = 'POST') =>
  async (target: Office): Promise<Verdict> =>
    (await status(target, path, { method, headers: { cookie: target.admin, ...headers } })) === 403
      ? 'blocked'
      : 'open';

const asViewer =
  (method: string, path: string, body?: object) =>
  async (target: Office): Promise<Verdict> => {
    const headers = { cookie: target.viewer, ...(body === undefined ? {} : json) };
    const given = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return (await status(target, path, given)) === 403 ? 'blocked' : 'open';
  };

const elsewhere =
  (path: string) =>
  async (target: Office): Promise<Verdict> =>
    (await status(target, path, { headers: { cookie: target.viewer } })) === 200 ? 'open' : 'blocked';

const origins = [
  'https://attacker.example',
  'http://127.0.0.1:1',
  'null',
  'http://localhost.attacker.example',
  'file://',
];
const writes: readonly [method: string, path: string, body?: object][] = [
  ['POST', '/users', { user: 'mallory', role: 'admin', area: '360000', password }],
  ['DELETE', '/users/keeper'],
  ['POST', `/machines/${own}/secret`],
  ['PATCH', `/machines/${own}`, { name: 'mine' }],
  ['POST', `/machines/${own}/commands`, { kind: 'restart' }],
  ['POST', `/machines/${own}/suspensions`, { from: '2026-01-01', reason: 'moved' }],
  ['POST', `/machines/${own}/retire`, { reason: 'mine' }],
];
const foreign = ['', '/events', '/config', '/pace', '/commands', '/suspensions'];

/** Opens streams of one browser; they stay open until `end`. */
async function openStreams({ httpPort, viewer: cookie }: Office, count: number) {
  const streams: { readonly status: number | undefined; readonly end: () => void }[] = [];
  for (let each = 0; each < count; each += 1) {
    const asked = request({
      host: '127.0.0.1',
      port: httpPort,
      path: '/api/v1/stream',
      headers: { cookie },
      agent: false,
    });
    asked.on('error', () => undefined).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    streams.push({ status: response.statusCode, end: () => void void asked.destroy() });
  }
  return {
    statuses: streams.map((each) => each.status),
    end: () => {
      for (const { end } of streams) end();
    },
  };
}

const attacks: readonly Attack<Office>[] = [
  ...['same-site', 'cross-site'].flatMap((site) => [
    {
      id: `H13.${site}.1`,
      title: `a ${site} page renews a machine's secret`,
      hole: 'browsers say which page sends',
      attempt: forged({ 'sec-fetch-site': site }),
    },
    {
      id: `H13.${site}.2`,
      title: `a ${site} page drops a user`,
      hole: 'browsers say which page sends',
      attempt: forged({ 'sec-fetch-site': site }, '/users/nobody', 'DELETE'),
    },
    {
      id: `H13.${site}.3`,
      title: `a ${site} page opens a stream as an image`,
      hole: 'browsers say which page sends',
      attempt: forged({ 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }, '/stream', 'GET'),
    },
    {
      id: `H15.${site}`,
      title: `a ${site} page signs people in as somebody else`,
      hole: 'browsers say which page sends',
      attempt: async (target: Office): Promise<Verdict> => {
        const body = JSON.stringify({ user: 'viewer', password });
        const headers = { ...json, 'sec-fetch-site': site };
        return (await status(target, '/session', { method: 'POST', headers, body })) === 200 ? 'open' : 'blocked';
      },
    },
  ]),
  ...origins.map((origin, at) => ({
    id: `H16.${at + 1}`,
    title: `a page of ${origin} in a browser that sends only the origin`,
    hole: 'origins are the own one',
    attempt: forged({ origin }),
  })),
  ...writes.map(([method, path, body], at) => ({
    id: `H03.${at + 1}`,
    title: `a viewer: ${method} ${path}`,
    hole: 'roles are checked',
    attempt: asViewer(method, path, body),
  })),
  ...foreign.map((path, at) => ({
    id: `H05.${at + 1}`,
    title: `a county's viewer: ${path === '' ? 'the machine' : path} of another county`,
    hole: 'areas are checked',
    attempt: elsewhere(`/machines/${other}${path}`),
  })),
  {
    id: 'H43',
    title: 'one browser opens stream after stream',
    hole: 'streams of a browser are bounded',
    attempt: async (target) => {
      const { statuses, end } = await openStreams(target, 6);
      end();
      return statuses.every((each) => each === 200) ? 'open' : 'blocked';
    },
  },
];

attackSuite("the fleet's HTTP by people and their browsers", { start: office, holes, attacks, isLong: true });
