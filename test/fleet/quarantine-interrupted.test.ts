import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWriter } from '../../fleet/adapters/sqlite/connection/migrate.ts';
import { openOrQuarantine } from '../../fleet/adapters/sqlite/recovery/quarantine.ts';
import { freshDirectory } from '../support/fresh-directory.ts';
import { leavesOf, overwrite } from '../support/noise.ts';

const now = Date.UTC(2026, 10, 29, 1, 2, 3);
const aside = '.damaged-2026-11-29T01-02-03-000Z';
const user = (name: string) =>
  JSON.stringify({ user: name, role: 'admin', area: '360000', password: 'scrypt', created: now, lastSignIn: null });

/** A database with a damaged page that no start reads, and a user that only its log holds. */
function damagedWithLog(): string {
  const folder = freshDirectory();
  const live = join(folder, 'live.db');
  const db = openWriter(live);
  db.pragma('wal_autocheckpoint = 0');
  const chunk = db.prepare(
    "INSERT INTO chunk (ledger, first, count, received, head, lines) VALUES (1, ?, 1, 0, x'', ?)",
  );
  for (let line = 1; line <= 50; line += 1) chunk.run(line, 'x'.repeat(2_000));
  const insert = db.prepare('INSERT INTO user (user, doc) VALUES (?, ?)');
  insert.run('early', user('early'));
  db.pragma('wal_checkpoint(TRUNCATE)');
  insert.run('late', user('late'));
  const file = join(folder, 'fleet.db');
  for (const end of ['', '-wal']) copyFileSync(`${live}${end}`, `${file}${end}`);
  db.close();
  overwrite(file, [leavesOf(live, 'chunk')[3] ?? 0]);
  return file;
}

const usersIn = (opened: ReturnType<typeof openOrQuarantine>): unknown[] =>
  opened.db.prepare('SELECT user FROM user ORDER BY user').pluck().all();

describe('a damaged database with a log', () => {
  it('is replaced by one with what its log held', () => {
    const file = damagedWithLog();
    const opened = openOrQuarantine(file, now);
    expect(opened.quarantined?.file).toBe(`${file}${aside}`);
    expect(usersIn(opened)).toEqual(['early', 'late']);
    opened.db.close();
  });

  // The process ends at the rename that fails; the next start finds what a power cut leaves.
  it.each(['', '-wal', '-shm'])('keeps it if the power goes before “%s” is moved', (end) => {
    const file = damagedWithLog();
    const inTheWay = join(`${file}${aside}${end}`, 'x');
    mkdirSync(inTheWay, { recursive: true });
    expect(() => openOrQuarantine(file, now)).toThrow();
    rmSync(`${file}${aside}${end}`, { recursive: true });
    const opened = openOrQuarantine(file, now + 60_000);
    expect(usersIn(opened)).toEqual(['early', 'late']);
    expect(opened.db.pragma('quick_check', { simple: true })).toBe('ok');
    opened.db.close();
    const files = readdirSync(join(file, '..'));
    const damaged = files.filter((name) => name.includes('.damaged-'));
    const [kept = ''] = damaged;
    expect(damaged.sort()).toEqual(damaged.length === 3 ? [kept, `${kept}-shm`, `${kept}-wal`] : [kept, `${kept}-wal`]);
    expect(files).not.toContain('fleet.db.suspect');
  });
});
