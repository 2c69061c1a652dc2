import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { soon } from './soon.ts';

const main = new URL('../../simulators/board/main.js', import.meta.url).pathname;
const running = new Set<BoardProcess>();

/** The command as a child process. */
export class BoardProcess {
  out = '';
  err = '';
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<number | null>;

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [main, ...args], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    this.child.stdout.on('data', (bytes: Buffer) => {
      this.out += bytes.toString();
    });
    this.child.stderr.on('data', (bytes: Buffer) => {
      this.err += bytes.toString();
    });
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
    this.ended.then(() => running.delete(this));
    running.add(this);
  }

  get lines(): string[] {
    return this.out.split('\n').slice(0, -1);
  }

  async says(text: string | RegExp): Promise<this> {
    const found = (): boolean => (typeof text === 'string' ? this.out.includes(text) : text.test(this.out));
    await soon(found, `${text} in ${this.out}${this.err}`).toBe(true);
    return this;
  }

  type(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Kills the processes that a test left running. */
export async function killAll(): Promise<void> {
  for (const one of running) await one.kill('SIGKILL');
}
