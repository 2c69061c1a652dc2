import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, vi } from 'vitest';
import { freshDirectory } from '../fresh-directory.ts';
import { ask } from './kiosk-http.ts';

const yaoju = fileURLToPath(new URL('../../../../bin/yaoju.js', import.meta.url));

/** The options of a kiosk under test. */
export interface AgentSettings {
  readonly dataDir: string;
  readonly port?: string;
  readonly httpPort?: number;
  readonly machine?: string;
}

/** Starts `yaoju` with these arguments; it is ended with the test at the latest. */
export function start(words: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [yaoju, ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (piece) => {
    said.out += piece;
  });
  child.stderr?.on('data', (piece) => {
    said.err += piece;
  });
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, said, ended };
}

/** Starts a kiosk agent without a fleet, and waits until it reports the port of its HTTP server. */
export async function startAgent({
  dataDir,
  port = '/dev/no-such-port',
  httpPort = 0,
  machine = 'JX-360102-0001',
}: AgentSettings) {
  const config = join(freshDirectory(), 'kiosk.json');
  const content = {
    machine,
    dataDir,
    board: { driver: 'lbp', port },
    fleet: { url: 'mqtt://127.0.0.1:1', password: 'hidden-in-here' },
    http: { host: '127.0.0.1', port: httpPort },
    staff: { pin: '4711' },
    lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }],
  };
  writeFileSync(config, JSON.stringify(content));
  const agent = start(['device', '--config', config]);
  let at = 0;
  const up = vi.waitFor(
    () => {
      at = Number(/"http":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(agent.said.out)?.[1] ?? Number.NaN);
      expect(at).toBeGreaterThan(0);
    },
    { timeout: 15_000 },
  );
  await Promise.race([up, agent.ended]);
  return {
    ...agent,
    port: at,
    ask: (path: string, body?: unknown) => ask(at, path, body),
    stop: () => {
      agent.child.kill('SIGTERM');
      return agent.ended;
    },
  };
}

/** A count of lane 1, as staff enter it. */
export const count = { by: 'wang', pin: '4711', lanes: [{ lane: 1, stock: 1 }] };
