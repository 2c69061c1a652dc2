import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserCommand } from '../../../device/supervisor/browser-command.ts';
import { browserProcess } from '../../../device/supervisor/browser-process.ts';
import { supervise } from '../../../device/supervisor/supervise.ts';
import { usualLimits } from '../../../device/supervisor/supervision.ts';
import { temporaryFolder } from '../../browser/chromium.ts';
import { until } from '../../browser/fixture.ts';

/**
 * A program in place of a browser: says where its files are, has a process below it, and posts
 * heartbeats until the file `hang` is there.
 */
const fakeBrowser = `
  const { existsSync, appendFileSync } = require('node:fs');
  const { spawn } = require('node:child_process');
  const [folder, profile, url] = process.argv.slice(1);
  const below = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 300_000)'], { stdio: 'ignore' });
  appendFileSync(folder + '/starts', [process.pid, below.pid, profile, url].join(' ') + '\\n');
  setInterval(() => {
    if (!existsSync(folder + '/hang')) fetch(new URL('/api/screen/heartbeat', url), { method: 'POST' }).catch(() => {});
  }, 30);
`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('yaoju screen with a program in place of a browser', () => {
  const folder = temporaryFolder('supervisor');
  const stopping = new AbortController();
  const said: string[] = [];
  let agent: Server;
  let done: Promise<void>;
  let heardAt: number | null = null;

  /** What each started program wrote: its process, the one below it, its profile and address. */
  const starts = () =>
    existsSync(join(folder.path, 'starts'))
      ? readFileSync(join(folder.path, 'starts'), 'utf8')
          .trim()
          .split('\n')
          .map((line) => {
            const [pid, below, profile = '', url = ''] = line.split(' ');
            return { pid: Number(pid), below: Number(below), profile, url };
          })
      : [];

  beforeAll(async () => {
    agent = createServer((request, response) => {
      if (request.url === '/api/screen/heartbeat') heardAt = performance.now();
      const heardMs = heardAt === null ? null : Math.round(performance.now() - heardAt);
      response.end(JSON.stringify({ heardMs, withinMs: 1_500 }));
    });
    await new Promise<void>((resolve) => agent.listen(0, '127.0.0.1', resolve));
    const address = agent.address();
    if (typeof address !== 'object' || !address) throw new Error('no port');
    done = supervise({
      agent: `http://127.0.0.1:${address.port}`,
      browser: browserProcess((error) => said.push(error.message)),
      command: (url, profile) => [process.execPath, '-e', fakeBrowser, folder.path, profile, url],
      log: (_level, message) => said.push(message),
      signal: stopping.signal,
      everyMs: 50,
      limits: { ...usualLimits, againAfterMs: 50 },
    });
  });
  afterAll(async () => {
    stopping.abort();
    await done;
    agent.close();
    folder.remove();
  });

  it('starts it, and restarts it with all its processes when its page is silent', async () => {
    await until(
      async () => starts(),
      (all) => all.length === 1,
    );
    await until(
      async () => heardAt,
      (at) => at !== null,
    );
    writeFileSync(join(folder.path, 'hang'), '');
    const [first] = await until(
      async () => starts(),
      (all) => all.length >= 2,
    );
    expect(first?.url).toMatch(/\/screen$/);
    for (const pid of [first?.pid, first?.below]) expect(isAlive(pid ?? 0)).toBe(false);
    expect(existsSync(first?.profile ?? '')).toBe(false);
  });

  it('ends it with the signal, and nothing of it is left on the disk', async () => {
    stopping.abort();
    await done;
    const last = starts().at(-1);
    for (const pid of [last?.pid, last?.below])
      await until(
        async () => isAlive(pid ?? 0),
        (alive) => !alive,
      );
    expect(existsSync(last?.profile ?? '')).toBe(false);
  });
});

describe('the command line of the browser', () => {
  const wish = { browser: '/usr/bin/chromium', url: 'http://127.0.0.1:7080/screen', profile: '/run/p' };

  it('is one program on a display server that it starts, without core dumps', () => {
    const cage = browserCommand({ ...wish, server: 'cage' });
    expect(cage.slice(0, 8)).toEqual([
      '/bin/sh',
      '-c',
      'ulimit -c 0; exec "$@"',
      'sh',
      'cage',
      '-d',
      '--',
      wish.browser,
    ]);
    expect(cage).toContain('--ozone-platform=wayland');
    const x11 = browserCommand({ ...wish, server: 'x11' });
    expect(x11.slice(4, 6)).toEqual(['xinit', wish.browser]);
    expect(x11.slice(-5)).toEqual(['--', ':0', '-nolisten', 'tcp', '-nocursor']);
    expect(browserCommand({ ...wish, server: 'running' }).at(-1)).toBe(wish.url);
  });

  it.each(['--kiosk', '--incognito', '--disable-crash-reporter', '--disable-pinch', '--user-data-dir=/run/p'])(
    'has %s',
    (flag) => expect(browserCommand({ ...wish, server: 'running' })).toContain(flag),
  );
});
