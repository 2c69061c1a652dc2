import { spawnSync } from 'node:child_process';
import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canMount, smallDisk } from '../support/disks.ts';
import { FleetProcess, http, KioskProcess, pin, until } from '../support/live/yaoju.ts';

const withDisks = canMount();

describe('the fleet server on a full disk', () => {
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
      // The write-ahead log may have a page left: continue until a write fails.
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
      // It reports why it can't start, or it is up and reports why it can't store: never a receipt.
      expect(typeof locked === 'string' ? locked : locked.process.out).toMatch(/unable to open|read.?only|EROFS/i);
    },
  );
});
