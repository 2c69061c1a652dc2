import { describe, expect, it } from 'vitest';
import { call, register, until } from '../../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../../support/fleet/kiosk.ts';
import { startedFleet } from '../../support/fleet/started-fleet.ts';

const fleet = startedFleet();
const { get } = fleet;

describe('a configuration', () => {
  const lane = { lane: 1, product: 'CD-M', capacity: 40, par: 30, locked: null };
  it('is requested, reaches the kiosk at its next message, and is in force when its ledger says so', async () => {
    const name = 'JX-360104-0001';
    const secret = await register(fleet, name, { region: '360104', lanes: [lane] });
    const kiosk = await TestKiosk.connect(fleet, name, secret);
    const now = Date.now();
    const ledger = new TestLedger().write(
      lines.booted(now),
      lines.configured(now, [{ lane: 1, product: 'CD-S', capacity: 10, par: 10 }]),
    );
    await kiosk.present(ledger);
    expect(await kiosk.hears('config')).toMatchObject({ version: 1, lanes: [lane] });
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(2);
    await fleet.service.idle();
    expect(await get(`/machines/${name}/config`)).toMatchObject({
      asked: { version: 1 },
      inForce: { version: 0 },
      pending: true,
    });
    const locked = { ...lane, locked: 'looked after' };
    const wrong = await call(fleet, `/api/v1/machines/${name}/config`, {
      method: 'PUT',
      body: { basedOn: null, lanes: [locked] },
    });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } });
    const right = await call(fleet, `/api/v1/machines/${name}/config`, {
      method: 'PUT',
      body: { basedOn: 1, lanes: [locked] },
    });
    expect(right.body.asked.version).toBe(2);
    await kiosk.hears('config', (config) => config.version === 2 && config.lanes[0].locked === 'looked after');
    ledger.write(lines.configured(now, [locked], 2));
    await kiosk.say('events', ledger.batch(3));
    await kiosk.receipt(3);
    await fleet.service.idle();
    expect(await get(`/machines/${name}/config`)).toMatchObject({
      inForce: { version: 2, lanes: [locked] },
      pending: false,
    });
    // Its last heartbeat is older than the line: both pages use the ledger.
    await fleet.tick();
    expect((await get(`/machines/${name}`)).config).toEqual({ asked: 2, inForce: 2 });
    await kiosk.end();
  });

  it('is refused with a stop in it, which has its own path', async () => {
    const name = 'JX-360104-0002';
    await register(fleet, name, { region: '360104' });
    for (const stopped of [{ reason: 'broken' }, null]) {
      const body = { basedOn: null, lanes: [lane], stopped };
      const answer = await call(fleet, `/api/v1/machines/${name}/config`, { method: 'PUT', body });
      expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringContaining('/stop') } });
    }
    expect((await get(`/machines/${name}/config`)).asked).toBeNull();
  });
});

describe('a command', () => {
  it('waits for its kiosk, is sent, answered, and not sent again after that', async () => {
    const name = 'JX-360111-0001';
    const secret = await register(fleet, name, { region: '360111' });
    const asked = await call(fleet, `/api/v1/machines/${name}/commands`, { body: { kind: 'clear', lane: 3 } });
    expect(asked.body).toMatchObject({ state: 'queued', kind: 'clear', lane: 3, by: 'program' });
    const kiosk = await TestKiosk.connect(fleet, name, secret);
    await kiosk.present(new TestLedger());
    const heard = await kiosk.hears('commands');
    expect(heard).toEqual({ id: asked.body.id, expires: asked.body.expires, kind: 'clear', lane: 3 });
    await kiosk.say('results', { id: heard.id, state: 'accepted', code: null, detail: null });
    await kiosk.say('results', { id: heard.id, state: 'done', code: 'homed', detail: 'lane 3' });
    const done = await until('done', async () => {
      const [command] = (await get(`/machines/${name}/commands`)).commands;
      return command.state === 'done' ? command : null;
    });
    expect(done.steps.map((step: { state: string }) => step.state)).toEqual(['queued', 'sent', 'accepted', 'done']);
    expect(done.steps[3]).toMatchObject({ code: 'homed', detail: 'lane 3' });
    kiosk.heard.length = 0;
    await kiosk.present(new TestLedger(), { last: 1 });
    await kiosk.hears('receipt');
    expect(kiosk.heard.filter((each) => each.channel === 'commands')).toEqual([]);
    await kiosk.end();
  });
});
