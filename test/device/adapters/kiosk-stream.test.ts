import { get } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { serveAgent } from '../../support/device/kiosk-http.ts';

interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: { seq?: number; line?: { kind: string }; lanes?: { stock: number }[] };
}

/** Reads server-sent events until the test is over. */
function listenTo(
  port: number,
  lastSeen?: string,
): { events: StreamEvent[]; status: () => number; ended: () => boolean; stop(): void } {
  const events: StreamEvent[] = [];
  let status = 0;
  let ended = false;
  let text = '';
  const headers = lastSeen === undefined ? {} : { 'last-event-id': lastSeen };
  const asked = get({ host: '127.0.0.1', port, path: '/api/stream', headers, agent: false }, (response) => {
    status = response.statusCode ?? 0;
    response.setEncoding('utf8');
    response.on('end', () => {
      ended = true;
    });
    response.on('data', (piece: string) => {
      text += piece;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = Object.fromEntries(
          block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        );
        const { event, data = '', id = '' } = fields;
        if (event) events.push({ id, event, data: JSON.parse(data) });
      }
    });
  });
  asked.on('error', () => {});
  const stop = () => {
    asked.destroy();
  };
  onTestFinished(stop);
  return { events, status: () => status, ended: () => ended, stop };
}

const staff = { by: 'wang', pin: '4711' };
const seqsIn = (events: StreamEvent[]) => events.filter(({ event }) => event === 'line').map(({ data }) => data.seq);

describe('the kiosk’s event stream', () => {
  it('sends the state first, then each line as it is recorded and the state after it', async () => {
    const { port, ask, ledger } = await serveAgent();
    const { events } = listenTo(port);
    await vi.waitFor(() => expect(events.map(({ event }) => event)).toEqual(['state']));
    const expires = `${new Date().getUTCFullYear() + 2}-12`;
    const added = [{ lane: 1, product: 'CD-M', lot: '2611A', expires, added: 4 }];
    await ask('/api/restock', { ...staff, lanes: added });
    await vi.waitFor(() =>
      expect(events.at(-1)).toMatchObject({ event: 'state', data: { lanes: [{ stock: 4 }, {}] } }),
    );
    const lines = events.filter(({ event }) => event === 'line');
    expect(lines).toMatchObject([{ id: `${ledger.ledger}/${ledger.last}`, data: { line: { kind: 'restocked' } } }]);
  });

  it('begins where a returning reader stopped, or at the first line of another ledger', async () => {
    const { port, ledger } = await serveAgent();
    ledger.append(Array.from({ length: 50 }, (_, n) => `{"kind":"x","n":${n}}`));
    const all = Array.from({ length: ledger.last }, (_, n) => n + 1);
    const back = listenTo(port, `${ledger.ledger}/20`);
    const strange = listenTo(port, '6f1c2a50-8a2b-4c1d-9d39-6a1f5b7c2e10/20');
    await vi.waitFor(() => expect(seqsIn(back.events)).toEqual(all.slice(20)));
    await vi.waitFor(() => expect(seqsIn(strange.events)).toEqual(all));
  });

  it('lets a reader who missed very much come again for the rest', async () => {
    const { port, ledger } = await serveAgent();
    ledger.append(Array.from({ length: 3_000 }, (_, n) => `{"kind":"x","n":${n}}`));
    const first = listenTo(port, `${ledger.ledger}/0`);
    await vi.waitFor(() => expect(first.ended()).toBe(true));
    const some = seqsIn(first.events);
    expect(some.length).toBe(2_000);
    const second = listenTo(port, first.events.at(-1)?.id);
    await vi.waitFor(() => expect(second.events.at(-1)).toMatchObject({ event: 'state' }));
    expect(second.ended()).toBe(false);
    const all = Array.from({ length: ledger.last }, (_, n) => n + 1);
    expect([...some, ...seqsIn(second.events)]).toEqual(all);
  });

  it('has room for a few, and again when one has left', async () => {
    const { port } = await serveAgent();
    const readers = Array.from({ length: 8 }, () => listenTo(port));
    await vi.waitFor(() => expect(readers.every(({ status }) => status() === 200)).toBe(true));
    const late = listenTo(port);
    await vi.waitFor(() => expect(late.status()).toBe(503));
    readers[0]?.stop();
    await vi.waitFor(() => {
      const next = listenTo(port);
      return vi.waitFor(() => expect(next.status()).toBe(200), { timeout: 500 });
    });
  });
});
