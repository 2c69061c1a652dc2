import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import type { Agent } from '../../../device/agent/agent.ts';
import type { Input } from '../../../device/core/input.ts';
import { DiskFailure } from '../../../device/ports.ts';
import { serve, serveAgent } from '../../support/device/kiosk-http.ts';

const staff = { by: 'wang', pin: '4711' };
/** A leap year ahead of today's, within what boxes last. */
const year = Math.ceil((new Date().getFullYear() + 2) / 4) * 4;
const load = { lane: 1, product: 'CD-M', lot: 'a1', expires: `${year}-12-31`, added: 3 };

/** An agent that only writes down what it is handed. */
function scribe(handle: (input: Input) => void = () => {}) {
  const inputs: Input[] = [];
  const agent = {
    handle(input: Input) {
      inputs.push(input);
      handle(input);
    },
    reported: () => ({ last: 0, lanes: [], board: { dropped: 0 } }),
    health: () => ({ inService: true, board: {}, link: {}, disk: {}, outbox: { waiting: 0 }, unreadable: 0 }),
  } as unknown as Agent;
  const ledger = { ledger: randomUUID() as never, last: 0, read: () => [] };
  return { inputs, kiosk: () => ({ agent, ledger }) };
}

describe('who may ask the kiosk’s HTTP', () => {
  it('is this computer, by any of its own names', async () => {
    const { ask, port } = await serveAgent();
    for (const host of ['127.0.0.1', `127.0.0.1:${port}`, 'localhost', `LOCALHOST:${port}`, '[::1]:80', '127.1.2.3'])
      expect((await ask('/api/state', undefined, { headers: { host } })).status).toBe(200);
  });

  it('is not a page elsewhere behind a rebound name', async () => {
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

  it('is not a page from elsewhere in the kiosk’s own browser', async () => {
    const { ask } = await serveAgent();
    const body = { request: randomUUID(), product: 'CD-M' };
    for (const origin of ['https://evil.example', 'null', 'http://10.0.0.7'])
      expect((await ask('/api/dispense', body, { headers: { origin } })).json()).toMatchObject({
        code: 'foreign-origin',
      });
    expect((await ask('/api/dispense', body, { headers: { origin: 'http://localhost:3000' } })).status).toBe(503);
  });
});

describe('asking for a box', () => {
  it('waits for the one answer and gives it', async () => {
    const { inputs, kiosk } = scribe();
    const { http, ask } = await serve(kiosk);
    const [one, two] = [randomUUID(), randomUUID()];
    const first = ask('/api/dispense', { request: one, product: 'CD-M' });
    await vi.waitFor(() => expect(inputs).toHaveLength(1));
    const second = ask('/api/dispense', { request: two, lane: 3 });
    await vi.waitFor(() => expect(inputs).toHaveLength(2));
    expect(inputs).toEqual([
      { kind: 'dispense', ticket: 1, request: one, want: { product: 'CD-M' } },
      { kind: 'dispense', ticket: 2, request: two, want: { lane: 3 } },
    ]);
    const answer = (request: string) => ({ request, outcome: 'issued', reason: null, lane: 3, txn: 9 });
    http.reply(2, { kind: 'answer', answer: answer(two) as never });
    http.reply(1, { kind: 'refused', refusal: 'busy', lane: null });
    http.reply(7, { kind: 'refused', refusal: 'busy', lane: null });
    const given = await second;
    expect(given.status).toBe(200);
    expect(given.json()).toEqual({
      ...answer(two),
      message: '药具已发出，请从取货口取走。 · Your box has been given out. Please take it.',
    });
    const refused = await first;
    expect(refused.status).toBe(409);
    expect(refused.json()).toEqual({ code: 'busy', message: expect.stringMatching(/再试.*try again/) });
  });

  it('takes an answer that comes at once', async () => {
    const { kiosk } = scribe((input) => {
      if ('ticket' in input) http.reply(input.ticket, { kind: 'refused', refusal: 'out-of-stock', lane: 2 as never });
    });
    const { http, ask } = await serve(kiosk);
    const { status, json } = await ask('/api/dispense', { request: randomUUID(), product: 'CD-M' });
    expect(status).toBe(503);
    expect(json()).toMatchObject({ code: 'out-of-stock', lane: 2 });
  });

  it('tells the agent that a caller has left, once, and only where it had no answer', async () => {
    const { inputs, kiosk } = scribe();
    const { http, port, ask } = await serve(kiosk);
    const caller = request({
      host: '127.0.0.1',
      port,
      path: '/api/dispense',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    caller.on('error', () => {});
    caller.end(JSON.stringify({ request: randomUUID(), product: 'CD-M' }));
    await vi.waitFor(() => expect(inputs).toHaveLength(1));
    caller.destroy();
    await vi.waitFor(() => expect(inputs.slice(1)).toEqual([{ kind: 'left', ticket: 1 }]));
    http.reply(1, { kind: 'refused', refusal: 'busy', lane: null });

    const stays = ask('/api/dispense', { request: randomUUID(), product: 'CD-M' });
    await vi.waitFor(() => expect(inputs).toHaveLength(3));
    http.reply(2, { kind: 'refused', refusal: 'busy', lane: null });
    expect((await stays).status).toBe(409);
    expect((await ask('/metrics')).text).toContain('yaoju_waiting_callers 0');
    expect(inputs).toHaveLength(3);
  });

  it('hands the same request in, in whichever letter case it was written', async () => {
    const { inputs, kiosk } = scribe();
    const { ask } = await serve(kiosk);
    const request = randomUUID();
    for (const spelling of [request, request.toUpperCase()])
      void ask('/api/dispense', { request: spelling, product: 'CD-M' }).catch(() => {});
    await vi.waitFor(() => expect(inputs).toHaveLength(2));
    expect(inputs).toMatchObject([{ request }, { request }]);
  });

  it.each<[string, unknown, string]>([
    ['nothing at all', '', 'malformed'],
    ['no JSON', '{"request":', 'malformed'],
    ['a list', [], 'expected object'],
    ['no request', { product: 'CD-M' }, 'request'],
    ['a request that is no UUID', { request: '1', product: 'CD-M' }, 'request'],
    ['a request that is not random', { request: randomUUID().replace(/^(.{14})4/, '$11'), product: 'CD-M' }, 'UUID'],
    ['somebody’s number', { request: '36010219-9001-0112-3400-013812345678', product: 'CD-M' }, '随机生成'],
    ['neither product nor lane', { request: randomUUID() }, 'product or lane is missing'],
    ['both', { request: randomUUID(), product: 'CD-M', lane: 1 }, 'product or lane, not both'],
    ['a product that can be none', { request: randomUUID(), product: 'cd m' }, 'product'],
    ['a lane of text', { request: randomUUID(), lane: '1' }, 'lane'],
    ['a lane of half', { request: randomUUID(), lane: 1.5 }, 'lane'],
    ['a poisoned object', `{"request":"${randomUUID()}","product":"CD-M","__proto__":{"x":1}}`, 'malformed'],
    ['a lane that is not there', { request: randomUUID(), lane: 77 }, 'lane'],
    ['a product that is not there', { request: randomUUID(), product: 'NONE' }, 'product'],
  ])('with %s is 422 and says which field', async (_what, body, word) => {
    const { ask, ledger } = await serveAgent();
    const { last } = ledger;
    const { status, json } = await ask('/api/dispense', body);
    expect(status).toBe(422);
    expect(json()).toEqual({ code: expect.any(String), message: expect.stringContaining(word) });
    expect(ledger.last).toBe(last);
  });

  it('is answered by the same codes for other bad requests', async () => {
    const { ask } = await serveAgent();
    const form = { headers: { 'content-type': 'text/plain' } };
    expect(await ask('/api/dispense', 'x', form)).toMatchObject({ status: 422 });
    expect(await ask('/api/dispense', { fill: 'f'.repeat(70_000) })).toMatchObject({ status: 413 });
    expect((await ask('/api/nothing')).json()).toMatchObject({ code: 'no-such-route' });
    expect(await ask('/api/dispense')).toMatchObject({ status: 404 });
    expect(await ask('/api/events?after=x')).toMatchObject({ status: 422 });
    expect(await ask('/api/events?limit=1001')).toMatchObject({ status: 422 });
  });

  it('without a board is refused with why', async () => {
    const { ask } = await serveAgent();
    const { status, json } = await ask('/api/dispense', { request: randomUUID(), product: 'CD-M' });
    expect(status).toBe(503);
    expect(json()).toMatchObject({ code: expect.stringMatching(/board-lost|starting|out-of-stock/) });
  });
});

describe('what staff enter', () => {
  it('is booked, with a lot in capitals and a month as its last day', async () => {
    const { ask, ledger } = await serveAgent();
    const lanes = [load, { lane: 2, product: 'CD-M', lot: 'b2', expires: `${year}-02`, added: 2 }];
    const done = await ask('/api/restock', { ...staff, lanes });
    expect(done.json()).toEqual({ done: true, warnings: [] });
    const lines = ledger.read(ledger.last - 1, 2).map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { kind: 'restocked', lane: 1, lot: 'A1', expires: `${year}-12-31`, added: 3, stock: 3, by: 'wang' },
      { kind: 'restocked', lane: 2, lot: 'B2', expires: `${year}-02-29`, added: 2, stock: 2 },
    ]);
    expect((await ask('/api/count', { ...staff, lanes: [{ lane: 1, stock: 2 }] })).status).toBe(200);
    expect((await ask('/api/remove', { ...staff, lane: 2, removed: 1, reason: 'damaged' })).status).toBe(200);
    expect((await ask('/api/state')).json()).toMatchObject({
      lanes: [
        { lane: 1, stock: 2 },
        { lane: 2, stock: 1 },
      ],
    });
    const { events, last } = (await ask(`/api/events?after=${ledger.last - 1}`)).json() as {
      events: unknown[];
      last: number;
    };
    expect(events).toEqual([{ seq: last, line: expect.objectContaining({ kind: 'removed', lot: 'B2', removed: 1 }) }]);
  });

  it('reads an expiry as it is printed', async () => {
    const { ask, ledger } = await serveAgent();
    for (const expires of [
      `${year}-02`,
      `${year}/02`,
      `${year}.02.29`,
      ` ${year}/02/29`,
      `${year}-02`.replace(/[0-9]/g, (n) => String.fromCharCode(0xff10 + Number(n))),
    ]) {
      expect((await ask('/api/restock', { ...staff, lanes: [{ ...load, expires, added: 1 }] })).status).toBe(200);
      expect(JSON.parse(ledger.read(ledger.last, 1)[0] ?? '')).toMatchObject({ expires: `${year}-02-29` });
    }
  });

  it('refuses an expiry further ahead than such boxes last, and says how to write one', async () => {
    const { ask } = await serveAgent();
    const { status, json } = await ask('/api/restock', { ...staff, lanes: [{ ...load, expires: '2199-12' }] });
    expect(status).toBe(422);
    expect(json()).toMatchObject({ code: 'expires-too-late', lane: 1, message: expect.stringContaining('2028-12') });
  });

  it('is all or nothing', async () => {
    const { ask, ledger } = await serveAgent();
    const { last } = ledger;
    const { status, json } = await ask('/api/restock', { ...staff, lanes: [load, { ...load, lane: 2, added: 11 }] });
    expect(status).toBe(422);
    expect(json()).toMatchObject({ code: 'over-capacity', lane: 2 });
    expect(ledger.last).toBe(last);
  });

  it.each<[string, string, unknown, string]>([
    ['restock', '/api/restock', { ...staff, lanes: [{ ...load, added: 0 }] }, 'lanes.0.added'],
    ['restock', '/api/restock', { ...staff, lanes: [{ ...load, expires: '2028-13' }] }, 'lanes.0.expires'],
    ['restock', '/api/restock', { ...staff, lanes: [{ ...load, expires: '2027-02-29' }] }, 'lanes.0.expires'],
    ...['0028-12-31', '0999-12', '1999-12', '2200-01', '9999-12-31', '20281-12-31', '202812', 'soon', ''].map(
      (expires): [string, string, unknown, string] => [
        `restock until “${expires}”`,
        '/api/restock',
        { ...staff, lanes: [{ ...load, expires }] },
        '有效期请写成年-月-日或年-月，如 2028-12-31 或 2028-12',
      ],
    ),
    ['restock', '/api/restock', { ...staff, lanes: [{ ...load, lot: ' ' }] }, 'lanes.0.lot'],
    ['restock', '/api/restock', { ...staff, lanes: [] }, 'lanes'],
    ['restock', '/api/restock', { pin: '4711', lanes: [load] }, 'by'],
    ['count', '/api/count', { ...staff, lanes: [{ lane: 1, stock: -1 }] }, 'lanes.0.stock'],
    ['remove', '/api/remove', { ...staff, lane: 1, removed: 1 }, 'reason'],
    ['clear', '/api/clear', { ...staff }, 'lane or sensor is missing'],
    ['clear', '/api/clear', { ...staff, lane: 1, sensor: true }, 'not both'],
    ['clear', '/api/clear', { ...staff, sensor: false }, 'sensor'],
  ])('for %s is refused with the field that is wrong', async (_what, path, body, word) => {
    const { ask } = await serveAgent();
    const { status, json } = await ask(path, body);
    expect(status).toBe(422);
    expect(json()).toEqual({ code: 'malformed', message: expect.stringContaining(word) });
  });

  it('reaches the agent as it was meant', async () => {
    const { inputs, kiosk } = scribe((input) => {
      if ('ticket' in input) http.reply(input.ticket, { kind: 'done', warnings: [] });
    });
    const { http, ask } = await serve(kiosk);
    await ask('/api/clear', { ...staff, lane: 4 });
    await ask('/api/clear', { ...staff, sensor: true });
    await ask('/api/remove', { ...staff, lane: 1, removed: 2, reason: 'expired', lot: null });
    await ask('/api/remove', { ...staff, lane: 1, removed: 2, reason: 'expired' });
    expect(inputs).toEqual([
      { kind: 'clear', ticket: 1, by: 'wang', lane: 4 },
      { kind: 'trust-sensor', ticket: 2, by: 'wang' },
      { kind: 'remove', ticket: 3, by: 'wang', lane: 1, removed: 2, reason: 'expired', lot: null },
      { kind: 'remove', ticket: 4, by: 'wang', lane: 1, removed: 2, reason: 'expired' },
    ]);
  });

  it('needs the PIN, which is never logged, and guessing gets slower and slower', async () => {
    let up = 1_000;
    const { ask, ledger, logged } = await serveAgent({ monoMs: () => up });
    const { last } = ledger;
    const count = (pin: string) => ask('/api/count', { by: 'wang', pin, lanes: [{ lane: 1, stock: 0 }] });
    for (const pin of ['0000', '1111', '2222']) expect((await count(pin)).json()).toMatchObject({ code: 'wrong-pin' });
    const waits: number[] = [];
    for (let n = 0; n < 12; n++) {
      const late = await count('4711');
      expect(late.status).toBe(429);
      expect(late.json()).toMatchObject({ code: 'pin-wait' });
      const seconds = Number(late.headers['retry-after']);
      waits.push(seconds);
      up += seconds * 1000;
      expect((await count('3333')).status).toBe(403);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    expect(ledger.last).toBe(last);
    up += 300_000;
    expect((await count('4711')).status).toBe(200);
    expect((await count('4444')).status).toBe(403);
    expect((await count('4711')).status).toBe(200);
    expect(logged.length).toBeGreaterThan(0);
    for (const line of logged) expect(line).not.toMatch(/4711|0000|1111|2222|3333|4444/);
  });
});

describe('what the kiosk’s HTTP tells', () => {
  it('holds lines in pages, as they are in the ledger', async () => {
    const { ask, ledger } = await serveAgent();
    ledger.append(Array.from({ length: 600 }, (_, n) => `{"kind":"x","n":${n}}`));
    const page = async (query: string) => (await ask(`/api/events${query}`)).json() as { events: { seq: number }[] };
    expect((await page('')).events).toHaveLength(256);
    const seqs = (await page('?after=100&limit=1000')).events.map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: ledger.last - 100 }, (_, n) => 101 + n));
    expect((await page(`?after=${ledger.last + 5}`)).events).toEqual([]);
  });

  it('is out of service without a board, with why, and counts for Prometheus', async () => {
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

  it('says why where the ledger cannot be opened, and gives nothing out', async () => {
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

  it('says why where lines cannot be read, and ends nothing', async () => {
    const { kiosk } = scribe();
    const read = () => {
      throw new DiskFailure('disk-error', 'a bad sector');
    };
    const { ask, broken } = await serve(() => ({ ...kiosk(), ledger: { ...kiosk().ledger, read } }));
    expect((await ask('/api/events')).json()).toMatchObject({ code: 'cannot-write' });
    expect(broken).toEqual([]);
  });

  it('ends the agent where a request breaks it', async () => {
    const { kiosk } = scribe(() => {
      throw new Error('a broken invariant');
    });
    const { ask, broken } = await serve(kiosk);
    expect((await ask('/api/dispense', { request: randomUUID(), lane: 1 })).json()).toMatchObject({ code: 'broken' });
    expect(broken).toEqual([new Error('a broken invariant')]);
  });
});
