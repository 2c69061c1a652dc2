import { createServer } from 'node:net';
import type { Client } from 'aedes';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type MqttLinkOptions, mqttLink } from '../../../device/adapters/mqtt-link.ts';
import { fixedAccess } from '../../../device/identity/link-access.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { listen, startBroker } from '../../support/device/broker.ts';
import { testCertificate, testKey } from '../../support/test-certificate.ts';

const machine = MachineId.parse('JX-360102-0001');
const password = 'open sesame';
const will = '{"online":false,"run":7}';

type More = Partial<MqttLinkOptions> & { readonly ca?: string; readonly password?: string };

/** A link that records what it reports; it is closed after the test. */
function linkTo(url: string, { ca, password: secret = password, ...more }: More = {}) {
  const reports: string[] = [];
  const trust = ca === undefined ? null : { authorities: [ca], publicAuthorities: false };
  const link = mqttLink(
    { access: fixedAccess({ url, password: secret, trust }), machine, connectTimeoutMs: 5_000, ...more },
    {
      up: () => reports.push('up'),
      down: (reason) => reports.push(`down: ${reason}`),
      message: (channel, payload) => reports.push(`${channel} ${payload}`),
    },
  );
  onTestFinished(() => link.close());
  return {
    link,
    reports,
    hears: (what: unknown) => vi.waitFor(() => expect(reports).toEqual(what), { timeout: 10_000 }),
  };
}

const urlOf = ({ port }: { port: number }) => `mqtt://127.0.0.1:${port}`;
const topicOf = (channel: string) => `yaoju/v1/${machine}/${channel}`;

const publishTo = (channel: string, payload: string | Buffer, retain = false) =>
  ({ cmd: 'publish', topic: topicOf(channel), payload: Buffer.from(payload), qos: 1, retain, dup: false }) as const;

