import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { expect } from 'vitest';
import { startFleet } from '../../../fleet/main.ts';
import { FleetConfig } from '../../../shared/config/fleet.ts';
import { adminPassword, call, register, runFleet, token } from './fleet.ts';
import { lines, TestKiosk, TestLedger } from './kiosk.ts';
import { ownFleet } from './own-fleet.ts';

const now = Date.now();

/** The name of the machine with this number. */
export const machineAt = (index: number): string => `JX-360102-${String(index).padStart(4, '0')}`;

/** The SHA-256 of a file's content. */
export const bytesOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** How many records are on two pages of a database. */
export function recordsOn(file: string, pages: readonly number[]): number {
  const db = new Database(file, { readonly: true });
  const count = db
    .prepare('SELECT sum(ncell) FROM dbstat WHERE pageno IN (?, ?)')
    .pluck()
    .get(...pages) as number;
  db.close();
  return count;
}

/** Boxes that fell, and one line about a box without its turn. */
export const boxes = (count: number): TestLedger => {
  const lane = { lane: 1, product: 'CD-M', capacity: 200, par: 200 };
  const [, noTurn] = lines.box(now);
  const ledger = new TestLedger().write(lines.booted(now), lines.configured(now, [lane]), noTurn as object);
  for (let box = 0; box < count; box += 1) {
    if (box % 200 === 0) ledger.write(lines.restocked(now, Math.min(200, count - box)));
    ledger.write(...lines.box(now));
  }
  return ledger;
};

/**
 * A folder for a fleet whose database is damaged while it is down, created for each test of the
 * file that calls this.
 */
export function damagedFleet() {
  const own = ownFleet();
  return Object.assign(own, {
    fleetThatWas: (machines: number, ledger: TestLedger) => fleetThatWas(own.path, machines, ledger),
    /** Starts the fleet and returns its log entry about the quarantined database. */
    startedAgain: async (): Promise<Record<string, unknown> & { msg: string; lost: string[] }> => {
      const said: string[] = [];
      const log = pino({ level: 'fatal' }, { write: (line) => void said.push(line) });
      own.adopt(await startFleet(configOf(own.path), { adminPassword, apiToken: token }, log));
      expect(said).toHaveLength(1);
      return JSON.parse(said[0] ?? '');
    },
    /** The path of the quarantined database. */
    aside: (): string =>
      join(
        own.path,
        readdirSync(own.path).find((each) => /\.damaged-[^.]*$/.test(each) && !/-(wal|shm)$/.test(each)) ?? 'none',
      ),
  });
}

const configOf = (dataDir: string): FleetConfig =>
  FleetConfig.parse({ dataDir, mqtt: { host: '127.0.0.1', port: 0 }, http: { host: '127.0.0.1', port: 0 } });

/**
 * A fleet of several pages, shut down cleanly; the first machine has a ledger. Returns its secret.
 */
async function fleetThatWas(path: string, machines: number, ledger: TestLedger): Promise<string> {
  const running = await runFleet(path);
  const first = machineAt(1);
  const secret = await register(running, first);
  for (let index = 2; index <= machines; index += 1)
    await register(running, machineAt(index), { address: `Gate ${'east '.repeat(50)}` });
  await call(running, `/api/v1/machines/${first}/suspensions`, {
    body: { from: '2026-02-01', until: '2026-02-03', reason: 'heat-stop' },
  });
  const lanes = [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }];
  await call(running, `/api/v1/machines/${first}/config`, {
    method: 'PUT',
    body: { basedOn: null, lanes, recalls: [], limits: {} },
  });
  await call(running, '/api/v1/users', {
    body: { user: 'wang', role: 'staff', area: '360102', password: 'a long enough password' },
  });
  const kiosk = await TestKiosk.connect(running, first, secret);
  // Batches that fit on a page, so that the number of pages does not depend on overflow pages.
  for (let from = 1; from <= ledger.lines.length; from += 20)
    await kiosk.say('events', ledger.batch(from, Math.min(from + 19, ledger.lines.length)));
  await kiosk.receipt(ledger.lines.length);
  await kiosk.end();
  await running.service.idle();
  await running.tick();
  const rejected = {
    ledger: ledger.id,
    reason: 'no-turn',
    first: 3,
    last: 3,
    verdict: 'reject',
    note: 'a test of theirs',
  };
  const decided = await call(running, `/api/v1/machines/${first}/decisions`, { body: rejected });
  expect([decided.status, decided.body.uncounted]).toEqual([201, []]);
  await running.stop();
  return secret;
}
