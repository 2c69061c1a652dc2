import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type RandomSource, seededRandom } from '../../simulators/board/model/random-source.ts';
import { own, startFleetTarget } from '../attacks/support/fleet-target.ts';
import { connectBytes, packet, publishBytes, subscribeBytes } from '../attacks/support/mqtt-bytes.ts';
import { plainHttp } from '../attacks/support/plain-http.ts';
import { Program } from '../attacks/support/program.ts';
import { sendRaw } from '../attacks/support/raw.ts';
import { testFolder, until } from '../support/fleet/fleet.ts';
import { spoil } from './spoil.ts';

/** A port of a running process, and what its clients send. */
export interface Door {
  readonly name: string;
  readonly port: number;
  /** Well-formed inputs, a character for each byte. */
  readonly samples: readonly string[];
  /** Sent whole before an input, or null: what lets it come further. */
  readonly before: Uint8Array | null;
  /** Whether the process admits only some connections in a second. */
  readonly isLimited: boolean;
  /** Whether the process still serves. */
  isWell(): Promise<boolean>;
}

/** An input after which a process no longer served; it is among the last of `inputs`. */
export interface BrokenDoor {
  readonly door: string;
  readonly seed: number;
  readonly inputs: readonly Uint8Array[];
}

/** Inputs between two looks at whether the process still serves. */
const checkEvery = 300;
const atOnce = 16;
/** How long an answer is waited for; a connection that neither answers nor closes is cut then. */
const waitMs = 40;
const servesMs = 15_000;
const addresses = 200;
/** The broker admits 400 connections in a second: no more inputs than this reach it. */
const brokerChunkMs = 1000;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function httpSamples(paths: readonly string[], body: string): string[] {
  const length = Buffer.byteLength(body);
  return [
    ...paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: yaoju_session=x\r\n\r\n`),
    `POST ${paths[0]} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
    `POST ${paths[0]} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    'GET / HTTP/1.1\r\nhost: [::1]\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-fetch-site: same-origin\r\n\r\n',
    'HEAD /?q=%00&q=%ff HTTP/1.0\r\n\r\n',
  ];
}

/** A kiosk agent without a board. Its HTTP is the same. */
async function startKiosk(): Promise<{ readonly httpPort: number; stop(): Promise<void> }> {
  const folder = testFolder();
  const file = join(folder.path, 'kiosk.json');
  const content = {
    machine: own,
    dataDir: join(folder.path, 'data'),
    board: { port: '/dev/no-such-port' },
    fleet: { url: 'mqtt://127.0.0.1:1', password: 'a-secret-that-is-never-sent' },
    http: { host: '127.0.0.1', port: 0 },
    staff: { pin: '471138' },
    lanes: [{ lane: 1, product: 'CD-M', capacity: 60, par: 60 }],
  };
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
  const program = new Program(['device', '--config', file], []);
  const httpPort = Number(await program.says(/"http":"http:\/\/127\.0\.0\.1:(\d+)"/));
  const stop = async (): Promise<void> => {
    await program.stop();
    folder.remove();
  };
  return { httpPort, stop };
}

/** Starts a fleet and a kiosk, and returns their ports with what is sent there. */
export async function openDoors(): Promise<{ readonly doors: readonly Door[]; stop(): Promise<void> }> {
  const [fleet, kiosk] = await Promise.all([startFleetTarget([]), startKiosk()]);
  const serves = (port: number, path: string, statuses: readonly number[]) => async (): Promise<boolean> =>
    statuses.includes((await plainHttp(port, path).catch(() => ({ status: 0 }))).status);
  const hello = connectBytes({ clientId: own, user: own, password: fleet.secrets[own] });
  const admits = async (): Promise<boolean> =>
    fleet.program.isAlive &&
    (await sendRaw(fleet.mqttPort, hello, { waitMs: 5000, enough: (bytes) => bytes.length > 3 })).bytes[3] === 0;
  const topic = (channel: string): string => `yaoju/v1/${own}/${channel}`;
  const packets = [
    publishBytes(topic('presence'), '{"online":true,"run":1,"up":5,"at":1,"last":0,"config":0}'),
    publishBytes(topic('state'), '{"at":1,"lanes":[]}'),
    publishBytes(topic('events'), '{"ledger":"6f0f6f0e-3a3e-4d44-9f57-0c6c1c7a4b11","first":1,"prev":""}\n{}'),
    subscribeBytes([topic('receipt'), topic('config'), topic('commands')]),
    packet(0xa2, Buffer.from([0, 9, 0, 1, 0x61])),
    packet(0x62, Buffer.from([0, 3])),
    packet(0xc0),
    packet(0xe0),
  ].map(text);
  const doors: Door[] = [
    {
      name: 'HTTP of the fleet',
      port: fleet.httpPort,
      samples: httpSamples(
        ['/api/v1/session', '/api/v1/machines?limit=5', '/', '/healthz', '/api/v1/enrolment'],
        '{"user":"admin","password":"x"}',
      ),
      before: null,
      isLimited: false,
      isWell: serves(fleet.httpPort, '/healthz', [200]),
    },
    {
      name: 'HTTP of the kiosk',
      port: kiosk.httpPort,
      samples: httpSamples(
        ['/api/count', '/api/state', '/api/events?after=1', '/api/stream', '/healthz'],
        '{"by":"x","pin":"0","lanes":[{"lane":1,"stock":1}]}',
      ),
      before: null,
      isLimited: false,
      isWell: serves(kiosk.httpPort, '/healthz', [200, 503]),
    },
    {
      name: 'MQTT of a stranger',
      port: fleet.mqttPort,
      samples: [text(hello), ...packets],
      before: null,
      isLimited: true,
      isWell: admits,
    },
    {
      name: 'MQTT of a machine',
      port: fleet.mqttPort,
      samples: packets,
      before: hello,
      isLimited: true,
      isWell: admits,
    },
  ];
  return {
    doors,
    stop: async () => {
      await Promise.all([fleet.stop(), kiosk.stop()]);
    },
  };
}

/** Sends an input over a connection of its own, from one of many addresses of the loopback. */
function send({ port, before }: Door, input: Uint8Array, number: number): Promise<void> {
  return new Promise((resolve) => {
    const localAddress = `127.0.${1 + (number % addresses)}.1`;
    const socket = connect({ port, host: '127.0.0.1', localAddress }, () => {
      if (before !== null) socket.write(before);
      socket.end(input);
    });
    const timer = setTimeout(() => socket.destroy(), waitMs);
    socket.on('error', () => undefined).resume();
    socket.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function sendAll(door: Door, inputs: readonly Uint8Array[]): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < inputs.length; at = next++) await send(door, inputs[at] ?? new Uint8Array(), at);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const inputsOf = (door: Door, random: RandomSource, count: number): Uint8Array[] =>
  Array.from({ length: count }, () => spoil(door.samples, random));

/**
 * Sends `count` damaged inputs made from `seed` to a running process. Returns those before the
 * moment at which it no longer served, or null.
 */
export async function fuzzDoor(door: Door, seed: number, count: number): Promise<BrokenDoor | null> {
  const random = seededRandom(seed);
  for (let sent = 0; sent < count; sent += checkEvery) {
    const inputs = inputsOf(door, random, Math.min(checkEvery, count - sent));
    const began = performance.now();
    await sendAll(door, inputs);
    const restMs = door.isLimited && sent + checkEvery < count ? brokerChunkMs - (performance.now() - began) : 0;
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    const isWell = await until('the process to serve', () => door.isWell(), servesMs).catch(() => false);
    if (!isWell) return { door: door.name, seed, inputs };
  }
  return null;
}
