import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { listen } from '../../support/device/broker.ts';
import { ask } from '../../support/device/kiosk-http.ts';
import { canMount, smallDisk } from '../../support/disks.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

const yaoju = fileURLToPath(new URL('../../../../bin/yaoju.js', import.meta.url));
const withDisks = canMount();

interface Settings {
  readonly dataDir: string;
  readonly port?: string;
  readonly httpPort?: number;
  readonly machine?: string;
}

/** Starts `yaoju` with these words; it ends with the test at the latest. */
function start(words: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [yaoju, ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (piece) => {
    said.out += piece;
  });
  child.stderr?.on('data', (piece) => {
    said.err += piece;
  });
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, said, ended };
}

/** Starts a kiosk agent whose fleet is not there, and waits until it tells the port of its HTTP. */
async function startAgent({ dataDir, port = '/dev/no-such-port', httpPort = 0, machine = 'JX-360102-0001' }: Settings) {
  const config = join(freshDirectory(), 'kiosk.json');
  const content = {
    machine,
    dataDir,
    board: { driver: 'lbp', port },
    fleet: { url: 'mqtt://127.0.0.1:1', password: 'hidden-in-here' },
    http: { host: '127.0.0.1', port: httpPort },
    staff: { pin: '4711' },
    lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }],
  };
  writeFileSync(config, JSON.stringify(content));
  const agent = start(['device', '--config', config]);
  let at = 0;
  const up = vi.waitFor(
    () => {
      at = Number(/"http":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(agent.said.out)?.[1] ?? Number.NaN);
      expect(at).toBeGreaterThan(0);
    },
    { timeout: 15_000 },
  );
  await Promise.race([up, agent.ended]);
  return {
    ...agent,
    ask: (path: string, body?: unknown) => ask(at, path, body),
    stop: () => {
      agent.child.kill('SIGTERM');
      return agent.ended;
    },
  };
}

const count = { by: 'wang', pin: '4711', lanes: [{ lane: 1, stock: 1 }] };

