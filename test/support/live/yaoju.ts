import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, vi } from 'vitest';
import { freshDirectory } from '../fresh-directory.ts';

const yaoju = fileURLToPath(new URL('../../../../bin/yaoju.js', import.meta.url));

/** How long the start of a process may take on a busy computer. */
const upMs = 40_000;

/** Waits until `look` no longer throws, and returns its result. */
export const until = <T>(look: () => T | Promise<T>, timeout = upMs): Promise<T> =>
  vi.waitFor(look, { timeout, interval: 40 });

/** `yaoju` as a real child process; it ends with the test at the latest. */
export class Yaoju {
  out = '';
  err = '';
  readonly child: ChildProcessWithoutNullStreams;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;

  constructor(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, [yaoju, ...words], {
      env: { ...process.env, LC_ALL: 'C.UTF-8', ...env },
    });
    this.child.stdout.on('data', (piece) => {
      this.out += piece;
    });
    this.child.stderr.on('data', (piece) => {
      this.err += piece;
    });
    this.ended = once(this.child, 'close').then(([code, signal]) => code ?? signal);
    onTestFinished(async () => {
      this.child.kill('SIGKILL');
      await this.ended;
    });
  }

  /**
   * Waits for output that matches, and returns the first group. Fails at once if the process ends
   * without it.
   */
  async says(text: RegExp): Promise<string> {
    const heard = (): string => {
      const found = text.exec(this.out);
      if (!found) throw new Error(`no ${text} in ${this.out.slice(-2_000)}${this.err.slice(-2_000)}`);
      return found[1] ?? found[0];
    };
    return Promise.race([until(heard), this.ended.then(heard)]);
  }

  type(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  /** Ends it as the operating system would, and returns the exit code or signal. */
  async kill(signal: NodeJS.Signals): Promise<number | string> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** A JSON response over HTTP with its status. */
export interface Answer {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

export async function http(url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(url, { ...post, headers: { ...type, ...headers }, signal: AbortSignal.timeout(70_000) });
  const text = await response.text();
  return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

export const apiToken = 'a-token-for-programs-of-32-or-more-characters';
export const adminPassword = 'the-first-password';

/**
 * A fleet server as a process that can be killed and started again on the same folder and ports.
 */
export class FleetProcess {
  readonly dataDir: string;
  #process: Yaoju | null = null;
  #httpPort = 0;
  mqttPort = 0;

  constructor(dataDir = join(freshDirectory(), 'fleet')) {
    this.dataDir = dataDir;
  }

  get process(): Yaoju {
    return this.#process ?? expect.fail('the fleet was never started');
  }

  get url(): string {
    return `http://127.0.0.1:${this.#httpPort}`;
  }

  async start(): Promise<this> {
    const file = join(freshDirectory(), 'fleet.json');
    const host = '127.0.0.1';
    const ports = { mqtt: { host, port: this.mqttPort }, http: { host, port: this.#httpPort } };
    // The simulated boards' motors run at many times the real speed.
    const rules = { fastestTurnMs: 0 };
    writeFileSync(file, JSON.stringify({ dataDir: this.dataDir, ...ports, rules }));
    const secrets = { YAOJU_API_TOKEN: apiToken, YAOJU_ADMIN_PASSWORD: adminPassword };
    this.#process = new Yaoju(['fleet', '--config', file], secrets);
    this.#httpPort = Number(await this.process.says(/"http":(\d+),"mqtt"/));
    this.mqttPort = Number(await this.process.says(/"mqtt":(\d+)/));
    return this;
  }

  ask(path: string, body?: unknown): Promise<Answer> {
    return http(`${this.url}/api/v1${path}`, body, { authorization: `Bearer ${apiToken}` });
  }

  async register(machine: string): Promise<string> {
    const wish = { machine, name: '试验机', region: '360102', site: 'clinic', inServiceFrom: '2026-01-01' };
    const { status, json } = await this.ask('/machines', wish);
    expect(status).toBe(201);
    return String(json.secret);
  }

  /** All stored lines of a machine, ledger after ledger in the order received. */
  async events(machine: string): Promise<{ ledger: string; seq: number; line: unknown }[]> {
    const all: { ledger: string; seq: number; line: unknown }[] = [];
    for (let after = ''; ; ) {
      const query = new URLSearchParams({ limit: '1000', ...(after === '' ? {} : { after }) });
      const { status, json } = await this.ask(`/machines/${machine}/events?${query}`);
      expect(status).toBe(200);
      const page = json.events as typeof all;
      all.push(...page.map(({ ledger, seq, line }) => ({ ledger, seq, line })));
      if (json.next === null || page.length === 0) return all;
      after = String(json.next);
    }
  }
}

export interface KioskSettings {
  readonly machine: string;
  readonly secret: string;
  readonly mqttPort: number;
  readonly port: string;
  readonly driver?: 'lbp' | 'vmc3';
  readonly dataDir?: string;
}

export const pin = '4711';

/** A kiosk agent as a process that can be killed and started again on the same folder. */
export class KioskProcess {
  readonly #file: string;
  #process: Yaoju | null = null;
  #httpPort = 0;

  constructor({ machine, secret, mqttPort, port, driver = 'lbp', dataDir = freshDirectory() }: KioskSettings) {
    this.#file = join(freshDirectory(), 'kiosk.json');
    const content = {
      machine,
      dataDir,
      board: { driver, port },
      fleet: { url: `mqtt://127.0.0.1:${mqttPort}`, password: secret },
      http: { host: '127.0.0.1', port: 0 },
      staff: { pin },
      lanes: [1, 2, 3, 4].map((lane) => ({ lane, product: lane < 3 ? 'CD-M' : 'CD-L', capacity: 60, par: 60 })),
    };
    writeFileSync(this.#file, JSON.stringify(content));
  }

  get process(): Yaoju {
    return this.#process ?? expect.fail('the agent was never started');
  }

  async start(): Promise<this> {
    this.#process = new Yaoju(['device', '--config', this.#file]);
    this.#httpPort = Number(await this.process.says(/"http":"http:\/\/127\.0\.0\.1:(\d+)"/));
    return this;
  }

  ask(path: string, body?: unknown): Promise<Answer> {
    return http(`http://127.0.0.1:${this.#httpPort}${path}`, body);
  }

  inService(): Promise<void> {
    return until(async () => expect((await this.ask('/healthz')).status).toBe(200));
  }

  async events(): Promise<{ ledger: string; seq: number; line: unknown }[]> {
    const all: { ledger: string; seq: number; line: unknown }[] = [];
    for (let last = 1; all.length < last; ) {
      const { json } = await this.ask(`/api/events?limit=1000&after=${all.length}`);
      last = Number(json.last);
      const page = json.events as { seq: number; line: unknown }[];
      all.push(...page.map(({ seq, line }) => ({ ledger: String(json.ledger), seq, line })));
    }
    return all;
  }
}
