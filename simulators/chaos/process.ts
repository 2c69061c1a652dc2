import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const yaoju = fileURLToPath(new URL('../../../bin/yaoju.js', import.meta.url));

/**
 * Calls `look` repeatedly until it returns something; at the end of the time it throws the last
 * error.
 */
export async function until<T>(look: () => Promise<T> | T, withinMs: number): Promise<T> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > endMs) throw error;
      await pause(60);
    }
  }
}

/** One `yaoju` process that is started repeatedly. */
export class Part {
  readonly name: string;
  readonly #words: readonly string[];
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcessWithoutNullStreams | null = null;
  #out = '';
  starts = 0;

  constructor(name: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.name = name;
    this.#words = words;
    this.#env = env;
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it and waits until its output matches `ready`. Returns the first group of the match. */
  async start(ready: RegExp, withinMs = 60_000): Promise<string> {
    this.#out = '';
    this.starts += 1;
    const child = spawn(process.execPath, [yaoju, ...this.#words], { env: { ...process.env, ...this.#env } });
    this.#child = child;
    const hear = (piece: Buffer): void => {
      this.#out = (this.#out + piece.toString()).slice(-20_000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.stdin.on('error', () => {});
    return until(() => {
      const found = ready.exec(this.#out);
      if (found) return found[1] ?? found[0];
      if (!this.running) throw new Error(`${this.name} ended: ${this.#out}`);
      throw new Error(`${this.name} does not say ${ready}: ${this.#out}`);
    }, withinMs);
  }

  type(line: string): void {
    if (this.running) this.#child?.stdin.write(`${line}\n`);
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    if (this.running) this.#child?.kill(signal);
  }

  /** Ends it and waits for its exit. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === null || !this.running) return;
    const closed = once(child, 'close');
    child.kill('SIGCONT');
    child.kill(signal);
    await closed;
  }
}

/** Returns a JSON response over HTTP with its status. */
export async function ask(
  url: string,
  body?: unknown,
  token?: string,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  const what = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(url, { ...what, headers, signal: AbortSignal.timeout(70_000) });
  const text = await response.text();
  return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}
