import { describe, expect, it } from 'vitest';
import { load, scribe, staff, year } from '../../support/device/kiosk-entries.ts';
import { serve, serveAgent } from '../../support/device/kiosk-http.ts';

describe('what staff enter', () => {
  it('is booked, with a lot in capitals and a month as the last day of that month', async () => {
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

  it('refuses an expiry later than such boxes last, and says how to write one', async () => {
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
    ['restock', '/api/restock', { pin: '4711', lanes: [load] }, 'by: 未填写 · is missing'],
    ['restock without lanes', '/api/restock', staff, 'lanes: 未填写 · is missing'],
    ['count', '/api/count', { ...staff, lanes: [{ lane: 1, stock: -1 }] }, 'lanes.0.stock'],
    ['remove', '/api/remove', { ...staff, lane: 1, removed: 1 }, 'reason'],
    ['clear', '/api/clear', { ...staff }, 'lane or sensor is missing'],
    ['clear', '/api/clear', { ...staff, lane: 1, sensor: true }, 'not both'],
    ['clear', '/api/clear', { ...staff, sensor: false }, 'sensor'],
  ])('for %s is refused with the wrong field', async (_what, path, body, word) => {
    const { ask } = await serveAgent();
    const { status, json } = await ask(path, body);
    expect(status).toBe(422);
    expect(json()).toEqual({ code: 'malformed', message: expect.stringContaining(word) });
    expect(JSON.stringify(json())).not.toMatch(/invalid|expected|received/i);
  });

  it('reaches the agent as it was entered', async () => {
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
      {
        kind: 'round',
        ticket: 3,
        by: 'wang',
        counts: [],
        removals: [{ lane: 1, removed: 2, reason: 'expired', lot: null }],
        loads: [],
      },
      {
        kind: 'round',
        ticket: 4,
        by: 'wang',
        counts: [],
        removals: [{ lane: 1, removed: 2, reason: 'expired' }],
        loads: [],
      },
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
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 120, 120, 120, 120, 120]);
    expect(ledger.last).toBe(last);
    up += 120_000;
    expect((await count('4711')).status).toBe(200);
    expect((await count('4444')).status).toBe(403);
    expect((await count('4711')).status).toBe(200);
    expect(logged.length).toBeGreaterThan(0);
    for (const line of logged) expect(line).not.toMatch(/4711|0000|1111|2222|3333|4444/);
  });
});
