import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DiskFailure } from '../../../device/ports.ts';
import { scribe, staff } from '../../support/device/kiosk-entries.ts';
import { serve, serveAgent } from '../../support/device/kiosk-http.ts';

describe('a caller of the kiosk’s HTTP', () => {
  it('may be this computer, by any of its own names', async () => {
    const { ask, port } = await serveAgent();
    for (const host of ['127.0.0.1', `127.0.0.1:${port}`, 'localhost', `LOCALHOST:${port}`, '[::1]:80', '127.1.2.3'])
      expect((await ask('/api/state', undefined, { headers: { host } })).status).toBe(200);
  });

  it('may not be a foreign page with a rebound name', async () => {
    const { ask } = await serveAgent();
    for (const host of [
      'evil.example',
      'evil.example:7080',
      '10.0.0.7',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '[::2]',
      'a b',
    ]) {
      const { status, json } = await ask('/api/state', undefined, { headers: { host } });
      expect(status).toBe(403);
      expect(json()).toMatchObject({ code: 'foreign-host' });
    }
  });

  it('may not be a foreign page in the kiosk’s own browser', async () => {
    const { ask } = await serveAgent();
    const body = { request: randomUUID(), product: 'CD-M' };
    for (const origin of ['https://evil.example', 'null', 'http://10.0.0.7'])
      expect((await ask('/api/dispense', body, { headers: { origin } })).json()).toMatchObject({
        code: 'foreign-origin',
      });
    const [other, embedded] = [{ origin: 'http://localhost:3000' }, { 'sec-fetch-site': 'cross-site' }];
    expect((await ask('/api/dispense', body, { headers: other })).json()).toMatchObject({ code: 'not-the-screen' });
    expect((await ask('/api/state', undefined, { headers: embedded })).json()).toMatchObject({
      code: 'foreign-origin',
    });
  });
});

describe('what the kiosk’s HTTP reports', () => {
  it('returns lines in pages, as they are in the ledger', async () => {
    const { ask, ledger } = await serveAgent();
    ledger.append(Array.from({ length: 600 }, (_, n) => `{"kind":"x","n":${n}}`));
    const page = async (query: string) => (await ask(`/api/events${query}`)).json() as { events: { seq: number }[] };
    expect((await page('')).events).toHaveLength(256);
    const seqs = (await page('?after=100&limit=1000')).events.map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: ledger.last - 100 }, (_, n) => 101 + n));
    expect((await page(`?after=${ledger.last + 5}`)).events).toEqual([]);
  });

  it('is out of service without a board, with the reason, and has counts for Prometheus', async () => {
    const { ask } = await serveAgent();
    const health = await ask('/healthz');
    expect(health.status).toBe(503);
    expect(health.json()).toMatchObject({
      status: 'out-of-service',
      inService: false,
      disk: { state: 'ok' },
      fleet: { heard: false, state: 'connecting', message: expect.stringMatching(/^正在连接服务器.*Connecting/) },
    });
    const { text, headers } = await ask('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toMatch(/^yaoju_in_service 0$/m);
    expect(text).toMatch(/^yaoju_lane_stock\{lane="1",product="CD-M"\} 0$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  it('gives the reason if the ledger cannot be opened, and gives nothing out', async () => {
    const failure = new DiskFailure('disk-full', 'no room');
    const { ask } = await serve(() => ({ agent: null, failure }));
    const body = { request: randomUUID(), product: 'CD-M' };
    for (const [path, sent] of [
      ['/api/dispense', body],
      ['/api/state', undefined],
      ['/api/events', undefined],
      ['/api/count', { ...staff, lanes: [{ lane: 1, stock: 1 }] }],
    ] as const)
      expect(await ask(path, sent)).toMatchObject({ status: 503, text: expect.stringContaining('"cannot-write"') });
    const health = await ask('/healthz');
    expect(health.status).toBe(503);
    expect(health.json()).toMatchObject({ reasons: ['disk'], disk: { state: 'failed', code: 'disk-full' } });
    expect((await ask('/metrics')).text).toMatch(/^yaoju_disk_ok 0$/m);
  });

  it('gives the reason if lines cannot be read, and ends nothing', async () => {
    const { kiosk } = scribe();
    const read = () => {
      throw new DiskFailure('disk-error', 'a bad sector');
    };
    const { ask, broken } = await serve(() => ({ ...kiosk(), ledger: { ...kiosk().ledger, read } }));
    expect((await ask('/api/events')).json()).toMatchObject({ code: 'cannot-write' });
    expect(broken).toEqual([]);
  });

  it('ends the agent if a request breaks it', async () => {
    const { kiosk } = scribe(() => {
      throw new Error('a broken invariant');
    });
    const { ask, broken } = await serve(kiosk);
    expect((await ask('/api/dispense', { request: randomUUID(), lane: 1 })).json()).toMatchObject({ code: 'broken' });
    expect(broken).toEqual([new Error('a broken invariant')]);
  });
});
