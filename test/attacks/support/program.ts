import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from '../../support/fleet/fleet.ts';
import { type Hole, urlOf } from './hole.ts';

const yaoju = fileURLToPath(new URL('../../../../bin/yaoju.js', import.meta.url));
const preload = new URL('./preload.js', import.meta.url).href;
const startMs = 40_000;

/** `yaoju` as a real process with holes, for all attacks of a file. */
export class Program {
  out = '';
  err = '';
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<unknown>;

  constructor(words: readonly string[], holes: readonly Hole[], env: Readonly<Record<string, string>> = {}) {
    const planted = holes.map((hole) => ({ url: urlOf(hole), find: hole.find, replace: hole.replace }));
    const hooks = holes.length === 0 ? [] : ['--no-warnings', '--import', preload];
    this.child = spawn(process.execPath, [...hooks, yaoju, ...words], {
      env: { ...process.env, LC_ALL: 'C.UTF-8', PLANTED_HOLES: JSON.stringify(planted), ...env },
    });
    this.child.stdout.on('data', (piece) => {
      this.out += piece;
    });
    this.child.stderr.on('data', (piece) => {
      this.err += piece;
    });
    this.ended = once(this.child, 'close');
  }

  /** Whether it still runs. */
  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits for output that matches, and returns its first group. */
  says(text: RegExp): Promise<string> {
    return until(`${text} in the output`, () => text.exec(this.out), startMs).then(
      (found) => found[1] ?? found[0],
      () => {
        throw new Error(`no ${text} in ${this.out.slice(-2000)}${this.err.slice(-2000)}`);
      },
    );
  }

  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