describe('the kiosk agent as a process', () => {
  it('ends with 2 and one line on a wrong configuration or usage', async () => {
    const file = join(freshDirectory(), 'kiosk.json');
    writeFileSync(file, '{"machine":"jx"}');
    const { said, ended } = start(['device', '--config', file]);
    expect(await ended).toBe(2);
    expect(said.err).toMatch(/^[^\n]*machine holds "jx"[^\n]*\n$/);
    expect(said.out).toBe('');
    const wrong = start(['device', '--confg', file]);
    expect(await wrong.ended).toBe(2);
    expect(wrong.said.err).not.toMatch(/\n\s+at /);
  });

  it('ends with 1 and one line where its HTTP port is taken', async () => {
    const other = await listen(createServer());
    onTestFinished(other.stop);
    const { said, ended } = await startAgent({ dataDir: freshDirectory(), httpPort: other.port });
    expect(await ended).toBe(1);
    expect(said.err).toMatch(new RegExp(`^[^\\n]*http\\.port ${other.port}[^\\n]*\\n$`));
  });

  it('ends with 1 and one line where another agent works in its folder, which goes on', async () => {
    const dataDir = freshDirectory();
    const first = await startAgent({ dataDir });
    const second = await startAgent({ dataDir });
    expect(await second.ended).toBe(1);
    expect(second.said.err).toMatch(/^another kiosk agent uses [^\n]*\n$/);
    expect((await first.ask('/api/state')).status).toBe(200);
  });

  it('is up without board and fleet, stops cleanly, and goes on with its ledger and a higher run', async () => {
    const dataDir = freshDirectory();
    const first = await startAgent({ dataDir });
    expect((await first.ask('/healthz')).json()).toMatchObject({
      inService: false,
      board: { state: 'lost', reason: 'port-missing' },
    });
    expect((await first.ask('/api/count', count)).status).toBe(200);
    const before = (await first.ask('/api/state')).json() as { ledger: string; run: number };
    expect(await first.stop()).toBe(0);
    expect(existsSync(join(dataDir, 'ledger.db-wal'))).toBe(false);

    const second = await startAgent({ dataDir });
    expect((await second.ask('/api/state')).json()).toMatchObject({
      ledger: before.ledger,
      run: before.run + 1,
      lanes: [{ stock: 1 }],
    });
    expect(first.said.out + second.said.out).not.toMatch(/hidden-in-here|\b4711\b/);
  });

  it('keeps what it was told while its ledger is deleted under it, and says so', async () => {
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

  it('asks to be counted where its ledger is gone at the start, and takes a count of an empty lane', async () => {
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

  it('stops cleanly with a stream open and on Ctrl-C', async () => {
    const agent = await startAgent({ dataDir: freshDirectory() });
    const stream = agent.ask('/api/stream').catch(() => 'cut');
    await agent.ask('/metrics');
    agent.child.kill('SIGINT');
    expect(await agent.ended).toBe(0);
    await stream;
  });

  it('sets a damaged ledger aside, says so and is up', async () => {
    const dataDir = freshDirectory();
    writeFileSync(join(dataDir, 'ledger.db'), 'no database at all, though a long one'.repeat(200));
    const agent = await startAgent({ dataDir });
    const { events } = (await agent.ask('/api/events')).json() as { events: unknown[] };
    expect(events[0]).toMatchObject({ seq: 1, line: { kind: 'booted', cause: 'damaged' } });
    expect(agent.said.out).toMatch(/is damaged and was set aside/);
    const [aside] = readdirSync(dataDir).filter((name) => /^ledger-damaged-.*Z\.db$/.test(name));
    expect(readFileSync(join(dataDir, aside ?? ''), 'utf8')).toContain('no database at all');
  });

  it.runIf(withDisks)('stays up on a read-only disk, says why, and goes to work when it can write', async () => {
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

  it.runIf(withDisks)('refuses while the disk is full, and goes on by itself when there is room', async () => {
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

  it('gives a box out through a real board, and the same answer for the same request, over a kill too', async () => {
    const folder = freshDirectory();
    const port = join(folder, 'tty');
    const board = start(['board', '--link', port, '--state', join(folder, 'board'), '--speed', '20']);
    await vi.waitFor(() => expect(existsSync(port)).toBe(true), { timeout: 15_000 });
    const dataDir = join(folder, 'data');
    const agent = await startAgent({ dataDir, port });
    const inService = (one: typeof agent) =>
      vi.waitFor(async () => expect((await one.ask('/healthz')).status).toBe(200), { timeout: 15_000 });
    await inService(agent);
    const lanes = [{ lane: 1, product: 'CD-M', lot: 'A1', expires: `${new Date().getFullYear() + 5}-12`, added: 5 }];
    expect((await agent.ask('/api/restock', { by: 'wang', pin: '4711', lanes })).status).toBe(200);
    const wanted = { request: randomUUID(), product: 'CD-M' };
    const inCapitals = { ...wanted, request: wanted.request.toUpperCase() };
    const answers = await Promise.all([agent.ask('/api/dispense', wanted), agent.ask('/api/dispense', inCapitals)]);
    expect(answers[0].json()).toEqual({
      request: wanted.request,
      outcome: 'issued',
      reason: null,
      lane: 1,
      txn: expect.any(Number),
      message: expect.stringContaining('请从取货口取走'),
    });
    expect(answers[1].text).toBe(answers[0].text);
    agent.child.kill('SIGKILL');
    await agent.ended;

    const next = await startAgent({ dataDir, port });
    await inService(next);
    for (const again of [wanted, inCapitals])
      expect((await next.ask('/api/dispense', again)).text).toBe(answers[0].text);
    expect((await next.ask('/api/state')).json()).toMatchObject({ lanes: [{ stock: 4, uncertain: 0 }] });
    expect(await next.stop()).toBe(0);
    board.child.kill('SIGTERM');
  });
});
