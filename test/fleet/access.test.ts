import { connect } from 'node:net';
import mqtt from 'mqtt';
import { describe, expect, it } from 'vitest';
import { call, register, until } from '../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../support/fleet/kiosk.ts';
import { startedFleet } from '../support/fleet/started-fleet.ts';

const fleet = startedFleet();
let number = 0;

async function kiosk(more = {}): Promise<TestKiosk> {
  number += 1;
  const name = `JX-360102-${String(number).padStart(4, '0')}`;
  return TestKiosk.connect(fleet, name, await register(fleet, name), more);
}

const refusals = async (why: string): Promise<number> =>
  Number(
    new RegExp(`yaoju_refused_total\\{why="${why}"\\} (\\d+)`).exec((await call(fleet, '/metrics')).body)?.[1] ?? 0,
  );

/** Runs something that must be refused, and checks that the refusal is counted under its reason. */
async function refusedAs(why: string, what: () => Promise<unknown>): Promise<void> {
  const before = await refusals(why);
  await what();
  await until(`a refusal as ${why}`, async () => (await refusals(why)) > before);
}

describe('who may connect', () => {
  it.each([
    ['a wrong secret', 'wrong-secret', { password: 'wrong' }],
    ['an empty secret', 'wrong-secret', { password: '' }],
    ['an unknown machine', 'unknown-machine', { username: 'JX-999', clientId: 'JX-999' }],
    ['a client id that is another name', 'client-id', { clientId: 'JX-360102-9998' }],
    ['a session that is to outlive its connection', 'session', { clean: false }],
    [
      'a retained will',
      'will',
      {
        will: { topic: 'yaoju/v1/JX-360102-9999/presence', payload: Buffer.from('{}'), qos: 1 as const, retain: true },
      },
    ],
    [
      'a will on a foreign topic',
      'will',
      {
        will: { topic: 'yaoju/v1/JX-360102-0002/presence', payload: Buffer.from('{}'), qos: 1 as const, retain: false },
      },
    ],
    [
      'a will that is no presence',
      'will',
      { will: { topic: 'yaoju/v1/JX-360102-9999/events', payload: Buffer.from('{}'), qos: 1 as const, retain: false } },
    ],
  ])('not with %s', async (_, why, more) => {
    const name = 'JX-360102-9999';
    if (fleet.service.record(name) === null) await register(fleet, name);
    const { secret } = (await call(fleet, `/api/v1/machines/${name}/secret`, { method: 'POST' })).body;
    await refusedAs(why, async () => {
      await expect(TestKiosk.connect(fleet, name, secret, more)).rejects.toThrow();
    });
  });

  it('not after the secret was renewed, and the open connection ends', async () => {
    const it = await kiosk();
    const { secret } = (await call(fleet, `/api/v1/machines/${it.machine}/secret`, { method: 'POST' })).body;
    await until('the end of the connection', () => it.closed);
    const again = await TestKiosk.connect(fleet, it.machine, secret);
    await again.end();
  });

  it('never again once retired', async () => {
    const it = await kiosk();
    const retired = await call(fleet, `/api/v1/machines/${it.machine}/retire`, {
      body: { until: '2026-06-30', reason: 'scrapped' },
    });
    expect(retired.body).toMatchObject({ service: 'retired', inServiceUntil: '2026-06-30', flags: [] });
    await until('the end of the connection', () => it.closed);
    await expect(TestKiosk.connect(fleet, it.machine, 'any')).rejects.toThrow();
  });

  it('twice at a time: the identity is flagged while the two disconnect each other', async () => {
    const first = await kiosk();
    const { secret } = (await call(fleet, `/api/v1/machines/${first.machine}/secret`, { method: 'POST' })).body;
    for (let turn = 0; turn < 6; turn += 1) await TestKiosk.connect(fleet, first.machine, secret);
    const flag = await until('the flag', async () => {
      await fleet.tick();
      const { body } = await call(fleet, `/api/v1/flags?machine=${first.machine}&kind=identity-twice`);
      return body.flags[0];
    });
    expect(flag).toMatchObject({ severity: 'urgent', next: 'find-second-machine' });
  });
});

describe('what a kiosk may publish and receive', () => {
  it.each([
    ['a foreign topic', 'foreign-topic', 'yaoju/v1/JX-360102-0001/events', false],
    ['a topic in the wrong direction', 'foreign-topic', 'own/receipt', false],
    ["the broker's own topics", 'foreign-topic', '$SYS/x', false],
    ['anything retained', 'retained', 'own/events', true],
  ])('nothing on %s: it is not acknowledged, and the connection ends', async (_, why, name, retain) => {
    const it = await kiosk();
    await refusedAs(why, async () => {
      const said = it.client.publishAsync(name.replace('own', `yaoju/v1/${it.machine}`), 'x', { qos: 1, retain }).then(
        () => 'acknowledged',
        () => 'refused',
      );
      await until('the end of the connection', () => it.closed);
      await it.end();
      expect(await Promise.race([said, Promise.resolve('nothing')])).not.toBe('acknowledged');
    });
  });

  it('it does not receive messages of others, also not by wildcards', async () => {
    const it = await kiosk();
    await refusedAs('foreign-topic', async () => {
      for (const name of [
        '#',
        'yaoju/v1/+/receipt',
        'yaoju/v1/JX-360102-0001/commands',
        `yaoju/v1/${it.machine}/events`,
      ]) {
        const granted = await it.client.subscribeAsync(name, { qos: 1 }).catch((error: Error) => error.message);
        expect(JSON.stringify(granted)).toMatch(/128|unspecified/i);
      }
    });
    await it.end();
  });

  it('a packet above the size of a batch ends the connection before it is stored', async () => {
    const it = await kiosk();
    await refusedAs('oversized', async () => {
      it.client.publish(`yaoju/v1/${it.machine}/events`, Buffer.alloc(5_000_000, 120), { qos: 1 }, () => undefined);
      await until('the end of the connection', () => it.closed);
    });
    await it.end();
  });

  it('a full batch of 64 KiB is accepted', async () => {
    const it = await kiosk();
    const ledger = new TestLedger().write(lines.booted(Date.now()));
    while (ledger.batch().length < 65_000)
      ledger.write({ kind: 'filler', at: Date.now(), run: 1, up: 1, text: 'x'.repeat(400) });
    await it.say('events', ledger.batch());
    await it.receipt(ledger.lines.length);
    await it.end();
  });

  it('a stranger who does not speak MQTT is disconnected', async () => {
    const socket = connect(fleet.mqttPort ?? 0, '127.0.0.1');
    const ended = new Promise<void>((resolve) => {
      socket.on('close', () => resolve());
      socket.on('error', () => resolve());
    });
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(10));
    await ended;
    const version5 = mqtt.connectAsync(`mqtt://127.0.0.1:${fleet.mqttPort}`, {
      protocolVersion: 5,
      clientId: 'X-1',
      reconnectPeriod: 0,
    });
    await expect(version5).rejects.toThrow();
  });
});
