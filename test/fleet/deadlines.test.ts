import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Deadlines, usualDeadlines } from '../../fleet/deadlines.ts';
import { type RunningFleet, startFleet } from '../../fleet/main.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { adminPassword, testFolder, token } from '../support/fleet/fleet.ts';

/** Deadlines that no test lives to see, so that only the one under test can close a connection. */
const never = 240_000;
const none = { handshakeMs: never, connectMs: never, headersMs: never, requestMs: never, httpIdleMs: never };
const noDeadlines: Deadlines = { ...none, answerMs: never, lookMs: 20 };

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

async function fleetWith(deadlines: Partial<Deadlines>, isEncrypted = false): Promise<RunningFleet> {
  const folder = testFolder();
  const listening = { host: '127.0.0.1', port: 0, ...(isEncrypted ? { tls: { own: true } } : {}) };
  const config = FleetConfig.parse({ dataDir: folder.path, mqtt: listening, http: listening });
  const log = pino({ level: 'silent' });
  const secrets = { adminPassword, apiToken: token };
  const fleet = await startFleet(config, secrets, log, { now: Date.now }, { ...noDeadlines, ...deadlines });
  stops.push(async () => {
    await fleet.stop();
    folder.remove();
  });
  return fleet;
}

const bytesOn = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    socket.on('data', (piece) => {
      text += String(piece);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });

/** Sends a text, and then one letter after another, until the server closes. Returns its answer. */
async function sendSlowly(socket: Socket, begin: string): Promise<string> {
  const answer = bytesOn(socket);
  socket.write(begin);
  const dripping = setInterval(() => socket.writable && socket.write('a'), 20);
  return answer.finally(() => clearInterval(dripping));
}

const plain = (port: number | null): Socket => connectPlain(port ?? 0, '127.0.0.1');
const request = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${more}\r\n`;
const post = 'POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n';

describe('a connection that says nothing', () => {
  let fleet: RunningFleet;
  beforeAll(async () => {
    fleet = await fleetWith({ handshakeMs: 200, connectMs: 200 }, true);
  });

  it.each(['mqttPort', 'httpPort'] as const)('is closed if it begins no TLS handshake: %s', async (port) => {
    await expect(bytesOn(plain(fleet[port]))).resolves.toBeTypeOf('string');
  });

  it('is closed if it ends no TLS handshake', async () => {
    for (const port of [fleet.mqttPort, fleet.httpPort])
      await expect(sendSlowly(plain(port), '\x16\x03\x01\x40\x00')).resolves.toBeTypeOf('string');
  });

  it('is closed if its handshake is all that it does', async () => {
    const options = { host: '127.0.0.1', port: fleet.mqttPort ?? 0, rejectUnauthorized: false };
    expect(await bytesOn(connectTls(options))).toBe('');
  });
});

describe('on one server', () => {
  let fleet: RunningFleet;
  beforeAll(async () => {
    fleet = await fleetWith({ connectMs: 200, headersMs: 200, answerMs: 300 });
  });

  it('an MQTT connection is closed if no first packet comes', async () => {
    expect(await bytesOn(plain(fleet.mqttPort))).toBe('');
  });

  it('a request is refused if its headers come too slowly', async () => {
    expect(await sendSlowly(plain(fleet.httpPort), 'GET / HTTP/1.1\r\nX: ')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('an answer is given up if it is not read, and a stream is not', async () => {
    const stream = plain(fleet.httpPort);
    stream.write(request('/api/v1/stream', `Authorization: Bearer ${token}\r\n`));
    const [head] = await once(stream, 'data');
    expect(String(head)).toMatch(/^HTTP\/1\.1 200 /);
    const unread = plain(fleet.httpPort);
    unread.pause();
    const closed = new Promise((resolve) => unread.on('error', resolve).on('close', resolve));
    unread.write(request('/api/openapi.json').repeat(200));
    // A paused socket notices that the other side is gone only when it writes.
    const writing = setInterval(() => unread.writable && unread.write('\r\n'), 50);
    await closed.finally(() => clearInterval(writing));
    expect(stream.readyState).toBe('open');
    stream.destroy();
    unread.destroy();
  });
});

describe('an HTTP request', () => {
  it('is refused if its body comes too slowly', async () => {
    const { httpPort } = await fleetWith({ requestMs: 200, headersMs: 200 });
    expect(await sendSlowly(plain(httpPort), `${post}Content-Length: 4000\r\n\r\n{"user":"`)).toMatch(
      /^HTTP\/1\.1 408 /,
    );
  });

  it('is refused if its body stops, and a connection ends that is used no more', async () => {
    const { httpPort } = await fleetWith({ httpIdleMs: 200 });
    const stopped = plain(httpPort);
    stopped.write(`${post}Content-Length: 400\r\n\r\n{"user":"`);
    expect(await bytesOn(stopped)).not.toMatch(/^HTTP\/1\.1 [23]/);
    const kept = plain(httpPort);
    kept.write(request('/healthz'));
    expect(await bytesOn(kept)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

it('waits longer than a slow mobile network takes, and not for ever', () => {
  const { lookMs, handshakeMs, ...others } = usualDeadlines;
  expect(handshakeMs).toBeGreaterThanOrEqual(5000);
  for (const deadline of Object.values(others)) expect(deadline).toBeGreaterThanOrEqual(handshakeMs);
  expect(Math.max(...Object.values(usualDeadlines))).toBeLessThanOrEqual(5 * 60_000);
  expect(lookMs).toBeLessThan(handshakeMs);
});
