import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { SerialPort } from 'serialport';
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
    this.child = spawn(process.execPath, [main, ...args]);
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

/** Kills what a test left running. */
export async function killAll(): Promise<void> {
  for (const one of running) await one.kill('SIGKILL');
}

/** The real serialport on a board's link. */
export async function openPort(path: string): Promise<{ port: SerialPort; heard(): string; close(): Promise<void> }> {
  const port = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
  let heard = '';
  port.on('data', (bytes: Buffer) => {
    heard += bytes.toString('latin1');
  });
  port.on('error', () => {});
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  const close = (): Promise<void> => new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));
  return { port, heard: () => heard, close };
}
