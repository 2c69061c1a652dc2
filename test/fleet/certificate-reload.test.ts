import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { type RunningFleet, startFleet } from '../../fleet/main.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { selfSigned } from '../support/fleet/certificate.ts';
import { adminPassword, token, until } from '../support/fleet/fleet.ts';
import { shortLedger, TestKiosk } from '../support/fleet/kiosk.ts';
import { ownFleet } from '../support/fleet/own-fleet.ts';

const machine = 'JX-360102-0001';
const dayMs = 86_400_000;
const own = ownFleet();

/** The certificate that a listener shows to a new connection. */
async function shownAt(port: number | null): Promise<string> {
  const socket: TLSSocket = connect({ host: '127.0.0.1', port: port ?? 0, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

/** Asks over one kept connection. Returns status, body and the connection's local port. */
function keptConnection({ httpPort }: RunningFleet) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  return {
    end: () => agent.destroy(),
    async ask(path: string, body?: object) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const method = body === undefined ? 'GET' : 'POST';
      const sent = request({ host: '127.0.0.1', port: httpPort, path, method, agent, headers });
      sent.end(body === undefined ? undefined : JSON.stringify(body));
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      let text = '';
      for await (const piece of answer) text += piece;
      return { status: answer.statusCode, body: JSON.parse(text), from: sent.socket?.localPort };
    },
  };
}

it.each(['mqtt', 'http'] as const)(
  'the given certificate of %s and the own one of the other change on running listeners, and connections stay',
  async (given) => {
    const files = { cert: join(own.path, 'cert.pem'), key: join(own.path, 'key.pem') };
    const give = ({ cert, key }: ReturnType<typeof selfSigned>): void => {
      for (const [path, text] of [
        [files.cert, cert],
        [files.key, key],
      ] as const) {
        writeFileSync(`${path}.new`, text);
        renameSync(`${path}.new`, path);
      }
    };
    give(selfSigned());
    const tls = { mqtt: given === 'mqtt' ? files : { own: true }, http: given === 'http' ? files : { own: true } };
    const [mqtt, http] = [tls.mqtt, tls.http].map((each) => ({ host: '127.0.0.1', port: 0, tls: each }));
    let later = 0;
    const clock = { now: () => Date.now() + later, rest: () => new Promise<void>((resolve) => setImmediate(resolve)) };
    const config = FleetConfig.parse({ dataDir: own.path, mqtt, http });
    const fleet = await startFleet(config, { adminPassword, apiToken: token }, pino({ level: 'silent' }), clock);
    own.adopt(fleet);

    const page = keptConnection(fleet);
    const wish = { machine, name: machine, region: '360102', site: 'clinic', inServiceFrom: '2026-01-01' };
    const { body, from } = await page.ask('/api/v1/machines', wish);
    const kiosk = await TestKiosk.connect(fleet, machine, body.secret, {
      protocol: 'mqtts',
      rejectUnauthorized: false,
    });
    const shown = () => Promise.all([shownAt(fleet.mqttPort), shownAt(fleet.httpPort)]);
    const before = await shown();

    give(selfSigned());
    later = 61 * dayMs;
    await until(
      'both certificates changed',
      async () => {
        await page.ask('/healthz');
        return (await shown()).every((each, index) => each !== before[index]);
      },
      30_000,
    );
    expect(await page.ask('/healthz')).toMatchObject({ status: 200, from });
    const ledger = shortLedger(Date.now());
    await kiosk.say('events', ledger.batch());
    expect(await kiosk.receipt(ledger.lines.length)).toMatchObject({ head: ledger.heads.at(-1) });
    page.end();
    await kiosk.end();
  },
);
