import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { scribe } from '../../support/device/kiosk-entries.ts';
import { serve, serveAgent } from '../../support/device/kiosk-http.ts';

describe('a request for a box', () => {
  it('waits for the one answer and returns it', async () => {
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

  it('returns an answer that comes at once', async () => {
    const { kiosk } = scribe((input) => {
      if ('ticket' in input) http.reply(input.ticket, { kind: 'refused', refusal: 'out-of-stock', lane: 2 as never });
    });
    const { http, ask } = await serve(kiosk);
    const { status, json } = await ask('/api/dispense', { request: randomUUID(), product: 'CD-M' });
    expect(status).toBe(503);
    expect(json()).toMatchObject({ code: 'out-of-stock', lane: 2 });
  });

  it('informs the agent once if a caller leaves without an answer', async () => {
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

  it('is the same request in any letter case', async () => {
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
    ['a list', [], 'must be an object with fields'],
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
    ['a missing lane', { request: randomUUID(), lane: 77 }, 'lane'],
    ['a product that is not there', { request: randomUUID(), product: 'NONE' }, 'product'],
  ])('with %s is 422 and names the field', async (_what, body, word) => {
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

  it('without a board is refused with the reason', async () => {
    const { ask } = await serveAgent();
    const { status, json } = await ask('/api/dispense', { request: randomUUID(), product: 'CD-M' });
    expect(status).toBe(503);
    expect(json()).toMatchObject({ code: expect.stringMatching(/board-lost|starting|out-of-stock/) });
  });
});
