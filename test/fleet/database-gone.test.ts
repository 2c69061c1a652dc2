import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningFleet, startFleet } from '../../fleet/main.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { adminPassword, call, register, testFolder, token, until } from '../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../support/fleet/kiosk.ts';

const name = 'JX-360102-0001';
const now = Date.now();
const ends = ['', '-wal', '-shm'];
let folder: ReturnType<typeof testFolder>;
let file: string;
let fleet: RunningFleet;
let said: string[];

beforeEach(async () => {
  folder = testFolder();
  mkdirSync(join(folder.path, 'data'));
  file = join(folder.path, 'data', 'fleet.db');
  fleet = await started();
});

afterEach(async () => {
  await fleet.stop().catch(() => undefined);
  folder.remove();
});

function started(): Promise<RunningFleet> {
  said = [];
  const host = '127.0.0.1';
  const config = FleetConfig.parse({
    dataDir: join(folder.path, 'data'),
    mqtt: { host, port: 0 },
    http: { host, port: 0 },
  });
  const log = pino({ level: 'error' }, { write: (line) => void said.push(line) });
  return startFleet(config, { adminPassword, apiToken: token }, log);
}

async function again(): Promise<void> {
  await fleet.stop();
  fleet = await started();
}

const issued = async () => {
  await fleet.service.idle();
  await fleet.tick();
  const { body } = await call(fleet, `/api/v1/machines/${name}`);
  return body.issued?.total === 1;
};

/** Removes a folder at once, although the server writes in it meanwhile. */
function removeFolder(path: string): void {
  renameSync(path, `${path}.gone`);
  rmSync(`${path}.gone`, { recursive: true, maxRetries: 5 });
}

describe('a database that is removed while the server runs', () => {
  it.each<[string, () => void]>([
    ['database, write-ahead file and index deleted', () => ends.forEach((end) => void rmSync(`${file}${end}`))],
    ['write-ahead file deleted', () => rmSync(`${file}-wal`)],
    ['moved away', () => ends.forEach((end) => void renameSync(`${file}${end}`, `${file}${end}.old`))],
    [
      'replaced',
      () => {
        writeFileSync(`${file}.put`, 'a backup of yesterday');
        renameSync(`${file}.put`, file);
      },
    ],
    ['its folder deleted', () => removeFolder(join(file, '..'))],
  ])('is written again, and nothing is lost: %s', async (_what, take) => {
    const secret = await register(fleet, name);
    const kiosk = await TestKiosk.connect(fleet, name, secret);
    const ledger = new TestLedger().write(lines.booted(now), lines.configured(now), lines.restocked(now, 8));
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(3);
    take();
    ledger.write(...lines.box(now));
    await kiosk.say('events', ledger.batch(4));
    await kiosk.receipt(5);
    const second = await register(fleet, 'JX-360102-0002');
    await until('one box in the books', issued);
    expect(said.filter((line) => /written out again and nothing is lost.*数据库/.test(line))).toHaveLength(1);
    // Readers read what is written now, not the lost file.
    await until('the readers', async () => {
      const { body } = await call(fleet, `/api/v1/machines/${name}/events`);
      return body.events.length === 5 ? body : null;
    });
    await kiosk.end();
    await again();
    expect(said).toEqual([]);
    await until('one box in the books', issued);
    for (const [machine, key] of [
      [name, secret],
      ['JX-360102-0002', second],
    ] as const)
      await (await TestKiosk.connect(fleet, machine, key)).end();
    expect(existsSync(`${file}.replaced`)).toBe(false);
  });

  it('is restored after a clean end too', async () => {
    await register(fleet, name);
    for (const end of ends) rmSync(`${file}${end}`);
    await again();
    await until('the machine', async () => (await call(fleet, `/api/v1/machines/${name}`)).status === 200);
  });

  it('sends no receipt while it cannot be written again, gives the reason, and continues when it can', async () => {
    const secret = await register(fleet, name);
    for (const end of ends) rmSync(`${file}${end}`);
    mkdirSync(join(`${file}.new`, 'in the way'), { recursive: true });
    const kiosk = await TestKiosk.connect(fleet, name, secret);
    const ledger = new TestLedger().write(lines.booted(now), lines.configured(now), lines.restocked(now, 8));
    await kiosk.say('events', ledger.batch());
    await until('the trouble', async () => {
      const { body } = await call(fleet, '/healthz');
      return body.ok === false && /deleted, moved or replaced.*数据库/.test(body.store) ? body : null;
    });
    expect(kiosk.heard.filter(({ channel }) => channel === 'receipt')).toEqual([]);
    rmSync(`${file}.new`, { recursive: true });
    await until('the receipt', async () => {
      // A kiosk that gets no receipt sends again.
      await kiosk.say('events', ledger.batch());
      return kiosk.heard.find(({ channel, message }) => channel === 'receipt' && message.through === 3);
    });
    expect(existsSync(file)).toBe(true);
    await kiosk.end();
  }, 60_000);

  it('is reported as gone at the next start if a killed server could not write it again', async () => {
    await fleet.stop();
    for (const end of ends) rmSync(`${file}${end}`, { force: true });
    fleet = await started();
    expect(said.join()).toMatch(/that was in this folder is missing.*数据库/);
    expect(readdirSync(join(folder.path, 'data'))).toContain('fleet.db');
  });
});
