import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type RunningFleet, startFleet } from '../../../fleet/main.ts';
import { FleetConfig } from '../../../shared/config/fleet.ts';

export const token = 'program-token-of-the-tests-with-32-characters';
export const adminPassword = 'correct horse battery';

/** A separate folder that is removed when the test is over. */
export function testFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'yaoju-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A real fleet on loopback: real broker, real SQLite, free ports. */
export function runFleet(dataDir: string, more: object = {}): Promise<RunningFleet> {
  const config = FleetConfig.parse({
    dataDir,
    mqtt: { host: '127.0.0.1', port: 0 },
    http: { host: '127.0.0.1', port: 0 },
    ...more,
  });
  return startFleet(config, { adminPassword, apiToken: token }, pino({ level: process.env.TEST_LOG ?? 'silent' }));
}

export interface Called {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers.
  readonly body: any;
  readonly headers: Headers;
}

/** Calls the API with the program's token, or as given. */
export async function call(
  fleet: { httpPort: number },
  path: string,
  given: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Called> {
  const {
    method = given.body === undefined ? 'GET' : 'POST',
    body,
    headers = { authorization: `Bearer ${token}` },
  } = given;
  const response = await fetch(`http://127.0.0.1:${fleet.httpPort}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  let read: unknown = text;
  if (response.headers.get('content-type')?.includes('json')) read = JSON.parse(text);
  return { status: response.status, body: read, headers: response.headers };
}

/** Registers a machine and returns its secret. */
export async function register(fleet: { httpPort: number }, machine: string, more: object = {}): Promise<string> {
  const made = await call(fleet, '/api/v1/machines', {
    body: {
      machine,
      name: `Machine ${machine}`,
      region: '360102',
      site: 'clinic',
      inServiceFrom: '2026-01-01',
      ...more,
    },
  });
  if (made.status !== 201) throw new Error(`register: ${made.status} ${JSON.stringify(made.body)}`);
  return made.body.secret;
}

/**
 * Waits until a condition holds; fails after `ms`. It checks repeatedly and does not rely on a
 * fixed delay.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | false | undefined> | T | null | false | undefined,
  ms = 30_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== null && found !== false && found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${ms} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
