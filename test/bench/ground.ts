import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const yaoju = fileURLToPath(new URL('../../../bin/yaoju.js', import.meta.url));

/** What a benchmark stands on: a folder on the disk that is measured, and processes that end with it. */
export interface Ground {
  /** Larger and longer, for one evening. */
  readonly large: boolean;
  /** The folder that keeps a seeded province between runs; null if there is none. */
  readonly data: string | null;
  folder(name: string): string;
  /** Starts a Node script, or `yaoju` if the script is null. */
  run(script: string | null, words: readonly string[], env?: Readonly<Record<string, string>>): Child;
  say(text: string): void;
}

export interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  readonly startedMs: number;
  /** Waits for a piece of its output; the first group. */
  says(text: RegExp, withinMs?: number): Promise<string>;
  end(): Promise<void>;
}

/** Runs a benchmark on fresh ground below `base` and clears it away. */
export async function onGround<T>(
  { base, large, data }: Pick<Ground, 'large' | 'data'> & { readonly base: string },
  work: (ground: Ground) => Promise<T>,
): Promise<T> {
  mkdirSync(base, { recursive: true });
  const root = mkdtempSync(join(base, 'bench-'));
  const children: Child[] = [];
  try {
    return await work({
      large,
      data,
      folder: (name) => {
        const path = join(root, name);
        mkdirSync(path, { recursive: true });
        return path;
      },
      run: (script, words, env = {}) => {
        const child = start(script ?? yaoju, words, env);
        children.push(child);
        return child;
      },
      say: (text) => void process.stderr.write(`  ${text}\n`),
    });
  } finally {
    await Promise.all(children.map((child) => child.end()));
    rmSync(root, { recursive: true, force: true });
  }
}

function start(script: string, words: readonly string[], env: Readonly<Record<string, string>>): Child {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [script, ...words], { env: { ...process.env, ...env } });
  let out = '';
  let err = '';
  let heard: () => void = () => {};
  child.stdout.on('data', (piece) => {
    out += piece;
    heard();
  });
  child.stderr.on('data', (piece) => {
    err += piece;
  });
  const closed = once(child, 'close').then(() => heard());
  return {
    process: child,
    startedMs,
    says: (text, withinMs = 120_000) =>
      new Promise((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error(`no ${text} in time: ${out}${err}`)), withinMs);
        heard = () => {
          const found = text.exec(out);
          if (!found && child.exitCode === null) return;
          clearTimeout(limit);
          if (found) resolve(found[1] ?? found[0]);
          else reject(new Error(`ended without ${text}: ${out}${err}`));
        };
        heard();
      }),
    async end() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

/** Resident memory of a process in MiB. */
export const rssMiB = (pid: number | undefined): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** CPU time that a process and its threads have taken so far, in ms. */
export function cpuMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

export const apiToken = 'a-token-for-the-bench-run';

export interface BenchFleet {
  readonly child: Child;
  readonly url: string;
  readonly mqttPort: number;
  ask(path: string, body?: unknown): Promise<{ status: number; text: string }>;
  /** Registers machines and answers their secrets. */
  register(machines: readonly string[]): Promise<Map<string, string>>;
}

/** A fleet server of its own process on a folder. */
export async function startFleetProcess(ground: Ground, dataDir: string): Promise<BenchFleet> {
  const host = '127.0.0.1';
  const file = join(ground.folder('config'), `fleet-${Date.now()}.json`);
  writeFileSync(file, JSON.stringify({ dataDir, mqtt: { host, port: 0 }, http: { host, port: 0 } }));
  const secrets = { YAOJU_API_TOKEN: apiToken, YAOJU_ADMIN_PASSWORD: 'bench-password', YAOJU_LOG_LEVEL: 'info' };
  const child = ground.run(null, ['fleet', '--config', file], secrets);
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
