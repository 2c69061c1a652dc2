import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, writeFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from '../support/device/broker.ts';
import { freshDirectory } from '../support/fresh-directory.ts';
import { http, until } from '../support/live/yaoju.ts';

const yaoju = fileURLToPath(new URL('../../../bin/yaoju.js', import.meta.url));

async function freePort(): Promise<number> {
  const taken = await listen(createServer());
  await taken.stop();
  return taken.port;
}

/** A pipe that is full and that nobody reads, as an open file for a child process to write to. */
function fullPipe(): number {
  const path = join(freshDirectory(), 'log');
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY);
  onTestFinished(() => [reader, writer].forEach(closeSync));
  for (const size of [4096, 1])
    for (let full = false; !full; ) {
      try {
        writeSync(reader, 'x'.repeat(size));
      } catch (error) {
        expect(error).toMatchObject({ code: 'EAGAIN' });
        full = true;
      }
    }
  return writer;
}

const kiosk = {
  machine: 'JX-360102-0001',
  board: { driver: 'lbp', port: '/dev/no-such-port' },
  fleet: { url: 'mqtt://127.0.0.1:1', password: 'hidden-in-here' },
  staff: { pin: '4711' },
  lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }],
};

it.each<[string, object, path: string, status: number]>([
  ['device', kiosk, '/api/state', 200],
  ['fleet', {}, '/healthz', 200],
  // A busy computer may need longer than the programs give themselves.
])(
  '%s works and ends in time with 0 while a full log is not read',
  { retry: 2 },
  async (program, config, path, status) => {
    const [host, port, folder] = ['127.0.0.1', await freePort(), freshDirectory()];
    const file = join(folder, 'config.json');
    const mqtt = program === 'fleet' ? { mqtt: { host, port: await freePort() } } : {};
    writeFileSync(file, JSON.stringify({ dataDir: join(folder, 'data'), http: { host, port }, ...mqtt, ...config }));
    const log = fullPipe();
    const child = spawn(process.execPath, [yaoju, program, '--config', file], {
      stdio: ['ignore', log, log],
      env: { ...process.env, YAOJU_LOG_LEVEL: 'trace' },
    });
    const ended = once(child, 'exit');
    onTestFinished(() => void child.kill('SIGKILL'));
    const asked = () => http(`http://${host}:${port}${path}`);
    expect((await until(asked)).status).toBe(status);
    child.kill('SIGTERM');
    // After 4.5 s both programs end themselves with 1: 0 shows that nothing waited for the reader.
    expect(await ended).toEqual([0, null]);
  },
);
