import { join } from 'node:path';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotedHead } from '../../../fleet/audit/noted-head.ts';
import { type RunningFleet, startFleet } from '../../../fleet/main.ts';
import type { AuditHead } from '../../../fleet/ports/audit-store.ts';
import { FleetConfig } from '../../../shared/config/fleet.ts';
import type { AuditBreak } from '../../../shared/contracts/fleet/audit.ts';
import { adminPassword, call, testFolder, token } from '../../support/fleet/fleet.ts';

const head = (seq: number, sign = 'a'): AuditHead => ({ seq, head: sign.repeat(64) });

/** A log of these heads whose newest one was noted as given. */
function noted(log: AuditHead[], first: AuditHead | null = null) {
  let kept = first;
  let now = 0;
  const lost: AuditBreak[] = [];
  const said: number[] = [];
  const failed: unknown[] = [];
  const notes = {
    read: () => kept,
    write: (next: AuditHead) => {
      kept = next;
    },
  };
  const notedHead = new NotedHead({
    store: { auditHead: async (seq) => (seq === null ? log.at(-1) : log.find((each) => each.seq === seq)) ?? null },
    clock: { now: () => now },
    notes,
    lost: (what) => void lost.push(what),
    say: ({ seq }) => void said.push(seq),
    failed: (error) => void failed.push(error),
  });
  const pass = async (ms: number): Promise<void> => {
    now += ms;
    await notedHead.tick();
  };
  return { notedHead, notes, lost, said, failed, pass };
}

describe('the noted head of the audit log', () => {
  it('is the newest of each minute, and is said each hour', async () => {
    const log = [head(1), head(2)];
    const { pass, said, lost, notes } = noted(log);
    await pass(0);
    log.push(head(3, 'b'));
    await pass(59_999);
    expect(notes.read()).toEqual(head(2));
    await pass(1);
    expect(notes.read()).toEqual(head(3, 'b'));
    for (let minute = 0; minute < 60; minute += 1) await pass(60_000);
    expect([said, lost]).toEqual([[2, 3], []]);
  });

  it.each<[string, AuditHead[], AuditBreak]>([
    ['the end was cut off', [head(1), head(2)], { from: 3, to: 4, why: 'missing' }],
    ['the whole log is gone', [], { from: 1, to: 4, why: 'missing' }],
    ['the end was written again', [head(1), head(4, 'c'), head(5, 'd')], { from: 4, to: 4, why: 'changed' }],
  ])('shows once that %s', async (_, log, broken) => {
    const { notedHead, pass, lost } = noted(log, head(4));
    expect(await notedHead.broken()).toEqual(broken);
    await pass(0);
    expect(lost).toEqual([broken]);
    log.push(head(9, 'e'));
    await pass(60_000);
    await pass(60_000);
    expect(lost.length).toBeLessThanOrEqual(2);
    expect(await notedHead.broken()).toBeNull();
  });

  it('stops nothing if it cannot be noted', async () => {
    const { pass, notes, failed } = noted([head(1)]);
    notes.write = () => {
      throw new Error('no space left');
    };
    await pass(0);
    expect(failed).toHaveLength(1);
  });
});

describe('a server', () => {
  let folder: ReturnType<typeof testFolder>;
  const lines: string[] = [];
  const start = (): Promise<RunningFleet> => {
    const listening = { host: '127.0.0.1', port: 0 };
    const config = FleetConfig.parse({ dataDir: folder.path, mqtt: listening, http: listening });
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
    return startFleet(config, { adminPassword, apiToken: token }, log);
  };
  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => folder.remove());

  it('finds at its start that the end of the audit log was cut off while it stood', async () => {
    const first = await start();
    for (const name of ['a', 'b', 'c'])
      await call(first, '/api/v1/users', { body: { user: `user-${name}`, role: 'viewer', area: '360102' } });
    await first.stop();
    const db = new Database(join(folder.path, 'fleet.db'));
    const triggers = db.prepare("SELECT name, sql FROM sqlite_master WHERE name LIKE 'audit_entry_is_not%'").all();
    for (const { name } of triggers as { name: string }[]) db.exec(`DROP TRIGGER ${name}`);
    db.exec('DELETE FROM audit_entry WHERE seq > 4');
    for (const { sql } of triggers as { sql: string }[]) db.exec(sql);
    db.close();
    const again = await start();
    const { records } = (await call(again, '/api/v1/audit?act=audit-log-broken')).body;
    expect(records).toMatchObject([{ actor: { kind: 'system' }, after: { from: '5', until: '6', reason: 'missing' } }]);
    expect(lines.join('')).toContain('不符');
    const check = (await call(again, '/api/v1/audit/verify')).body;
    expect(check).toMatchObject({ sound: false, breaks: [{ from: 5, to: 6, why: 'missing' }] });
    await again.stop();
  });
});
