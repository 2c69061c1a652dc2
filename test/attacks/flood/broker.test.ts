import { type ChildProcess, spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { until } from '../../support/fleet/fleet.ts';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, own, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { connectBytes, publishBytes, subscribeBytes } from '../support/mqtt-bytes.ts';
import { sendRaw } from '../support/raw.ts';

const guard = 'fleet/adapters/mqtt/socket-guard.js';
const log = 'fleet/event-log.js';

const holes: readonly Hole[] = [
  {
    name: 'each address is counted before all',
    file: guard,
    find: 'ofAddressInSecond.passes(key, now) && ofAddress.passes(key, now) && ',
    replace: '',
  },
  { name: 'waiting connections are bounded', file: guard, find: 'waiting.accept(socket)', replace: '() => undefined' },
  {
    name: 'a CONNECT is small',
    file: 'fleet/adapters/mqtt/packet-check.js',
    find: 'this.#limit = limitOfFirst;',
    replace: 'this.#limit = limit;',
  },
  { name: 'a cause has few lines', file: log, find: 'return cause.count <= linesOfACause;', replace: 'return true;' },
  { name: 'names are cut', file: log, find: 'event.machine?.slice(0, maxOfAName)', replace: 'event.machine' },
];

/** Connects from an address of the loopback and says nothing. */
const silent = (port: number, localAddress: string): Socket =>
  connect({ port, host: '127.0.0.1', localAddress }).on('error', () => undefined);

/** Connects again and again from one address, in a process of its own, until it is killed. */
function flood(port: number, localAddress: string): ChildProcess {
  const script = `
    const next = () => {
      const socket = require('net').connect({ port: ${port}, host: '127.0.0.1', localAddress: '${localAddress}' });
      socket.on('error', () => {}).once('connect', () => socket.resetAndDestroy()).once('close', next);
    };
    for (let each = 0; each < 50; each += 1) next();`;
  return spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
}

/** Whether the broker admits a client over this connection. */
const isWelcome = (socket: Socket, hello: Buffer): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (admitted: boolean): void => {
      socket.destroy();
      resolve(admitted);
    };
    socket.on('connect', () => socket.write(hello));
    socket.on('data', (bytes) => end(bytes[3] === 0));
    socket.on('close', () => end(false));
  });

const linesWith = ({ program }: FleetTarget, text: string): number => program.out.split(text).length - 1;

/** Open if `cause` writes more than a few lines with this text to the log. */
async function logsMany(target: FleetTarget, text: string, cause: () => Promise<unknown>): Promise<Verdict> {
  const before = linesWith(target, text);
  await cause();
  const isMany = await until('many lines', () => linesWith(target, text) - before > 50, 700).catch(() => false);
  return isMany ? 'open' : 'blocked';
}

const as = (user: string, password: string): Buffer => connectBytes({ clientId: user, user, password });
const soon = { waitMs: 3000, enough: (bytes: Buffer) => bytes.length > 3 };

const attacks: readonly Attack<FleetTarget>[] = [
  {
    id: 'M37.1',
    title: 'the log is filled by sign-ins under invented names',
    hole: 'a cause has few lines',
    attempt: (target) =>
      logsMany(target, '"why":"unknown-machine"', () =>
        Promise.all(Array.from({ length: 120 }, (_, at) => sendRaw(target.mqttPort, as(`INVENTED-${at}`, 'x'), soon))),
      ),
  },
  {
    id: 'M37.2',
    title: 'a line of the log is filled by a long name',
    hole: 'names are cut',
    attempt: async ({ mqttPort, program, secrets }) => {
      const clientId = 'n'.repeat(2000);
      await sendRaw(mqttPort, connectBytes({ clientId, user: clientId, password: secrets[own] }), soon);
      const isWritten = await until('the name', () => program.out.includes('n'.repeat(1000)), 500).catch(() => false);
      return isWritten ? 'open' : 'blocked';
    },
  },
  {
    id: 'M39',
    title: 'the log is filled by subscriptions of a machine',
    hole: 'a cause has few lines',
    attempt: (target) => {
      const topics = Array.from({ length: 100 }, (_, at) => `foreign/${at}`);
      const bytes = Buffer.concat([as(own, target.secrets[own]), subscribeBytes(topics)]);
      return logsMany(target, '"why":"foreign-topic"', () => sendRaw(target.mqttPort, bytes, { waitMs: 400 }));
    },
  },
  {
    id: 'M39.2',
    title: 'the log is filled by broken states of a machine',
    hole: 'a cause has few lines',
    attempt: (target) => {
      const packets = Array.from({ length: 40 }, (_, at) =>
        publishBytes(`yaoju/v1/${own}/state`, '{', { number: at + 1 }),
      );
      const bytes = Buffer.concat([as(own, target.secrets[own]), ...packets]);
      const cause = async (): Promise<void> => {
        for (let time = 0; time < 3; time += 1) await sendRaw(target.mqttPort, bytes, { waitMs: 300 });
      };
      return logsMany(target, '"what":"state"', cause);
    },
  },
  {
    id: 'M26.2',
    title: 'a CONNECT of 40 KB',
    hole: 'a CONNECT is small',
    attempt: async ({ mqttPort }) =>
      (await sendRaw(mqttPort, as('U'.repeat(20_000), 'x'), soon)).bytes.length > 0 ? 'open' : 'blocked',
  },
  {
    id: 'M53',
    title: 'one address holds connections and says nothing',
    hole: 'waiting connections are bounded',
    attempt: async ({ mqttPort }) => {
      let closed = 0;
      const sockets: Socket[] = [];
      const openMore = (): void => {
        for (let each = 0; each < 20; each += 1)
          sockets.push(
            silent(mqttPort, '127.0.0.3').on('close', () => {
              closed += 1;
            }),
          );
      };
      // Slowly enough that the rate alone would let all of them in.
      const timer = setInterval(openMore, 125);
      await until('600 connections', () => sockets.length >= 600, 8000);
      clearInterval(timer);
      const isBounded = await until('refusals', () => closed >= 50, 700).catch(() => false);
      for (const socket of sockets) socket.destroy();
      return isBounded ? 'blocked' : 'open';
    },
  },
  // Last, because what it leaves in the queue of the holed broker would count for others.
  {
    id: 'M36',
    title: 'one address connects so often that others are refused',
    hole: 'each address is counted before all',
    attempt: async ({ mqttPort, secrets }) => {
      const flooding = flood(mqttPort, '127.0.0.2');
      try {
        for (let good = 1; good <= 150; good += 1)
          if (!(await isWelcome(silent(mqttPort, `127.0.1.${good}`), as(own, secrets[own])))) return 'open';
        return 'blocked';
      } finally {
        flooding.kill('SIGKILL');
      }
    },
  },
];

attackSuite('the broker by floods', { start: startFleetTarget, holes, attacks, isLong: true });
