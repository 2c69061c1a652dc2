import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Child } from './child.ts';
import type { BenchFixture } from './fixture.ts';

/** The token of every fleet server in a benchmark. */
export const apiToken = 'a-token-for-the-bench-run-of-32-or-more-characters';

/** A fleet server that is measured. */
export interface BenchFleet {
  readonly child: Child;
  readonly url: string;
  readonly mqttPort: number;
  /** The URL of its broker. */
  readonly broker: string;
  ask(path: string, body?: unknown): Promise<{ status: number; text: string }>;
  /** Registers machines and returns their secrets. */
  register(machines: readonly string[]): Promise<Map<string, string>>;
}

/**
 * A fleet server in a separate process on a folder. With `tls`, its broker has a certificate of the
 * fleet's own authority; `nodeOptions` are those of its Node.
 */
export async function startFleetProcess(
  fixture: BenchFixture,
  dataDir: string,
  { tls = false, nodeOptions = '' }: { readonly tls?: boolean; readonly nodeOptions?: string } = {},
): Promise<BenchFleet> {
  const host = '127.0.0.1';
  const file = join(fixture.folder('config'), `fleet-${Date.now()}.json`);
  writeFileSync(
    file,
    JSON.stringify({
      dataDir,
      mqtt: { host, port: 0, ...(tls ? { tls: { own: true } } : {}) },
      http: { host, port: 0 },
    }),
  );
  const secrets = { YAOJU_API_TOKEN: apiToken, YAOJU_ADMIN_PASSWORD: 'bench-password', YAOJU_LOG_LEVEL: 'info' };
  const env = { ...secrets, ...(nodeOptions === '' ? {} : { NODE_OPTIONS: nodeOptions }) };
  const child = fixture.run(null, ['fleet', '--config', file], env);
  const url = `http://${host}:${await child.says(/"http":(\d+)/)}`;
  const mqttPort = Number(await child.says(/"mqtt":(\d+)/));
  const ask = async (path: string, body?: unknown): Promise<{ status: number; text: string }> => {
    const json = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const headers = { authorization: `Bearer ${apiToken}`, ...type };
    const response = await fetch(`${url}/api/v1${path}`, { headers, ...json });
    return { status: response.status, text: await response.text() };
  };
  return {
    child,
    url,
    mqttPort,
    broker: `${tls ? 'mqtts' : 'mqtt'}://${host}:${mqttPort}`,
    ask,
    async register(machines) {
      const made = new Map<string, string>();
      for (const machine of machines) {
        const wish = { machine, name: machine, region: '360102', site: 'clinic', inServiceFrom: '2026-01-01' };
        const { status, text } = await ask('/machines', wish);
        if (status !== 201) throw new Error(`${machine}: ${status} ${text}`);
        made.set(machine, (JSON.parse(text) as { secret: string }).secret);
      }
      return made;
    },
  };
}
