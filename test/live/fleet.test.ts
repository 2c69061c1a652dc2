import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../support/device/broker.ts';
import { freshDirectory } from '../support/fresh-directory.ts';
import { adminPassword, FleetProcess, http, KioskProcess, until, Yaoju } from '../support/live/yaoju.ts';

function configured(content: unknown): Yaoju {
  const file = join(freshDirectory(), 'fleet.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return new Yaoju(['fleet', '--config', file]);
}

describe('the fleet server as a process', () => {
  it.each([
    ['an unknown key', { dataDirr: '/tmp' }, /dataDirr is not a known key/],
    ['a wrong value', { http: { port: 'many' } }, /http\.port holds "many"/],
    ['no JSON', '{', /is not valid JSON/],
    ['a time zone that is none', { timeZone: 'Mars/Olympus' }, /timeZone holds "Mars\/Olympus"/],
  ])('ends with 2 and one line on %s', async (_what, content, line) => {
    const fleet = configured(content);
    expect(await fleet.ended).toBe(2);
    expect(fleet.err).toMatch(/^[^\n]+\n$/);
    expect(fleet.err).toMatch(line);
    expect(fleet.out).toBe('');
  });

  it('ends with 1 and one line if a port is taken', async () => {
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

  it('ends with 2 and one line if another one uses the same folder, which continues', async () => {
    const first = await new FleetProcess().start();
    const host = '127.0.0.1';
    const second = configured({ dataDir: first.dataDir, mqtt: { host, port: 0 }, http: { host, port: 0 } });
    expect(await second.ended).toBe(2);
    expect(second.err).toMatch(/^[^\n]*another fleet server[^\n]*机群服务器[^\n]*\n$/);
    expect((await first.ask('/info')).status).toBe(200);
  });

  it('stops within 5 s with a stream open, and then the same user can sign in again', async () => {
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
});

describe('a kiosk without a board on its serial port', () => {
  it('is up and reports that: a missing port, and a port without a board', async () => {
    const machine = 'JX-360102-0001';
    const agent = new KioskProcess({ machine, secret: 'none', mqttPort: 1, port: '/dev/no-such-port' });
    await agent.start();
    await until(async () => {
      expect((await agent.ask('/healthz')).json).toMatchObject({ board: { reason: 'port-missing' } });
    });
    const answer = await agent.ask('/api/dispense', { request: randomUUID(), product: 'CD-M' });
    expect(answer).toMatchObject({ status: 503, json: { code: 'board-lost' } });
  });
});
