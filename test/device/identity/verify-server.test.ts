import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openFleetSocket } from '../../../device/identity/fleet-socket.ts';
import { type CertificateSubject, makeCertificate } from '../../../fleet/pki/certificate.ts';

const day = 86_400_000;
const now = Date.now();
const life = { from: now - day, until: now + 30 * day };

interface Party {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const party = (name: string): Party => ({ name, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) });
const certified = (issuer: Party, more: Partial<CertificateSubject> = {}, holder = party('fleet')) => ({
  cert: makeCertificate({ ...holder, ...life, use: { server: ['127.0.0.1'] }, ...more }, issuer),
  key: holder.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
});

const known = party('known authority');
const strange = party('strange authority');
const authority = certified(known, { use: 'authority' }, known).cert;

/** What a kiosk that knows the authority finds about a server, and the bytes that it sent to it. */
async function meets(options: TlsOptions, time = { clock: now, fleet: null as number | null }) {
  let received = 0;
  const server = createServer(options, (socket) => {
    socket
      .on('error', () => undefined)
      .on('data', (bytes) => {
        received += bytes.length;
      });
  });
  server.on('tlsClientError', (_, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `mqtts://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const trust = { authorities: [authority], publicAuthorities: false };
  const { opened, cancel } = openFleetSocket({ url, trust }, time);
  const found = await opened.then(() => 'the fleet').catch((error: Error) => error.message);
  cancel();
  return { found, received };
}

describe('a kiosk takes for its fleet', () => {
  it('a server that its authority certified for this address', async () => {
    expect((await meets(certified(known))).found).toBe('the fleet');
  });

  it.each([
    ['one of another authority', certified(strange), 'authority that this kiosk does not know'],
    ['one that certified itself', certified(strange, { use: 'authority' }, strange), 'does not know'],
    [
      'one of an authority of the same name',
      certified({ ...strange, name: known.name }),
      'authority that this kiosk does not know',
    ],
    ['one that has also expired', certified(strange, { until: now - 2 * day, from: now - 9 * day }), 'does not know'],
    ['another name', certified(known, { use: { server: ['other.example'] } }), 'is not for 127.0.0.1'],
    ['no name but the common one', certified(known, { use: { server: [] }, name: '127.0.0.1' }), 'is not for'],
    ['a machine with its own certificate', certified(known, { use: 'client' }), 'is not a server’s'],
  ])('never %s, and sends it nothing', async (_, pair, why) => {
    const { found, received } = await meets(pair);
    expect(found).toContain(why);
    expect(received).toBe(0);
  });

  it('never a server whose certificate a machine has signed', async () => {
    const machine = party('JX-360102-0001');
    const own = certified(known, { use: 'client' }, machine).cert;
    const { cert, key } = certified(machine);
    expect((await meets({ cert: cert + own, key })).found).toContain('does not know');
  });

  it('never one without TLS', async () => {
    const server = createTcpServer((socket) => socket.on('error', () => undefined).write('hello\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `mqtts://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { opened } = openFleetSocket(
      { url, trust: { authorities: [authority], publicAuthorities: false } },
      { clock: now, fleet: null },
    );
    await expect(opened).rejects.toThrow();
  });

  it.each([
    ['slow', { clock: 0, fleet: null }, life],
    ['fast', { clock: now + 4000 * day, fleet: now }, life],
    ['slow, before the certificate', { clock: now - 90 * day, fleet: now - 90 * day }, life],
    ['right, after a mistake of the fleet', { clock: now, fleet: now + 4000 * day }, life],
  ])('its fleet even if its clock is %s', async (_, time, { from, until }) => {
    expect((await meets(certified(known, { from, until }), time)).found).toBe('the fleet');
  });

  it('not an expired certificate, if its clock and the fleet’s last receipt agree', async () => {
    const old = certified(known, { from: now - 90 * day, until: now - 2 * day });
    expect((await meets(old, { clock: now, fleet: now })).found).toContain('has expired');
  });
});
