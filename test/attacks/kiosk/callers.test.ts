import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import type { Hole } from '../support/hole.ts';
import { type KioskTarget, startKioskTarget } from '../support/kiosk-target.ts';
import { type PlainRequest, plainHttp } from '../support/plain-http.ts';
import { Program } from '../support/program.ts';

const http = 'device/adapters/http';
/** Only root can start a program as another user. */
const asOthers = process.getuid?.() === 0;
const nobody = 65_534;

const holes: readonly Hole[] = [
  {
    name: 'only the screen orders',
    file: `${http}/caller.js`,
    find: 'return ownPage && isOwn(request);',
    replace: 'return true;',
  },
  {
    name: 'foreign pages embed nothing',
    file: `${http}/loopback.js`,
    find: "site === undefined || site === 'same-origin' || site === 'none' ? null",
    replace: 'true ? null',
  },
  {
    name: 'request ids are random',
    file: 'shared/contracts/ids.js',
    find: '/^.{14}[47].{4}[89ab]/.test(id)',
    replace: 'true',
  },
  {
    name: 'wrong PINs outlive a restart',
    file: 'device/adapters/private-files.js',
    find: 'write(wrongPinsName, JSON.stringify(wrong))',
    replace: 'undefined',
  },
  {
    name: 'bodies are not nested deeply',
    file: `${http}/server.js`,
    find: 'if (isNestedTooDeep(text))',
    replace: 'if (false)',
  },
  ...(asOthers
    ? [
        {
          name: 'wrong PINs count for each user',
          file: `${http}/order-routes.js`,
          find: 'who.user(request)',
          replace: '0',
        },
        {
          name: 'the screen finds a connection',
          file: `${http}/server.js`,
          find: "server.on('connection', (socket) => {",
          replace: "server.maxConnections = maxConnections;\n    server.on('never', (socket) => {",
        },
        {
          name: 'the screen finds a stream',
          file: `${http}/event-stream.js`,
          find: '(!isOwn && foreign >= maxForeignStreams)',
          replace: 'false',
        },
      ]
    : []),
];

/** A kiosk that can be started again with the same holes. */
interface Restartable extends KioskTarget {
  readonly holes: readonly Hole[];
}

const start = async (planted: readonly Hole[]): Promise<Restartable> => ({
  ...(await startKioskTarget(planted)),
  holes: planted,
});

const json = { 'content-type': 'application/json' };
const order = (headers: Record<string, string> = {}, request: string = randomUUID()): PlainRequest => ({
  method: 'POST',
  headers: { ...json, ...headers },
  body: JSON.stringify({ request, product: 'CD-M' }),
});
const count = (pin: string): PlainRequest => ({
  method: 'POST',
  headers: json,
  body: JSON.stringify({ by: 'wang', pin, lanes: [{ lane: 1, stock: 0 }] }),
});

/** Open if the agent did more with the order than to refuse its sender. */
const ordering =
  (given: () => PlainRequest) =>
  async ({ httpPort }: KioskTarget): Promise<Verdict> =>
    [403, 422].includes((await plainHttp(httpPort, '/api/dispense', given())).status) ? 'blocked' : 'open';

