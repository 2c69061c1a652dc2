import { closeSync, readFileSync, renameSync, symlinkSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freshDirectory } from '../support/fresh-directory.ts';
import { KioskProcess, until, Yaoju } from '../support/live/yaoju.ts';

interface Pair {
  readonly master: number;
  readonly slave: number;
  readonly pty: string;
}

/** A pseudo-terminal without a board; its slave side is kept open and never read here. */
function openPair(): Pair {
  const require = createRequire(import.meta.url);
  const { requireBinary } = require('@lydell/node-pty/requireBinary.js') as {
    requireBinary(name: string): { open(columns: number, rows: number): Pair };
  };
  const pair = requireBinary('pty.node').open(80, 24);
  onTestFinished(() => {
    closeSync(pair.slave);
    closeSync(pair.master);
  });
  return pair;
}

/** Points a link at a port, as udev does. */
function point(link: string, target: string): void {
  symlinkSync(target, `${link}.new`);
  renameSync(`${link}.new`, link);
}

/** Writes the given number of bytes without a line end, as fast as the other side reads them. */
async function makeNoise(master: number, bytes: number): Promise<void> {
  const noise = Buffer.from(Array.from({ length: 4096 }, (_, index) => 0x20 + ((index * 31) % 90)));
  for (let left = bytes; left > 0; ) {
    try {
      left -= writeSync(master, noise, 0, Math.min(noise.length, left));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      await breathe();
    }
  }
}

/** CPU time of a process so far, in ms. */
function cpuMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const rssMiB = (pid: number | undefined): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

describe('noise on the serial line', () => {
  it('10 MiB without a line end cost little memory and time; a board after that is found without a restart', {
    timeout: 60_000,
  }, async () => {
    const folder = freshDirectory();
    const link = join(folder, 'tty');
    const { master, pty } = openPair();
    point(link, pty);
    const kiosk = new KioskProcess({ machine: 'JX-360102-0001', secret: 'none', mqttPort: 1, port: link });
    await kiosk.start();
    const { pid } = kiosk.process.child;
    // Opened and asked, and nobody answered.
    await until(async () => expect((await kiosk.ask('/healthz')).json).toMatchObject({ board: { reason: 'mute' } }));

    const before = { cpu: cpuMs(pid), rss: rssMiB(pid) };
    await makeNoise(master, 10 * 1024 * 1024);
    await until(async () =>
      expect((await kiosk.ask('/healthz')).json).toMatchObject({
        board: { reason: expect.stringMatching(/babble|mute/) },
      }),
    );
    expect(rssMiB(pid) - before.rss).toBeLessThan(64);
    // The unbounded line parser alone would need more than this for them.
    expect(cpuMs(pid) - before.cpu).toBeLessThan(5_000);

    const board = new Yaoju(['board', '--link', join(folder, 'board'), '--speed', '50']);
    point(link, await board.says(/port (\S+)/));
    await kiosk.inService();
    expect(await kiosk.process.kill('SIGTERM')).toBe(0);
  });
});
