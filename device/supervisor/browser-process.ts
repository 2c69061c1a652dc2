import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A browser that may run, with a profile of its own for each start. */
export interface BrowserProcess {
  readonly running: boolean;
  /** The memory of all its processes in bytes; null if the system does not say. */
  memoryBytes(): number | null;
  start(command: (profile: string) => readonly string[]): void;
  /** Ends it with all its processes; resolves when it is gone and its profile deleted. */
  end(): Promise<void>;
}

/** How long a browser may take to end before it is killed. */
const endWithinMs = 5_000;
const pageBytes = 4_096;

/** The memory of a process group: the pages of each of its processes. */
function memoryOfGroup(group: number): number | null {
  let bytes = 0;
  try {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const stat = textOf(`/proc/${pid}/stat`);
      // The name in parentheses may hold spaces; the group is the third field after it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) !== group) continue;
      const [, resident = '0', shared = '0'] = textOf(`/proc/${pid}/statm`).split(' ');
      bytes += (Number(resident) - Number(shared)) * pageBytes;
    }
    return bytes;
  } catch {
    return null;
  }
}

/** A file of `/proc`; empty if its process has ended. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Nothing runs at first. `failed` is called if the command cannot be started. */
export function browserProcess(failed: (error: Error) => void): BrowserProcess {
  let child: ChildProcess | null = null;
  let profile: string | null = null;
  let ended: Promise<void> = Promise.resolve();

  const forget = (): void => {
    if (profile !== null) rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    profile = null;
  };
  const signal = (name: NodeJS.Signals): void => {
    if (child?.pid === undefined) return;
    try {
      process.kill(-child.pid, name);
    } catch {
      // It has ended meanwhile.
    }
  };

  return {
    get running() {
      return child !== null;
    },
    memoryBytes: () => (child?.pid === undefined ? null : memoryOfGroup(child.pid)),
    start(command) {
      forget();
      profile = mkdtempSync(join(process.env.XDG_RUNTIME_DIR ?? tmpdir(), 'yaoju-screen-'));
      const [program = '', ...args] = command(profile);
      // In a process group of its own, so that all its processes are ended together.
      const started = spawn(program, args, { stdio: 'ignore', detached: true });
      child = started;
      ended = new Promise((resolve) => {
        const gone = (): void => {
          // What is left of its group.
          signal('SIGKILL');
          if (child === started) child = null;
          forget();
          resolve();
        };
        started.once('exit', gone);
        started.once('error', (error) => {
          failed(error);
          gone();
        });
      });
    },
    async end() {
      if (child === null) return;
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), endWithinMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
