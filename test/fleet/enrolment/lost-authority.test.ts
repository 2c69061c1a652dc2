import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { type RunningFleet, startFleet } from '../../../fleet/main.ts';
import { FleetConfig } from '../../../shared/config/fleet.ts';
import { enrolled } from '../../support/fleet/enrolled.ts';
import { adminPassword, call, register, testFolder, token } from '../../support/fleet/fleet.ts';
import { TestKiosk } from '../../support/fleet/kiosk.ts';

const machine = 'JX-360102-0001';
const folder = testFolder();
const pki = join(folder.path, 'pki');
const errors: Record<string, unknown>[] = [];

/** A fleet that accepts no secrets, on the folder of this file. */
async function start(): Promise<RunningFleet> {
  errors.length = 0;
  const mqtt = { host: '127.0.0.1', port: 0, tls: { own: true }, passwords: false };
  const config = FleetConfig.parse({ dataDir: folder.path, mqtt, http: { host: '127.0.0.1', port: 0 } });
  const log = pino({ level: 'error' }, { write: (line: string) => void errors.push(JSON.parse(line)) });
  return startFleet(config, { adminPassword, apiToken: token }, log);
}
const enrolAgain = async (fleet: RunningFleet) => (await call(fleet, '/healthz')).body.enrolAgain;
const authorityOf = (): string => readFileSync(join(pki, 'authorities.pem'), 'utf8');

it('a fleet without passwords accepts certificates only; a lost authority is said until all are enrolled again', async () => {
  onTestFinished(() => folder.remove());
  let fleet = await start();
  onTestFinished(() => fleet.stop());
  const secret = await register(fleet, machine);
  const bySecret = TestKiosk.connect(fleet, machine, secret, { protocol: 'mqtts', ca: authorityOf() });
  await expect(bySecret).rejects.toThrow(/Bad username or password|Not authorized/);
  const identity = await enrolled(fleet, machine);
  const byKey = () => TestKiosk.connect(fleet, machine, '', identity);
  await (await byKey()).end();
  expect(await enrolAgain(fleet)).toBe(0);

  await fleet.stop();
  renameSync(pki, join(folder.path, 'lost'));
  fleet = await start();
  expect(errors).toMatchObject([{ enrolAgain: 1, first: [machine], msg: expect.stringContaining('已丢失') }]);
  expect(await enrolAgain(fleet)).toBe(1);
  await expect(byKey()).rejects.toThrow(/certificate|signature/);
  await expect(TestKiosk.connect(fleet, machine, '', { ...identity, ca: authorityOf() })).rejects.toThrow();
  await fleet.stop();
  fleet = await start();
  expect(errors).toMatchObject([{ enrolAgain: 1 }]);

  const again = await enrolled(fleet, machine);
  expect(await enrolAgain(fleet)).toBe(0);
  await (await TestKiosk.connect(fleet, machine, '', again)).end();
});
