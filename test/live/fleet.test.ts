import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../device/adapters/broker.ts';
import { freshDirectory } from '../device/adapters/data-dir.ts';
import { canMount, smallDisk } from '../device/adapters/disks.ts';
import { adminPassword, FleetProcess, http, KioskProcess, pin, until, Yaoju } from './yaoju.ts';

const withDisks = canMount();

function configured(content: unknown): Yaoju {
  const file = join(freshDirectory(), 'fleet.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return new Yaoju(['fleet', '--config', file]);
}

describe('the fleet server as a process', () => {
  it.each([
    ['an unknown key', { dataDirr: '/tmp' }, /dataDirr is no key/],
    ['a wrong value', { http: { port: 'many' } }, /http\.port holds "many"/],
    ['no JSON', '{', /is no JSON/],
    ['a time zone that is none', { timeZone: 'Mars/Olympus' }, /timeZone holds "Mars\/Olympus"/],
  ])('ends with 2 and one line on %s', async (_what, content, line) => {
    const fleet = configured(content);
    expect(await fleet.ended).toBe(2);
    expect(fleet.err).toMatch(/^[^\n]+\n$/);
    expect(fleet.err).toMatch(line);
    expect(fleet.out).toBe('');
  });

  it('ends with 1 and one line where a port is taken', async () => {
    const other = await listen(createServer());
    onTestFinished(other.stop);
    const host = '127.0.0.1';
    const fleet = configured({
      dataDir: freshDirectory(),
      mqtt: { host, port: other.port },
      http: { host, port: 0 },
    });
    expect(await fleet.ended).toBe(1);
    expect(fleet.err).toMatch(new RegExp(`mqtt\\.port holds ${other.port}`));
    expect(fleet.err).not.toMatch(/\n\s+at /);
  });

  it('stops within 5 s with a stream open, and lets the same user in again', async () => {
    const fleet = await new FleetProcess().start();
    const signIn = () => http(`${fleet.url}/api/v1/session`, { user: 'admin', password: adminPassword });
    expect((await signIn()).status).toBe(200);
    const stream = fleet.ask('/stream').catch(() => 'cut');
    const began = Date.now();
    expect(await fleet.process.kill('SIGTERM')).toBe(0);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(await stream).toBe('cut');
    await fleet.start();
    expect((await signIn()).status).toBe(200);
    expect(fleet.process.err).not.toContain(adminPassword);
  });

  it.runIf(withDisks)(
    'gives no receipt while its disk is full or read-only, and loses nothing',
    {
      timeout: 60_000,
    },
    async () => {
      const dataDir = smallDisk(3 * 1024 * 1024) ?? expect.fail('no disk');
      const fleet = await new FleetProcess(dataDir).start();
      const machine = 'JX-360102-0001';
      const secret = await fleet.register(machine);
      const port = '/dev/no-such-port';
      const kiosk = await new KioskProcess({ machine, secret, mqttPort: fleet.mqttPort, port }).start();
      const waiting = async (): Promise<number> =>
        ((await kiosk.ask('/healthz')).json as { outbox: { waiting: number } }).outbox.waiting;
      const count = async (): Promise<void> => {
        const lanes = [1, 2, 3, 4].map((lane) => ({ lane, stock: 5 }));
        expect((await kiosk.ask('/api/count', { by: 'wang', pin, lanes })).status).toBe(200);
      };
      const agreed = () =>
        until(async () => {
          expect(await waiting()).toBe(0);
          expect(await fleet.events(machine)).toEqual(await kiosk.events());
        }, 40_000);
      await count();
      await agreed();

      const other = join(dataDir, 'other');
      expect(() => writeFileSync(other, Buffer.alloc(4 * 1024 * 1024))).toThrow('ENOSPC');
      // The write-ahead log may have a page left: go on until the disk is felt.
      await until(async () => {
        await count();
        expect((await http(`${fleet.url}/healthz`)).status).toBe(503);
      });
      expect(await waiting()).toBeGreaterThan(0);
      unlinkSync(other);
      await agreed();
      expect((await http(`${fleet.url}/healthz`)).status).toBe(200);
      expect(await kiosk.process.kill('SIGTERM')).toBe(0);
      expect(await fleet.process.kill('SIGTERM')).toBe(0);

      spawnSync('mount', ['-o', 'remount,ro', dataDir]);
      const locked = await new FleetProcess(dataDir).start().catch((error: unknown) => String(error));
      spawnSync('mount', ['-o', 'remount,rw', dataDir]);
      // Either it says why it can't start, or it is up and says why it can't store: never a receipt.
      expect(typeof locked === 'string' ? locked : locked.process.out).toMatch(/read.?only|EROFS|readonly/i);
    },
  );
});

describe('a kiosk whose serial port is no board', () => {
  it('is up and says so: a port that is not there, and nobody behind it', async () => {
    const machine = 'JX-360102-0001';
    const agent = new KioskProcess({ machine, secret: 'none', mqttPort: 1, port: '/dev/no-such-port' });
    await agent.start();
    expect((await agent.ask('/healthz')).json).toMatchObject({ board: { reason: 'port-missing' } });
    const answer = await agent.ask('/api/dispense', { request: randomUUID(), product: 'CD-M' });
    expect(answer).toMatchObject({ status: 503, json: { code: 'board-lost' } });
  });
});
