import { createServer, get as httpGet, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { StreamHub } from '../../fleet/adapters/http/stream.ts';
import { StreamMessage } from '../../shared/contracts/fleet-http.ts';
import { call, register, token, until } from '../support/fleet/fleet.ts';
import { shortLedger, TestKiosk } from '../support/fleet/kiosk.ts';
import { startedFleet } from '../support/fleet/started-fleet.ts';

const fleet = startedFleet();

/** An open stream and all its messages, each read by its schema. */
function open(query = ''): Promise<{ said: StreamMessage[]; end: () => void; response: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    const request = httpGet(
      `http://127.0.0.1:${fleet.httpPort}/api/v1/stream${query}`,
      { headers: { authorization: `Bearer ${token}` } },
      (response) => {
        const said: StreamMessage[] = [];
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
          for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
            const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
            text = text.slice(end + 2);
            if (data !== undefined) said.push(StreamMessage.parse(JSON.parse(data)));
          }
        });
        response.on('error', () => undefined);
        resolve({ said, response, end: () => request.destroy() });
      },
    );
    request.on('error', reject);
  });
}

/**
 * Opens a stream of a separate hub; `mayStill` says whether the reader still has the right to it.
 * Returns what was sent, and whether the stream has ended.
 */
async function ownStream(mayStill: () => Promise<boolean>) {
  const hub = new StreamHub(fleet.service, () => 0, 'test');
  const server = createServer(
    (_, response) => void hub.open({ area: '360000', user: 'reader', session: null, mayStill }, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let text = '';
  let isOver = false;
  httpGet(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, (response) => {
    response.on('data', (part) => {
      text += part;
    });
    response.on('end', () => {
      isOver = true;
    });
  });
  await until('hello', () => text.includes('hello'));
  return {
    hub,
    ticks: () => text.split('"tick"').length - 1,
    isOver: () => isOver,
    close: () => {
      hub.close();
      server.close();
    },
  };
}

describe('the stream', () => {
  it('ends for a reader who may not watch any more, and for nobody because the store is silent', async () => {
    let may: () => Promise<boolean> = async () => true;
    const stream = await ownStream(() => may());
    await stream.hub.tick();
    may = () => Promise.reject(new Error('disk full'));
    await stream.hub.tick();
    await until('two ticks', () => stream.ticks() === 2);
    may = async () => false;
    await stream.hub.tick();
    await until('the end', stream.isOver);
    expect([stream.ticks(), stream.hub.watchers]).toEqual([2, 0]);
    stream.close();
  });

  it('sends hello, and then lines, figures, flags and commands of its area as they come', async () => {
    const here = await open('?region=360102');
    const elsewhere = await open('?region=360428');
    expect(here.response.headers['content-type']).toContain('text/event-stream');
    await until('hello', () => here.said[0]?.type === 'hello');
    const name = 'JX-360102-0001';
    const kiosk = await TestKiosk.connect(fleet, name, await register(fleet, name));
    const now = Date.now();
    const ledger = shortLedger(now);
    await kiosk.present(ledger);
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(5);
    await call(fleet, `/api/v1/machines/${name}/commands`, { body: { kind: 'report' } });
    const of = <T extends StreamMessage['type']>(type: T) =>
      here.said.filter((message): message is Extract<StreamMessage, { type: T }> => message.type === type);
    await until('all lines', () => of('event').length === 5);
    expect(of('event').map(({ event }) => event.seq)).toEqual([1, 2, 3, 4, 5]);
    await until('figures', () =>
      of('machine').some((message) => message.issued.total === 1 && message.stock === 4 && message.link === 'up'),
    );
    await until('a flag', () =>
      of('flag').some((message) => message.change === 'raised' && message.flag.kind === 'below-pace'),
    );
    await until('the command', () => of('command').some((message) => message.command.state === 'sent'));
    expect(of('registry')[0]).toMatchObject({ machine: name });
    expect(elsewhere.said.map((message) => message.type)).toEqual(['hello']);
    here.end();
    elsewhere.end();
    await until('the end to be seen', async () => /yaoju_streams 0/.test((await call(fleet, '/metrics')).body));
    await kiosk.end();
  });
});

describe('sheets', () => {
  it('have the figures of the API, in CSV that Excel reads correctly and in XLSX', async () => {
    const json = (await call(fleet, '/api/v1/reports/issued?by=machine')).body;
    const csv = await call(fleet, '/api/v1/reports/issued.csv?by=machine');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.headers.get('content-disposition')).toContain('reports-issued.csv');
    const raw = await fetch(`http://127.0.0.1:${fleet.httpPort}/api/v1/reports/issued.csv?by=machine`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([...new Uint8Array(await raw.arrayBuffer()).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = csv.body
      .replace('\uFEFF', '')
      .trim()
      .split('\r\n')
      .map((line: string) => line.split(','));
    expect(rows[0][0]).toBe('机器编号');
    expect(rows[1].slice(2).map(Number)).toEqual([...json.rows[0].months, json.rows[0].issued, json.rows[0].uncertain]);
    expect(rows.at(-1).at(-2)).toBe(String(json.total.issued));
    const english = await call(fleet, '/api/v1/restock.csv?lang=en&bom=false');
    expect(english.body.startsWith('Machine,')).toBe(true);
    for (const path of ['/restock.xlsx', '/reports/issued.xlsx', '/reports/year.xlsx', '/machines.xlsx']) {
      const sheet = await fetch(`http://127.0.0.1:${fleet.httpPort}/api/v1${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(sheet.status).toBe(200);
      expect(
        Buffer.from(await sheet.arrayBuffer())
          .subarray(0, 2)
          .toString(),
      ).toBe('PK');
    }
  });

  it('never pass a formula to an office program', async () => {
    await register(fleet, 'JX-360102-0009', { name: '=HYPERLINK("http://x","y")' });
    await fleet.tick();
    const { body } = await call(fleet, '/api/v1/machines.csv');
    expect(body).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
  });
});
