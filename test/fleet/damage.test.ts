import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningFleet, startFleet } from '../../fleet/main.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { adminPassword, call, register, runFleet, testFolder, token } from '../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../support/fleet/kiosk.ts';
import { leavesOf, overwrite } from '../support/noise.ts';

const now = Date.now();
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

const machineAt = (index: number): string => `JX-360102-${String(index).padStart(4, '0')}`;
const bytesOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

function recordsOn(pages: readonly number[]): number {
  const db = new Database(file, { readonly: true });
  const count = db
    .prepare('SELECT sum(ncell) FROM dbstat WHERE pageno IN (?, ?)')
    .pluck()
    .get(...pages) as number;
  db.close();
  return count;
}

/** A fleet with machines whose records fill several pages, the first one with a ledger; it is shut down cleanly. Returns that machine's secret. */
async function fleetThatWas(machines: number, ledger: TestLedger): Promise<string> {
  const running = await runFleet(folder.path);
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

/** Boxes that fell, and one line that speaks of a box without its turn. */
const boxes = (count: number): TestLedger => {
  const lane = { lane: 1, product: 'CD-M', capacity: 200, par: 200 };
  const [, noTurn] = lines.box(now);
  const ledger = new TestLedger().write(lines.booted(now), lines.configured(now, [lane]), noTurn as object);
  for (let box = 0; box < count; box += 1) {
    if (box % 200 === 0) ledger.write(lines.restocked(now, Math.min(200, count - box)));
    ledger.write(...lines.box(now));
  }
  return ledger;
};

/** Starts the fleet and returns what its log says about the quarantined database. */
async function startedAgain(): Promise<Record<string, unknown> & { msg: string; lost: string[] }> {
  const said: string[] = [];
  const config = FleetConfig.parse({
    dataDir: folder.path,
    mqtt: { host: '127.0.0.1', port: 0 },
    http: { host: '127.0.0.1', port: 0 },
  });
  const log = pino({ level: 'fatal' }, { write: (line) => void said.push(line) });
  fleet = await startFleet(config, { adminPassword, apiToken: token }, log);
  expect(said).toHaveLength(1);
  return JSON.parse(said[0] ?? '');
}

const aside = (): string =>
  join(
    folder.path,
    readdirSync(folder.path).find((each) => /\.damaged-[^.]*$/.test(each) && !/-(wal|shm)$/.test(each)) ?? 'none',
  );

describe('a damaged database', () => {
  it('is put aside, its registry goes on, and the kiosks send the rest again', async () => {
    const ledger = boxes(400);
    const secret = await fleetThatWas(3, ledger);
    const chunks = leavesOf(file, 'chunk');
    overwrite(file, [...chunks, ...leavesOf(file, 'account')]);
    expect(chunks.length).toBeGreaterThan(3);
    const damaged = bytesOf(file);
    const said = await startedAgain();
    expect(said).toMatchObject({
      saved: { machines: 3, suspensions: 1, configs: 1, commands: 0, decisions: 1, users: 2 },
      lost: [],
      quarantined: aside(),
    });
    expect(said.msg).toMatch(/whole registry was saved/);
    expect(bytesOf(aside())).toBe(damaged);
    const running = fleet as RunningFleet;
    const path = `/api/v1/machines/${machineAt(1)}`;
    expect((await call(running, `${path}/suspensions`)).body.suspensions).toHaveLength(1);
    expect((await call(running, `${path}/config`)).body.asked).toMatchObject({ version: 1 });
    const kiosk = await TestKiosk.connect(running, machineAt(1), secret);
    await kiosk.present(ledger);
    await kiosk.receipt(0);
    for (let from = 1; from <= ledger.lines.length; from += 200)
      await kiosk.say('events', ledger.batch(from, Math.min(from + 199, ledger.lines.length)));
    await kiosk.receipt(ledger.lines.length);
    await running.service.idle();
    await running.tick();
    const shown = (await call(running, path)).body;
    expect([shown.issued.total, shown.uncounted, shown.decisions.length]).toEqual([400, [], 1]);
    expect(await running.store.audit()).toEqual([]);
    await kiosk.end();
  });

  it('whose books are damaged gives out every line: boxes of a kiosk that is gone stay counted, on their days', async () => {
    await fleetThatWas(2, boxes(400));
    const before = new Database(file, { readonly: true });
    const days = before.prepare('SELECT * FROM day_total').all();
    before.close();
    overwrite(file, [...leavesOf(file, 'account'), ...leavesOf(file, 'day_total')]);
    const said = await startedAgain();
    expect(said).toMatchObject({ saved: { lines: 805 }, unreadLines: 0 });
    const running = fleet as RunningFleet;
    await running.service.idle();
    await running.tick();
    const { body } = await call(running, `/api/v1/machines/${machineAt(1)}`);
    expect(body).toMatchObject({ issued: { total: 400 }, ledger: { through: 805, folded: 805 } });
    expect(await running.store.audit()).toEqual([]);
    await running.stop();
    fleet = null;
    const after = new Database(file, { readonly: true });
    expect(after.prepare('SELECT * FROM day_total').all()).toEqual(days);
    after.close();
  });

  it('with a hole in a ledger gives out what stands before it, says what it knows of the rest, and takes that from the kiosk', async () => {
    const ledger = boxes(400);
    const secret = await fleetThatWas(2, ledger);
    const leaves = leavesOf(file, 'chunk');
    overwrite(file, [leaves[Math.floor(leaves.length / 2)] ?? 0]);
    // A running server found the damage: the next start checks every page.
    writeFileSync(`${file}.suspect`, '');
    const said = await startedAgain();
    const { lines: saved } = said.saved as { lines: number };
    expect(saved).toBeGreaterThan(0);
    expect(saved).toBeLessThan(805);
    expect(said.unreadLines).toBe(805 - saved);
    expect(said.msg).toContain(`${saved} ledger lines were saved, ${805 - saved} could not be read`);
    const running = fleet as RunningFleet;
    const kiosk = await TestKiosk.connect(running, machineAt(1), secret);
    await kiosk.present(ledger);
    expect(await kiosk.receipt(saved)).toMatchObject({ head: ledger.heads[saved] });
    for (let from = saved + 1; from <= 805; from += 200)
      await kiosk.say('events', ledger.batch(from, Math.min(from + 199, 805)));
    await kiosk.receipt(805);
    await running.service.idle();
    await running.tick();
    expect((await call(running, `/api/v1/machines/${machineAt(1)}`)).body.issued.total).toBe(400);
    expect(await running.store.audit()).toEqual([]);
    await kiosk.end();
  });

  it('gives out no line that the chain does not vouch for', async () => {
    await fleetThatWas(2, boxes(400));
    const db = new Database(file);
    const [first] = db.prepare('SELECT id, count FROM chunk ORDER BY id').all() as { id: number; count: number }[];
    db.prepare("UPDATE chunk SET lines = replace(lines, 'issued', 'ISSUED') WHERE id > ?").run(first?.id ?? 0);
    db.close();
    overwrite(file, leavesOf(file, 'account'));
    const said = await startedAgain();
    expect(said).toMatchObject({ saved: { lines: first?.count }, unreadLines: 805 - (first?.count ?? 0) });
  });

  it('with a hole in its registry gives out what stands on both sides of it, and names what is lost', async () => {
    const machines = 100;
    await fleetThatWas(machines, boxes(1));
    const leaves = leavesOf(file, 'machine');
    expect(leaves.length).toBeGreaterThan(4);
    const holes = [leaves[1] ?? 0, leaves[3] ?? 0];
    const gone = recordsOn(holes);
    overwrite(file, holes);
    const said = await startedAgain();
    const { machines: there } = (await call(fleet as RunningFleet, '/api/v1/machines?limit=200')).body;
    const names = Array.from({ length: machines }, (_, index) => machineAt(index + 1));
    const saved = names.filter((name) => (fleet as RunningFleet).service.record(name) !== null);
    expect(saved.length).toBeGreaterThan(20);
    expect(saved.length).toBeLessThan(machines);
    expect(said).toMatchObject({ saved: { machines: saved.length, users: 2 } });
    expect([...saved, ...said.lost].sort()).toEqual(names);
    // Everything between the damaged pages is saved too.
    expect(said.lost).toHaveLength(gone);
    expect(said.msg).toMatch(/register the lost machines anew/);
    expect(there.length).toBeLessThanOrEqual(saved.length);
    await register(fleet as RunningFleet, said.lost[0] ?? '');
  });

  it.each<[string, () => void]>([
    ['whose first page is gone', () => overwrite(file, [1])],
    ['overwritten with noise', () => writeFileSync(file, Buffer.alloc(50_000, 0x5a))],
    ['cut off within a table', () => truncateSync(file, 10_000)],
  ])('%s gives nothing of its registry, says so, and is never overwritten', async (_, damage) => {
    await fleetThatWas(2, boxes(1));
    damage();
    const damaged = bytesOf(file);
    const said = await startedAgain();
    expect(said).toMatchObject({ saved: { machines: 0, users: 0 } });
    expect(said.msg).toMatch(/register the machines anew/);
    expect(bytesOf(aside())).toBe(damaged);
    await register(fleet as RunningFleet, machineAt(1));
  });

  it('that shows only while the server runs is put aside at the next start', async () => {
    await fleetThatWas(2, boxes(400));
    overwrite(file, leavesOf(file, 'day_total'));
    const running = await runFleet(folder.path);
    fleet = running;
    await running.store.issues(machineAt(1) as never, 0 as never, 99_999 as never).catch(() => undefined);
    await running.stop();
    expect(await startedAgain()).toMatchObject({ saved: { machines: 2 }, lost: [] });
  });

  it('whose replacement was cut off by the power is replaced by it', async () => {
    const secret = await fleetThatWas(2, boxes(1));
    for (const suffix of ['', '-wal'])
      if (readdirSync(folder.path).includes(`fleet.db${suffix}`))
        writeFileSync(`${file}.new${suffix}`, readFileSync(`${file}${suffix}`));
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    fleet = await runFleet(folder.path);
    await (await TestKiosk.connect(fleet, machineAt(1), secret)).end();
  });
});
