import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { count, startAgent } from '../../support/device/agent-process.ts';
import { canMount, smallDisk } from '../../support/disks.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

const withDisks = canMount();

describe('the kiosk agent as a process', () => {
  it('keeps what was entered although its ledger file is deleted meanwhile, and reports that', async () => {
    const dataDir = freshDirectory();
    const agent = await startAgent({ dataDir });
    const take = () => {
      for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, `ledger.db${end}`), { force: true });
    };
    take();
    expect((await agent.ask('/api/count', count)).status).toBe(200);
    expect((await agent.ask('/api/state')).json()).toMatchObject({
      notes: [{ code: 'ledger-rewritten', message: expect.stringMatching(/账本.*written out again/) }],
      lanes: [{ stock: 1 }],
    });
    expect(agent.said.out).toMatch(/the ledger was written out again/);
    agent.child.kill('SIGKILL');
    await agent.ended;
    const next = await startAgent({ dataDir });
    expect((await next.ask('/api/state')).json()).toMatchObject({ lanes: [{ stock: 1 }], notes: [] });
    take();
    expect(await next.stop()).toBe(0);
    const last = await startAgent({ dataDir });
    expect((await last.ask('/api/state')).json()).toMatchObject({ lanes: [{ stock: 1 }] });
  });

  it('requests a count if its ledger is gone at the start, and accepts a count of an empty lane', async () => {
    const dataDir = freshDirectory();
    const first = await startAgent({ dataDir });
    expect((await first.ask('/api/count', count)).status).toBe(200);
    expect(await first.stop()).toBe(0);
    rmSync(join(dataDir, 'ledger.db'));
    const agent = await startAgent({ dataDir });
    expect(agent.said.out).toMatch(/"level":50[^\n]*its file is gone/);
    const asked = { notes: [{ code: 'ledger-anew', message: expect.stringMatching(/请盘点货道 1 .*Count lane/) }] };
    expect((await agent.ask('/api/state')).json()).toMatchObject({ ...asked, uncounted: [1] });
    expect((await agent.ask('/healthz')).json()).toMatchObject({ ...asked, uncounted: [1] });
    const seven = { ...count, lanes: [{ lane: 1, stock: 7 }] };
    expect((await agent.ask('/api/count', seven)).status).toBe(200);
    const after = (await agent.ask('/api/state')).json();
    expect(after).toMatchObject({ notes: [], lanes: [{ stock: 7 }] });
    expect(after).not.toHaveProperty('uncounted');
  });

  it('refuses the folder of another machine in one line', async () => {
    const dataDir = freshDirectory();
    expect(await (await startAgent({ dataDir })).stop()).toBe(0);
    const other = await startAgent({ dataDir, machine: 'JX-360102-0002' });
    expect(await other.ended).toBe(1);
    expect(other.said.err).toMatch(/^[^\n]*JX-360102-0001[^\n]*JX-360102-0002[^\n]*账本[^\n]*\n$/);
  });

  it('sets a damaged ledger aside, reports that and is up', async () => {
    const dataDir = freshDirectory();
    writeFileSync(join(dataDir, 'ledger.db'), 'no database at all, though a long one'.repeat(200));
    const agent = await startAgent({ dataDir });
    const { events } = (await agent.ask('/api/events')).json() as { events: unknown[] };
    expect(events[0]).toMatchObject({ seq: 1, line: { kind: 'booted', cause: 'damaged' } });
    expect(agent.said.out).toMatch(/is damaged and was set aside/);
    const [aside] = readdirSync(dataDir).filter((name) => /^ledger-damaged-.*Z\.db$/.test(name));
    expect(readFileSync(join(dataDir, aside ?? ''), 'utf8')).toContain('no database at all');
  });

  it.runIf(withDisks)('stays up on a read-only disk, gives the reason, and starts work when it can write', async () => {
    const dataDir = smallDisk(4 * 1024 * 1024) ?? expect.fail('no disk');
    spawnSync('mount', ['-o', 'remount,ro', dataDir]);
    const agent = await startAgent({ dataDir });
    expect(await agent.ask('/api/dispense', { request: randomUUID(), lane: 1 })).toMatchObject({
      status: 503,
      text: expect.stringContaining('cannot-write'),
    });
    expect((await agent.ask('/healthz')).json()).toMatchObject({ disk: { state: 'failed', code: 'disk-read-only' } });
    spawnSync('mount', ['-o', 'remount,rw', dataDir]);
    await vi.waitFor(async () => expect((await agent.ask('/api/count', count)).status).toBe(200), {
      timeout: 15_000,
      interval: 250,
    });
    await agent.stop();
  });

  it.runIf(withDisks)('refuses while the disk is full, and continues by itself when there is room', async () => {
    const dataDir = smallDisk(1024 * 1024) ?? expect.fail('no disk');
    const agent = await startAgent({ dataDir });
    const other = join(dataDir, 'other');
    expect(() => writeFileSync(other, Buffer.alloc(2 * 1024 * 1024))).toThrow('ENOSPC');
    await vi.waitFor(
      async () => expect((await agent.ask('/api/count', count)).json()).toMatchObject({ code: 'cannot-write' }),
      { timeout: 15_000 },
    );
    expect((await agent.ask('/healthz')).json()).toMatchObject({
      reasons: expect.arrayContaining(['disk']),
      disk: { code: 'disk-full' },
    });
    unlinkSync(other);
    await vi.waitFor(async () => expect((await agent.ask('/api/count', count)).status).toBe(200), {
      timeout: 15_000,
      interval: 250,
    });
    await agent.stop();
  });
});
