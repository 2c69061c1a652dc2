import { createConnection } from 'node:net';
import { until } from '../../support/fleet/fleet.ts';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, own, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { type PlainRequest, plainHttp } from '../support/plain-http.ts';
import { sendRaw } from '../support/raw.ts';

const guards = 'fleet/adapters/http/guards';

const holes: readonly Hole[] = [
  {
    name: 'a sender is known before a route runs',
    file: 'fleet/adapters/http/route.js',
    find: 'await authenticate(request);',
    replace: "(await authenticate(request)) ?? { user: 'x', role: 'admin', area: '360000' };",
  },
  {
    name: 'names are the own ones',
    file: `${guards}/host-names.js`,
    find: 'configured === null ? isIP(name) !== 0 : configured.includes(name)',
    replace: 'true',
  },
  {
    name: 'answers restrict browsers',
    file: `${guards}/response-headers.js`,
    find: 'Object.entries(always)',
    replace: '[]',
  },
  {
    name: 'connections of an address are bounded',
    file: `${guards}/connections.js`,
    find: "if (connections.accept(socket, isProxy(socket.remoteAddress ?? '')) === null)",
    replace: 'if (false)',
  },
  {
    name: 'details are for this computer',
    file: `${guards}/internals.js`,
    find: 'forwarding.every((name) => headers[name] === undefined)',
    replace: 'true',
  },
  {
    name: 'strangers send little',
    file: 'fleet/adapters/http/session.js',
    find: 'app.post(url, {\n        bodyLimit: limits.signInBytes,',
    replace: 'app.post(url, {',
  },
  {
    name: 'a request has one host',
    file: `${guards}/guards.js`,
    find: '(request.raw.headersDistinct.host?.length ?? 0) > 1',
    replace: 'false',
  },
  {
    name: 'malformed addresses are answered as all else',
    file: 'fleet/adapters/http/server.js',
    find: 'frameworkErrors: (_, request, reply)',
    replace: 'frameworkErrorsNot: (_, request, reply)',
  },
  {
    name: 'only listed proxies are believed',
    file: 'fleet/adapters/http/server.js',
    find: 'trustProxy: [...options.proxies]',
    replace: 'trustProxy: true',
  },
];

const seeing =
  (path: string, given: PlainRequest = {}) =>
  async ({ httpPort }: FleetTarget): Promise<Verdict> =>
    (await plainHttp(httpPort, path, given)).status === 200 ? 'open' : 'blocked';

const answered = async (port: number, request: string): Promise<string> =>
  (await sendRaw(port, request, { waitMs: 10_000 })).bytes.toString();

const readable = [
  'info',
  'today',
  'machines',
  `machines/${own}`,
  `machines/${own}/events`,
  'flags',
  'regions/360000',
  'stream',
];
const names = [
  'attacker.example',
  '127.0.0.1.nip.io',
  'attacker.example:8080',
  'fleet.attacker.example',
  'localhost.attacker.example',
];

/** The headers without which a page of the console can be used against its reader. */
const headers: readonly [header: string, title: string][] = [
  ['content-security-policy', 'a script that got into a page'],
  ['x-frame-options', 'a page that frames the console and lets people click'],
  ['cross-origin-opener-policy', 'a page that opened the console and drives its window'],
  ['cross-origin-resource-policy', 'a page that embeds answers of the server'],
  ['x-content-type-options', 'an answer that is run as a script'],
];

const forwarded: readonly Record<string, string>[] = [
  { 'x-forwarded-for': '198.51.100.9' },
  { forwarded: 'for=198.51.100.9' },
  { 'x-real-ip': '198.51.100.9' },
  { via: '1.1 proxy' },
];

const wrongSignIn = (headers: Record<string, string>, user: string): PlainRequest => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ user, password: 'a wrong password' }),
});

