import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** A process of a benchmark. */
export interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  readonly startedMs: number;
  /** Waits for output that matches; returns the first group. */
  says(text: RegExp, withinMs?: number): Promise<string>;
  end(): Promise<void>;
}

/** Starts a Node script. */
export function startChild(script: string, words: readonly string[], env: Readonly<Record<string, string>>): Child {
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
