import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openReader } from '../../fleet/adapters/sqlite/connection/database.ts';
import { openWriter } from '../../fleet/adapters/sqlite/connection/migrate.ts';
import { adminPassword, type Called, call, register, until } from '../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../support/fleet/kiosk.ts';
import { ownFleet } from '../support/fleet/own-fleet.ts';

const name = 'JX-360102-0001';
const now = Date.now();
const own = ownFleet();

const padding = (ledger: TestLedger, count: number) => {
  for (let line = 0; line < count; line += 1)
    ledger.write({ kind: 'padding', at: now, run: 1, up: line, text: 'x'.repeat(240) });
  return ledger;
};

describe('every connection', () => {
  it('syncs each commit to disk', () => {
    const { file } = own;
    const writer = openWriter(file);
    const reader = openReader(file);
    expect(writer.pragma('synchronous', { simple: true })).toBe(2);
    expect(reader.pragma('synchronous', { simple: true })).toBe(2);
    expect(writer.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(() => reader.exec('DELETE FROM chunk')).toThrow(/readonly/);
    reader.close();
    writer.close();
  });
});

describe('a full disk', () => {
  it('gives no receipt, reports the reason, and continues by itself when there is room again', async () => {
    const disk = join(own.path, 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
    if (mounted.status !== 0)
      return expect(process.getuid?.(), 'only an administrator can mount a small disk').not.toBe(0);
    try {
      const running = await own.run({}, disk);
      const kiosk = await TestKiosk.connect(running, name, await register(running, name));
      writeFileSync(join(disk, 'other'), Buffer.alloc(5_000_000));
      const ledger = padding(new TestLedger(), 10);
      let held = 0;
      const health = () => call(running, '/healthz', { headers: {} });
      let complaint: Called | null = null;
      while (complaint === null) {
        padding(ledger, 200);
        await kiosk.say('events', ledger.batch(held + 1, held + 200));
        const end = held + 200;
        await until('a receipt or a complaint', async () => {
          held = Math.max(
            held,
            ...kiosk.heard.filter((each) => each.channel === 'receipt').map((each) => each.message.through),
          );
          const answer = await health();
          if (answer.status !== 200) complaint = answer;
          return held >= end || complaint !== null;
        });
      }
      expect(complaint).toMatchObject({ status: 503, body: { ok: false, store: expect.stringMatching(/full/i) } });
      expect(held).toBeLessThan(ledger.lines.length);
      // What is left of the database's own files takes a few more.
      const signIn = () => call(running, '/api/v1/session', { body: { user: 'admin', password: adminPassword } });
      let entered = await signIn();
      for (let more = 0; more < 30 && entered.status === 200; more += 1) entered = await signIn();
      expect([entered.status, entered.body.code]).toEqual([503, 'unavailable']);
      rmSync(join(disk, 'other'));
      await until('health', async () => (await health()).status === 200, 20_000);
      for (let from = held + 1; from <= ledger.lines.length; from += 200)
        await kiosk.say('events', ledger.batch(from, Math.min(from + 199, ledger.lines.length)));
      await kiosk.receipt(ledger.lines.length);
      await running.service.idle();
      expect((await call(running, `/api/v1/machines/${name}/events?limit=1&order=newest`)).body.events[0].seq).toBe(
        ledger.lines.length,
      );
      await kiosk.end();
      await own.stop();
    } finally {
      spawnSync('umount', ['-l', disk]);
    }
  }, 60_000);
});

describe('a read-only disk', () => {
  it('is reported in one line at the start, which succeeds once it is writable', async () => {
    const disk = join(own.path, 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
    if (mounted.status !== 0) return expect(process.getuid?.(), 'only an administrator can mount a disk').not.toBe(0);
    const remount = (how: 'ro' | 'rw') => expect(spawnSync('mount', ['-o', `remount,${how}`, disk]).status).toBe(0);
    const refused = () =>
      own.run({}, disk).then(
        () => 'it started',
        (error: Error) => error.message,
      );
    try {
      remount('ro');
      expect(await refused()).toMatch(/^store: [^\n]*EROFS: read-only file system[^\n]*$/);
      remount('rw');
      const secret = await register(await own.run({}, disk), name);
      await own.stop();
      remount('ro');
      expect(await refused()).toMatch(/^store: [^\n]*EROFS: read-only file system[^\n]*$/);
      remount('rw');
      await (await TestKiosk.connect(await own.run({}, disk), name, secret)).end();
      await own.stop();
    } finally {
      spawnSync('umount', ['-l', disk]);
    }
  }, 60_000);
});

describe('a database', () => {
  it('that is not writable is reported in one line', async () => {
    const { file } = own;
    openWriter(file).close();
    // Root may write everything, but nobody can open a folder as a database.
    rmSync(file);
    mkdirSync(file);
    await expect(own.run()).rejects.toThrow(/store: .*unable to open/);
  });

  it('restored from yesterday gets again what it is missing', async () => {
    const { file } = own;
    let running = await own.run();
    const secret = await register(running, name);
    let kiosk = await TestKiosk.connect(running, name, secret);
    const ledger = new TestLedger().write(lines.booted(now), lines.configured(now), lines.restocked(now, 9));
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(3);
    await kiosk.end();
    await own.stop();
    const yesterday = readFileSync(file);
    running = await own.run();
    kiosk = await TestKiosk.connect(running, name, secret);
    ledger.write(...lines.box(now), ...lines.box(now));
    await kiosk.say('events', ledger.batch(4));
    await kiosk.receipt(7);
    await kiosk.end();
    await own.stop();
    for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    writeFileSync(file, yesterday);
    const fleet = await own.run();
    kiosk = await TestKiosk.connect(fleet, name, secret);
    await kiosk.present(ledger);
    expect(await kiosk.receipt(3)).toMatchObject({ head: ledger.heads[3] });
    await kiosk.say('events', ledger.batch(4));
    await kiosk.receipt(7);
    await fleet.service.idle();
    await fleet.tick();
    expect((await call(fleet, `/api/v1/machines/${name}`)).body.issued.total).toBe(2);
    expect(await fleet.store.audit()).toEqual([]);
    await kiosk.end();
  });

  it('is read while it is written, and its books can be rebuilt to the last box', async () => {
    const fleet = await own.run();
    const kiosk = await TestKiosk.connect(fleet, name, await register(fleet, name));
    const ledger = new TestLedger().write(lines.booted(now), lines.configured(now), lines.restocked(now, 9));
    for (let box = 0; box < 4; box += 1) ledger.write(...lines.box(now - box * 86_400_000));
    ledger.write(...lines.uncertain(now));
    await kiosk.say('events', ledger.batch());
    await kiosk.receipt(ledger.lines.length);
    await fleet.service.idle();
    await fleet.tick();
    const before = (await call(fleet, `/api/v1/machines/${name}`)).body;
    expect(before).toMatchObject({ issued: { total: 4 }, uncertain: 1, stock: 4 });
    expect(await fleet.store.audit()).toEqual([]);
    const db = new Database(own.file);
    db.exec('UPDATE day_total SET issued = issued + 1');
    db.close();
    expect(await fleet.store.audit()).toEqual([name]);
    expect(await fleet.store.rebuild()).toBe(ledger.lines.length);
    expect(await fleet.store.audit()).toEqual([]);
    await kiosk.end();
    expect(existsSync(own.file)).toBe(true);
    chmodSync(own.path, 0o700);
  });
});