const attacks: readonly Attack<FleetTarget>[] = [
  ...readable.map((path, at) => ({
    id: `H01.${at + 1}`,
    title: `/${path} without signing in`,
    hole: 'a sender is known before a route runs',
    attempt: seeing(`/api/v1/${path}`),
  })),
  {
    id: 'H02',
    title: 'a large body of a stranger is read',
    hole: 'a sender is known before a route runs',
    attempt: async ({ httpPort }) => {
      const body = JSON.stringify({ machine: 'x'.repeat(500_000) });
      const given = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
      const answer = await plainHttp(httpPort, '/api/v1/machines', given).catch(() => ({ status: 401 }));
      return answer.status === 401 ? 'blocked' : 'open';
    },
  },
  ...names.map((host, at) => ({
    id: `H42.${at + 1}`,
    title: `the rebound name ${host}`,
    hole: 'names are the own ones',
    attempt: seeing('/api/openapi.json', { headers: { host } }),
  })),
  ...headers.map(([header, title], at) => ({
    id: `H18.${at + 1}`,
    title,
    hole: 'answers restrict browsers',
    attempt: async ({ httpPort }: FleetTarget): Promise<Verdict> =>
      (await plainHttp(httpPort, '/')).headers[header] === undefined ? 'open' : 'blocked',
  })),
  ...forwarded.flatMap((headers, at) => [
    {
      id: `H45.${2 * at + 1}`,
      title: `metrics through a proxy that says ${Object.keys(headers)}`,
      hole: 'details are for this computer',
      attempt: seeing('/metrics', { headers }),
    },
    {
      id: `H45.${2 * at + 2}`,
      title: `details of the health through a proxy that says ${Object.keys(headers)}`,
      hole: 'details are for this computer',
      attempt: async ({ httpPort }: FleetTarget): Promise<Verdict> =>
        (await plainHttp(httpPort, '/healthz', { headers })).text.includes('version') ? 'open' : 'blocked',
    },
  ]),
  {
    id: 'H50',
    title: 'a second name of the host',
    hole: 'a request has one host',
    attempt: async ({ httpPort }) => {
      const request = `GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nhost: other.example\r\nconnection: close\r\n\r\n`;
      return /^HTTP\/1.1 400 .*application\/problem\+json.*Host 头/s.test(await answered(httpPort, request))
        ? 'blocked'
        : 'open';
    },
  },
  {
    id: 'H51',
    title: 'a malformed address, which is answered without the usual headers',
    hole: 'malformed addresses are answered as all else',
    attempt: async ({ httpPort }) => {
      const request = `GET /api/v1/machines/%E0%A4%A HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`;
      return /^HTTP\/1.1 400 .*nosniff.*application\/problem\+json.*网址/s.test(await answered(httpPort, request))
        ? 'blocked'
        : 'open';
    },
  },
  {
    id: 'H37',
    title: 'a sign-in of 100 KB',
    hole: 'strangers send little',
    attempt: async ({ httpPort }) => {
      const answer = await plainHttp(httpPort, '/api/v1/session', wrongSignIn({}, 'u'.repeat(100_000))).catch(() => ({
        status: 413,
      }));
      return answer.status === 413 ? 'blocked' : 'open';
    },
  },
  {
    id: 'H30',
    title: 'guessing passwords from addresses that the guesser makes up',
    hole: 'only listed proxies are believed',
    attempt: async ({ httpPort }) => {
      for (let guess = 1; guess <= 25; guess += 1) {
        const spoof = { 'x-forwarded-for': `198.51.100.${guess}` };
        if ((await plainHttp(httpPort, '/api/v1/session', wrongSignIn(spoof, `nobody${guess}`))).status === 429)
          return 'blocked';
      }
      return 'open';
    },
  },
  {
    id: 'H38',
    title: 'one address opens more connections than an office needs',
    hole: 'connections of an address are bounded',
    attempt: async ({ httpPort }) => {
      let closed = 0;
      const sockets = Array.from({ length: 400 }, () => {
        const socket = createConnection({ host: '127.0.0.1', port: httpPort });
        return socket
          .on('error', () => undefined)
          .on('close', () => {
            closed += 1;
          });
      });
      const isBounded = await until('connections to be closed', () => closed >= 90, 4000).catch(() => false);
      for (const socket of sockets) socket.destroy();
      return isBounded ? 'blocked' : 'open';
    },
  },
];

attackSuite("the fleet's HTTP by strangers", { start: startFleetTarget, holes, attacks, isLong: true });