describe('the link to the fleet', () => {
  it('is up when all three channels are subscribed, and then sends and receives', async () => {
    const broker = await startBroker();
    const { link, hears, reports } = linkTo(urlOf(broker));
    link.connect(will);
    await hears(['up']);
    for (const channel of ['receipt', 'config', 'commands'])
      broker.aedes.publish(publishTo(channel, `{"to":"${channel}"}`), () => {});
    await vi.waitFor(() => expect(reports).toHaveLength(4));
    expect(reports).toEqual(
      expect.arrayContaining(['receipt {"to":"receipt"}', 'config {"to":"config"}', 'commands {"to":"commands"}']),
    );
    link.publish('events', '盒');
    await vi.waitFor(() => expect(broker.heard).toEqual([`${topicOf('events')} 盒 1 false`]));
    await vi.waitFor(() => expect(link.unacknowledged).toBe(0));
  });

  it.each([
    ['mqtt://fleet.invalid', true],
    ['mqtt://[2001:db8::1]:1883', true],
    ['mqtt://127.0.0.1:1', false],
    ['mqtts://fleet.invalid', false],
  ])('to %s is plain: %s', (url, isPlain) => {
    const { link } = linkTo(url);
    link.connect(will);
    link.close();
    expect(link.isPlain()).toBe(isPlain);
  });

  it('reports which of both was wrong when it is refused, and never the password', async () => {
    const broker = await startBroker();
    const { link, hears } = linkTo(urlOf(broker), { password: 'not this one' });
    link.connect(will);
    await hears(['down: wrong machine id or password']);
  });

  it('reports that nobody listens', async () => {
    const { link, hears } = linkTo('mqtt://127.0.0.1:1');
    link.connect(will);
    await hears(['down: connect ECONNREFUSED 127.0.0.1:1']);
  });

  it('reports that there is no such host', async () => {
    const { link, hears } = linkTo('mqtt://no-such-host.invalid:1883');
    link.connect(will);
    await hears([expect.stringMatching(/^down: .*no-such-host\.invalid/)]);
  });

  it('gives up on a fleet that accepts the connection and sends nothing', async () => {
    const server = createServer(() => {});
    const mute = await listen(server);
    onTestFinished(mute.stop);
    const { link, hears } = linkTo(urlOf(mute), { connectTimeoutMs: 200 });
    link.connect(will);
    await hears(['down: connack timeout']);
  });

  it('reports it if the fleet closes the connection before it is accepted', async () => {
    const rude = await listen(createServer((socket) => socket.destroy()));
    onTestFinished(rude.stop);
    const { link, hears } = linkTo(urlOf(rude));
    link.connect(will);
    await hears([expect.stringMatching(/^down: (closed before it was accepted|read ECONNRESET|write EPIPE)/)]);
  });

  it('gives up on a fleet that accepts it and never confirms a subscription', async () => {
    const broker = await startBroker({ authorizeSubscribe: () => {} });
    const { link, hears } = linkTo(urlOf(broker), { connectTimeoutMs: 200 });
    link.connect(will);
    await hears(['down: no SUBACK in time']);
  });

  it('is not up if a subscription is refused', async () => {
    const broker = await startBroker({ authorizeSubscribe: (_client, _subscription, done) => done(null, null) });
    const { link, hears } = linkTo(urlOf(broker));
    link.connect(will);
    await hears([expect.stringMatching(/^down: a subscription was refused/)]);
  });

  it('goes down once with its broker, and up again when it is ordered to try', async () => {
    const broker = await startBroker();
    const { link, hears } = linkTo(urlOf(broker));
    link.connect(will);
    await hears(['up']);
    await broker.stop();
    await hears(['up', 'down: the connection was closed']);
    link.publish('events', 'into the void');
    await startBroker({}, { port: broker.port });
    link.connect(will);
    await hears(['up', 'down: the connection was closed', 'up']);
  });

  it('keeps nothing from one connection to the next', async () => {
    const never = await startBroker({ authorizePublish: () => {} });
    const { link, hears } = linkTo(urlOf(never));
    link.connect(will);
    await hears(['up']);
    link.publish('events', 'old');
    await never.stop();
    await hears(['up', 'down: the connection was closed']);
    const broker = await startBroker({}, { port: never.port });
    link.connect(will);
    await hears(['up', 'down: the connection was closed', 'up']);
    link.publish('events', 'new');
    await vi.waitFor(() => expect(broker.heard).toEqual([`${topicOf('events')} new 1 false`]));
  });

  it('refuses and counts what is retained, foreign or too large', async () => {
    const broker = await startBroker();
    const { link, hears } = linkTo(urlOf(broker));
    // A broker keeps a retained message for later subscribers.
    await new Promise<void>((resolve) => broker.aedes.publish(publishTo('config', 'old', true), () => resolve()));
    const clients: Client[] = [];
    broker.aedes.on('clientReady', (each) => clients.push(each));
    link.connect(will);
    await hears(['up']);
    const [client] = clients;
    expect(client).toMatchObject({ id: machine, clean: true });
    client?.publish({ ...publishTo('state', 'mine'), qos: 0 }, () => {});
    client?.publish({ ...publishTo('x', 'none'), topic: 'yaoju/v1/JX-360102-0002/config', qos: 0 }, () => {});
    broker.aedes.publish(publishTo('config', Buffer.alloc(600 * 1024)), () => {});
    broker.aedes.publish(publishTo('receipt', 'good'), () => {});
    await hears(['up', 'receipt good']);
    await vi.waitFor(() => expect(link.refused).toEqual({ retained: 1, foreign: 2, oversized: 1 }));
  });

  it('drops a broker that acknowledges nothing before it fills the memory', async () => {
    const broker = await startBroker({ authorizePublish: () => {} });
    const { link, hears } = linkTo(urlOf(broker), { maxUnacknowledged: 3 });
    link.connect(will);
    await hears(['up']);
    for (let n = 0; n < 3; n++) link.publish('events', `batch ${n}`);
    expect(link.unacknowledged).toBe(3);
    link.publish('events', 'one too many');
    await hears(['up', 'down: 3 publishes without a PUBACK']);
    expect(link.unacknowledged).toBe(0);
  });

  it('leaves so that the broker sends its last will', async () => {
    const broker = await startBroker();
    const { link, hears, reports } = linkTo(urlOf(broker));
    link.connect(will);
    await hears(['up']);
    link.close();
    await vi.waitFor(() => expect(broker.heard).toEqual([`${topicOf('presence')} ${will} 1 false`]));
    expect(reports).toEqual(['up']);
  });

  it('lets a newer attempt replace an older one, without a report', async () => {
    const broker = await startBroker();
    const { link, hears, reports } = linkTo(urlOf(broker));
    link.connect(will);
    link.connect(will);
    await hears(['up']);
    await vi.waitFor(() => expect(broker.aedes.connectedClients).toBe(1));
    expect(reports).toEqual(['up']);
  });

  it('speaks TLS with the fleet’s own authority, and with no other', async () => {
    const broker = await startBroker({}, { tls: { key: testKey, cert: testCertificate } });
    const url = `mqtts://localhost:${broker.port}`;
    const good = linkTo(url, { ca: testCertificate });
    good.link.connect(will);
    await good.hears(['up']);
    const stranger = linkTo(url);
    stranger.link.connect(will);
    await stranger.hears([expect.stringMatching(/^down: self.signed certificate/)]);
    const broken = linkTo(url, { ca: '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n' });
    broken.link.connect(will);
    await broken.hears([expect.stringMatching(/^down: /)]);
  });
});
