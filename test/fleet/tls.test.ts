import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { RunningFleet } from '../../fleet/main.ts';
import { connectBytes } from '../attacks/support/mqtt-bytes.ts';
import { selfSigned } from '../support/fleet/certificate.ts';
import { register } from '../support/fleet/fleet.ts';
import { shortLedger, TestKiosk } from '../support/fleet/kiosk.ts';
import { ownFleet } from '../support/fleet/own-fleet.ts';

const machine = 'JX-360102-0001';
const certificate = selfSigned();
const own = ownFleet();

async function fleetWithKeys(): Promise<{ running: RunningFleet; secret: string }> {
  const tls = { cert: join(own.path, 'cert.pem'), key: join(own.path, 'key.pem') };
  writeFileSync(tls.cert, certificate.cert);
  writeFileSync(tls.key, certificate.key);
  const running = await own.run({ mqtt: { host: '127.0.0.1', port: 0, tls } });
  return { running, secret: await register(running, machine) };
}

describe('the embedded broker with a certificate', () => {
  it('accepts a ledger over TLS, up to the receipt', async () => {
    const { running, secret } = await fleetWithKeys();
    const kiosk = await TestKiosk.connect(running, machine, secret, { protocol: 'mqtts', ca: certificate.cert });
    const ledger = shortLedger(Date.now());
    await kiosk.say('events', ledger.batch());
    expect(await kiosk.receipt(ledger.lines.length)).toMatchObject({ head: ledger.heads.at(-1) });
    await kiosk.end();
  });

  it('is not trusted by a client that does not know its certificate', async () => {
    const { running, secret } = await fleetWithKeys();
    for (const ca of [undefined, selfSigned().cert])
      await expect(
        TestKiosk.connect(running, machine, secret, { protocol: 'mqtts', ...(ca === undefined ? {} : { ca }) }),
      ).rejects.toThrow(/certificate|signature/);
  });

  it('refuses a wrong secret, and accepts nobody without TLS or with a version that is too old', async () => {
    const { running } = await fleetWithKeys();
    await expect(
      TestKiosk.connect(running, machine, 'wrong', { protocol: 'mqtts', ca: certificate.cert }),
    ).rejects.toThrow(/Bad username or password|Not authorized/);
    const plain = createConnection({ host: '127.0.0.1', port: running.mqttPort ?? 0 });
    plain.on('error', () => undefined).on('data', () => undefined);
    const closed = once(plain, 'close');
    plain.write(Buffer.from('100c00044d5154540402003c0000', 'hex'));
    await closed;
    const version = await new Promise<string | null>((resolve) => {
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
      const socket = connect({ host: '127.0.0.1', port: running.mqttPort ?? 0, ca: certificate.cert, ...old }, () =>
        resolve(socket.getProtocol()),
      );
      socket.on('error', () => resolve(null));
    });
    expect(version).toBeNull();
    expect(running.service.state(machine)?.presence.link?.up ?? false).toBe(false);
  });

  it('goes on when connections end before their CONNECT is handled', async () => {
    const { running, secret } = await fleetWithKeys();
    const asked = { clientId: 'nobody', user: 'nobody', password: 'x' };
    const [usual, tooLarge] = [connectBytes(asked), connectBytes({ ...asked, password: 'x'.repeat(5_000) })];
    for (const end of ['resetAndDestroy', 'destroy', 'end', 'destroySoon'] as const)
      for (const bytes of [usual, tooLarge]) {
        const raw = createConnection({ host: '127.0.0.1', port: running.mqttPort ?? 0 });
        const socket = connect({ socket: raw, rejectUnauthorized: false });
        raw.on('error', () => undefined);
        socket.on('error', () => undefined).on('data', () => undefined);
        await once(socket, 'secureConnect');
        const closed = once(raw, 'close');
        socket.write(bytes);
        raw[end]();
        await closed;
      }
    const kiosk = await TestKiosk.connect(running, machine, secret, { protocol: 'mqtts', ca: certificate.cert });
    await kiosk.end();
  });

  it('reports in one line which file is missing', async () => {
    const tls = { cert: join(own.path, 'none.pem'), key: join(own.path, 'none.key') };
    await expect(own.run({ mqtt: { host: '127.0.0.1', port: 0, tls } })).rejects.toThrow(/^mqtt: .*none\.pem/);
  });
});
