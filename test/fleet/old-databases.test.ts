import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { schemaVersion } from '../../fleet/adapters/sqlite/connection/migrations/migrations.ts';
import { type RunningFleet, startFleet } from '../../fleet/main.ts';
import { sqliteStore } from '../../fleet/store/sqlite-store.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { adminPassword, call, testFolder, token } from '../support/fleet/fleet.ts';
import { storeOptions } from '../support/fleet/store.ts';
import { leavesOf, overwrite } from '../support/noise.ts';
import { type Answered, answered, restore, rowsOf, tablesOf } from '../support/old-database.ts';

let folder: ReturnType<typeof testFolder>;
let file: string;
let fleet: RunningFleet | null = null;

beforeEach(() => {
  folder = testFolder();
  file = join(folder.path, 'fleet.db');
});

afterEach(async () => {
  await fleet?.stop();
  fleet = null;
  folder.remove();
});

const storeAt = (now: number) => sqliteStore(storeOptions(file, now));

const byText = (a: string, b: string): number => (a < b ? -1 : 1);
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/**
 * Starts the whole server on the database, at a past time, and sends the same queries as to the old
 * one.
 */
async function answersNow({ at, planned }: Answered): Promise<Answered> {
  const config = FleetConfig.parse({
    dataDir: folder.path,
    mqtt: { host: '127.0.0.1', port: 0 },
    http: { host: '127.0.0.1', port: 0 },
  });
  const clock = { now: () => at, rest: () => new Promise<void>((resolve) => setImmediate(resolve)) };
  const running = await startFleet(config, { adminPassword, apiToken: token }, pino({ level: 'silent' }), clock);
  fleet = running;
  await running.service.idle();
  await running.tick();
  const get = async (path: string) => (await call(running, `/api/v1${path}`)).body;
  const machines: Answered['machines'][number][] = [];
  for (const { machine, name, region, uncertain, stock } of (await get('/machines?limit=100')).machines) {
    const path = `/machines/${machine}`;
    const page = await get(path);
    machines.push({
      machine,
      name,
      region,
      issued: page.issued.total,
      uncertain,
      stock,
      through: page.ledger.through,
      suspensions: (await get(`${path}/suspensions`)).suspensions.length,
      config: (await get(`${path}/config`)).asked?.version ?? null,
      commands: (await get(`${path}/commands?limit=50`)).commands.length,
    });
  }
  const users = (await get('/users')).users as Answered['users'];
  const flags = (await get('/flags?limit=100')).flags as {
    id: string;
    machine: string;
    kind: string;
    acknowledged: unknown;
  }[];
  return {
    at,
    machines: machines.sort((a, b) => byText(a.machine, b.machine)),
    users: users.map(({ user, role, area }) => ({ user, role, area })).sort((a, b) => byText(a.user, b.user)),
    flags: flags
      .map(({ id, machine, kind, acknowledged }) => ({ id, machine, kind, acknowledged: acknowledged !== null }))
      .sort((a, b) => byText(a.id, b.id)),
    ...(planned && { planned: await plannedNow(get) }),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers.
async function plannedNow(get: (path: string) => Promise<any>): Promise<NonNullable<Answered['planned']>> {
  const { recalls } = await get('/recalls');
  const { machines } = await get(`/recalls/${recalls[0].id}/machines`);
  return { recalls, recalled: machines, trips: (await get('/trips')).trips };
}

describe.each([
  ['fleet-before-1.0.0', 1],
  ['fleet-1.0.0', 1],
  ['fleet-after-1.0.0', 1],
  ['fleet-decisions-and-places', 2],
  ['fleet-recalls-and-trips', 3],
])('the database %s', (name, from) => {
  const was = answered(name);

  it('is migrated when it is opened, once, and has every machine, user, flag and total that it had', async () => {
    restore(name, file);
    const before = rowsOf(file);
    const store = storeAt(was.at);
    const opened = await store.open();
    try {
      expect(opened).toMatchObject({ quarantined: null, migrated: { from, to: schemaVersion } });
      const machines = await store.machines();
      expect(machines.map(({ machine }) => machine)).toEqual(was.machines.map(({ machine }) => machine));
      expect((await store.users()).map(({ user }) => user).sort(byText)).toEqual(was.users.map(({ user }) => user));
      expect((await store.openFlags()).map(({ id }) => id).sort(byText)).toEqual(was.flags.map(({ id }) => id));
      expect(await store.suspensions()).toHaveLength(sum(was.machines.map(({ suspensions }) => suspensions)));
      const totals = await store.totals('360000');
      expect(sum(totals.map(({ issued }) => issued))).toBe(sum(was.machines.map(({ issued }) => issued)));
      expect(sum(totals.map(({ uncertain }) => uncertain))).toBe(sum(was.machines.map(({ uncertain }) => uncertain)));
      expect(await store.audit()).toEqual([]);
    } finally {
      await store.close();
    }
    const migrated = opened.migrated ?? expect.fail('not migrated');
    expect(readdirSync(folder.path).filter((each) => !/-(wal|shm)$/.test(each))).toEqual([
      'fleet.db',
      basename(migrated.copy),
    ]);
    expect(tablesOf(migrated.copy)).toBe(from);
    expect(rowsOf(migrated.copy)).toEqual(before);

    const again = storeAt(was.at + 1000);
    expect(await again.open()).toEqual({ quarantined: null, migrated: null });
    await again.close();
  });

  it('makes the whole server respond like the one that wrote it', async () => {
    restore(name, file);
    expect(await answersNow(was)).toEqual(was);
  });
});

describe('an older database that is damaged as well', () => {
  const was = answered('fleet-1.0.0');

  it.each([
    ['where every start looks', 'account'],
    ['where only copying it shows it', 'reported'],
    ['in its figures', 'day_total'],
  ])('%s is not migrated: all of its content is saved into a new one, with the same books', async (_, table) => {
    restore('fleet-1.0.0', file);
    overwrite(file, leavesOf(file, table));
    const store = storeAt(was.at);
    const { quarantined, migrated } = await store.open();
    await store.close();
    expect(migrated).toBeNull();
    expect(quarantined).toMatchObject({ saved: { machines: was.machines.length, users: was.users.length }, lost: [] });
    const { machines } = await answersNow(was);
    const booked = ({ machine, issued, stock, through }: Answered['machines'][number]) => [
      machine,
      issued,
      stock,
      through,
    ];
    expect(machines.map(booked)).toEqual(was.machines.map(booked));
    expect(readdirSync(folder.path).filter((name) => /copy|tables/.test(name))).toEqual([]);
  });
});
