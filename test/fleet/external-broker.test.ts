import { createServer, type Server } from 'node:net';
import { Aedes } from 'aedes';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunningFleet } from '../../fleet/main.ts';
import { call, register, runFleet, testFolder, until } from '../support/fleet/fleet.ts';
import { shortLedger, TestKiosk } from '../support/fleet/kiosk.ts';

const name = 'JX-360102-0001';
let folder: ReturnType<typeof testFolder>;
let broker: Aedes;
let server: Server;
let fleet: RunningFleet;

async function listen(port: number): Promise<number> {
  broker = await Aedes.createBroker();
  server = createServer(broker.handle);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const shut = () => new Promise<void>((resolve) => broker.close(() => server.close(() => resolve())));

beforeEach(() => {
  folder = testFolder();
});

afterEach(async () => {
  await fleet.stop();
  await shut();
  folder.remove();
});

it('an external broker works the same: receipts after the commit, also after the broker was down, and nothing retained', async () => {
  const port = await listen(0);
  fleet = await runFleet(folder.path, { broker: `mqtt://127.0.0.1:${port}` });
  const secret = await register(fleet, name);
  const now = Date.now();
  const ledger = shortLedger(now);
  let kiosk = await TestKiosk.connect({ mqttPort: port }, name, secret);
  await until('the first receipt', async () => {
    await kiosk.say('events', ledger.batch(1, 3));
    return kiosk.heard.find((each) => each.message.through === 3);
  });
  await kiosk.end();
  await shut();
  await listen(port);
  kiosk = await TestKiosk.connect({ mqttPort: port }, name, secret);
  await until(
    'a receipt after the broker came back',
    async () => {
      await kiosk.present(ledger);
      return kiosk.heard.find((each) => each.message.through === 3);
    },
    20_000,
  );
  await kiosk.say('events', ledger.batch());
  await kiosk.receipt(5);
  await kiosk.client.publishAsync(`yaoju/v1/${name}/presence`, JSON.stringify({ online: false, run: 1 }), {
    qos: 1,
    retain: true,
  });
  await until('the unknown machine to be refused', async () => {
    await kiosk.client.publishAsync('yaoju/v1/JX-NOBODY/events', ledger.batch(), { qos: 1 });
    return /yaoju_refused_total\{why="unknown-machine"\}/.test((await call(fleet, '/metrics')).body);
  });
  await fleet.service.idle();
  await fleet.tick();
  expect((await call(fleet, `/api/v1/machines/${name}`)).body).toMatchObject({ issued: { total: 1 }, stock: 4 });
  await kiosk.end();
}, 60_000);
