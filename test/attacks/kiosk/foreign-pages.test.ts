import { request } from 'node:http';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import type { Hole } from '../support/hole.ts';
import { type KioskTarget, startKioskTarget } from '../support/kiosk-target.ts';

const loopback = 'device/adapters/http/loopback.js';

const holes: readonly Hole[] = [
  {
    name: 'the host is the loopback',
    file: loopback,
    find: 'host === null || !isLoopback(host)',
    replace: 'host === null',
  },
  {
    name: 'the origin is the loopback',
    file: loopback,
    find: 'origin !== null && isLoopback(origin)',
    replace: 'true',
  },
];

/** The status of `GET /api/state` with headers that a browser would not let a script set. */
const statusWith = ({ httpPort }: KioskTarget, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: httpPort, path: '/api/state', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

const reading =
  (headers: Record<string, string>) =>
  async (target: KioskTarget): Promise<Verdict> =>
    (await statusWith(target, headers)) === 200 ? 'open' : 'blocked';

const hosts = ['attacker.example', '127.0.0.1.attacker.example', '10.0.0.1', '[::2]', 'localhost.attacker.example'];
const origins = [
  'http://attacker.example',
  'null',
  'file://',
  'http://localhost.attacker.example',
  'http://0x7f.attacker.example',
];

const attacks: readonly Attack<KioskTarget>[] = [
  ...hosts.map((host, at) => ({
    id: `K01.${at + 1}`,
    title: `the rebound name ${host}`,
    hole: 'the host is the loopback',
    attempt: reading({ host }),
  })),
  ...origins.map((origin, at) => ({
    id: `K02.${at + 1}`,
    title: `a page of ${origin}`,
    hole: 'the origin is the loopback',
    attempt: reading({ origin }),
  })),
];

attackSuite("the kiosk's HTTP", { start: startKioskTarget, holes, attacks });
