import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startParts } from '../support/live/boxes.ts';
import { KioskProcess, pin, until } from '../support/live/yaoju.ts';

const machine = 'JX-360102-0001';

describe('a machine that is stopped from the console', () => {
  it('gives nothing out from its confirmation on, and gives out again when it is resumed', {
    timeout: 90_000,
  }, async () => {
    const { fleet, kiosk, truth } = await startParts('lbp');
    const load = { lane: 1, product: 'CD-M', lot: 'B250101', expires: `${new Date().getFullYear() + 5}-12`, added: 5 };
    expect((await kiosk.ask('/api/restock', { by: 'wang', pin, lanes: [load] })).status).toBe(200);
    await until(async () =>
      expect((await kiosk.ask('/healthz')).json).toMatchObject({ inService: true, fleet: { heard: true } }),
    );
    const stop = async () => (await fleet.ask(`/machines/${machine}`)).json.stop;
    await until(async () => {
      const asked = await fleet.ask(`/machines/${machine}/stop`, { reason: 'heat-stop', note: 'July' });
      expect(asked.status).toBe(200);
    });
    await until(async () =>
      expect(await stop()).toMatchObject({
        state: 'in-force',
        asked: { reason: 'heat-stop', note: 'July' },
        inForce: { reason: 'heat-stop', since: expect.any(Number) },
      }),
    );
    const ask = () => kiosk.ask('/api/dispense', { request: randomUUID(), product: 'CD-M' });
    expect(await ask()).toMatchObject({
      status: 503,
      json: { code: 'stopped', message: expect.stringMatching(/^本机已暂停发放/) },
    });
    expect((await kiosk.ask('/healthz')).json).toMatchObject({
      inService: false,
      reasons: ['stopped'],
      fleet: { heard: true },
    });
    expect((await kiosk.ask('/api/count', { by: 'wang', pin, lanes: [{ lane: 1, stock: 5 }] })).status).toBe(200);
    expect(truth().filter(({ kind }) => kind === 'turn')).toEqual([]);

    expect((await fleet.ask(`/machines/${machine}/resume`, {})).json).toMatchObject({ state: 'ending', asked: null });
    await until(async () => expect(await stop()).toEqual({ state: 'none', asked: null, inForce: null }));
    expect(await ask()).toMatchObject({ status: 200, json: { outcome: 'issued' } });
    expect(truth().filter(({ kind }) => kind === 'fell')).toHaveLength(1);
  });
});

describe('a kiosk with a wrong password', () => {
  it('reports that it is refused, and the fleet shows the refusal', { timeout: 60_000 }, async () => {
    const { fleet } = await startParts('lbp');
    const other = 'JX-360102-0002';
    await fleet.register(other);
    const kiosk = await new KioskProcess({
      machine: other,
      secret: 'not-the-secret',
      mqttPort: fleet.mqttPort,
      port: 'nowhere',
    }).start();
    await until(async () =>
      expect((await kiosk.ask('/healthz')).json).toMatchObject({
        fleet: { heard: false, state: 'refused', message: expect.stringMatching(/^服务器拒绝本机/) },
      }),
    );
    await kiosk.process.says(/(The fleet refuses this kiosk)/);
    await until(async () =>
      expect((await fleet.ask(`/machines/${other}`)).json).toMatchObject({
        health: { link: { refused: { times: expect.any(Number) } } },
      }),
    );
  });
});