/** What a program of another user prints. It gets the agent's port as PORT. */
async function saidByOthers(httpPort: number, script: string): Promise<string> {
  const child = spawn(process.execPath, ['-e', script], {
    uid: nobody,
    gid: nobody,
    cwd: '/',
    env: { PORT: String(httpPort) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.on('data', (piece) => {
    said += piece;
  });
  await once(child, 'close');
  return said;
}

/** Runs a script of another user while `look` looks at what it keeps from the screen. */
async function whileOthers<T>(httpPort: number, script: string, look: () => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, ['-e', script], {
    uid: nobody,
    gid: nobody,
    cwd: '/',
    env: { PORT: String(httpPort) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  try {
    return await look();
  } finally {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
}

const call = (path: string, body: string): string =>
  `const http = require('http');
   const call = () => new Promise((done) => {
     const sent = http.request({ host: '127.0.0.1', port: process.env.PORT, path: '${path}', method: 'POST', headers: { 'content-type': 'application/json' } }, (answer) => {
       answer.resume(); answer.on('end', () => done(answer.statusCode));
     });
     sent.end(${JSON.stringify(body)});
   });`;

const statusOr = (what: Promise<{ readonly status: number }>): Promise<number> =>
  what.then(({ status }) => status).catch(() => 0);

const othersAttacks: readonly Attack<Restartable>[] = [
  {
    id: 'K11',
    title: 'a program of another user orders boxes',
    hole: 'only the screen orders',
    attempt: async ({ httpPort }) => {
      const script = `${call('/api/dispense', JSON.stringify({ request: randomUUID(), lane: 2 }))} call().then(console.log)`;
      return (await saidByOthers(httpPort, script)).trim() === '403' ? 'blocked' : 'open';
    },
  },
  {
    id: 'K10',
    title: "another user's wrong PINs shut staff out",
    hole: 'wrong PINs count for each user',
    attempt: async ({ httpPort }) => {
      const script = `${call('/api/count', String(count('0000').body))} (async () => { for (let n = 0; n < 5; n++) console.log(await call()); })()`;
      await saidByOthers(httpPort, script);
      return (await plainHttp(httpPort, '/api/count', count('471138'))).status === 429 ? 'open' : 'blocked';
    },
  },
  {
    id: 'K12',
    title: 'another user takes all connections',
    hole: 'the screen finds a connection',
    attempt: ({ httpPort }) =>
      whileOthers(
        httpPort,
        `const net = require('net'); let open = 0;
         for (let n = 0; n < 140; n++) net.connect(process.env.PORT, '127.0.0.1', () => { if (++open === 130) console.log('full'); }).on('error', () => {})`,
        async () => ((await statusOr(plainHttp(httpPort, '/api/state'))) === 200 ? 'blocked' : 'open'),
      ),
  },
  {
    id: 'K05.9',
    title: 'another user takes all streams',
    hole: 'the screen finds a stream',
    attempt: ({ httpPort }) =>
      whileOthers(
        httpPort,
        `const http = require('http'); let n = 0; const next = () => { if (n++ < 9) http.get({ host: '127.0.0.1', port: process.env.PORT, path: '/api/stream' }, next); else console.log('full'); }; next();`,
        async () => ((await statusOr(plainHttp(httpPort, '/api/stream'))) === 200 ? 'blocked' : 'open'),
      ),
  },
];

const personal = '36010219-9001-0112-3400-013812345678';
const attacks: readonly Attack<Restartable>[] = [
  ...['http://localhost:3000', 'http://127.0.0.1:1', 'http://[::1]'].map((origin, at) => ({
    id: `K02.${at + 11}`,
    title: `a page of ${origin} orders a box`,
    hole: 'only the screen orders',
    attempt: ordering(() => order({ origin })),
  })),
  ...['same-site', 'cross-site'].flatMap((site) =>
    ['/api/stream', '/api/state', '/api/events'].map((path, at) => ({
      id: `K05.${site}.${at + 1}`,
      title: `a ${site} page embeds ${path}`,
      hole: 'foreign pages embed nothing',
      attempt: async ({ httpPort }: KioskTarget): Promise<Verdict> =>
        (await plainHttp(httpPort, path, { headers: { 'sec-fetch-site': site } })).status === 200 ? 'open' : 'blocked',
    })),
  ),
  ...[personal, '00000000-0000-0000-0000-000000000000', '13812345-6789-1000-8000-000000000000'].map((id, at) => ({
    id: `K15.${at + 1}`,
    title: `a request under the id ${id}`,
    hole: 'request ids are random',
    attempt: ordering(() => order({}, id)),
  })),
  {
    id: 'K06',
    title: 'a body nested 5,000 deep',
    hole: 'bodies are not nested deeply',
    attempt: async ({ httpPort }) => {
      const body = `{"by":${'['.repeat(5000)}${']'.repeat(5000)}}`;
      const { text } = await plainHttp(httpPort, '/api/count', { method: 'POST', headers: json, body });
      return text.includes('nested too deep') ? 'blocked' : 'open';
    },
  },
  ...(asOthers ? othersAttacks : []),
  {
    id: 'K09',
    title: 'restarting the agent to guess PINs without waiting',
    hole: 'wrong PINs outlive a restart',
    attempt: async ({ httpPort, program, folder, holes: planted }) => {
      for (let guess = 0; guess < 3; guess += 1) await plainHttp(httpPort, '/api/count', count(`000${guess}`));
      await program.stop();
      const again = new Program(['device', '--config', join(folder, 'kiosk.json')], planted);
      const port = Number(await again.says(/"http":"http:\/\/127\.0\.0\.1:(\d+)"/));
      const { status } = await plainHttp(port, '/api/count', count('0004'));
      await again.stop();
      return status === 429 ? 'blocked' : 'open';
    },
  },
];

attackSuite("the kiosk's callers", { start, holes, attacks });
