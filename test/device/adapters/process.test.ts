import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { count, start, startAgent } from '../../support/device/agent-process.ts';
import { listen } from '../../support/device/broker.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

describe('the kiosk agent as a process', () => {
  it('ends with 2 and one line on a wrong configuration or usage', async () => {
    const file = join(freshDirectory(), 'kiosk.json');
    writeFileSync(file, '{"machine":"jx"}');
    const { said, ended } = start(['device', '--config', file]);
    expect(await ended).toBe(2);
    expect(said.err).toMatch(/^[^\n]*machine holds "jx"[^\n]*\n/);
    expect(said.err.trim().split('\n')).toEqual(
      ['machine holds', 'board is missing', 'staff is missing', 'lanes is missing'].map((wrong) =>
        expect.stringContaining(`kiosk.json: ${wrong}`),
      ),
    );
    expect(said.out).toBe('');
    const wrong = start(['device', '--confg', file]);
    expect(await wrong.ended).toBe(2);
    expect(wrong.said.err).not.toMatch(/\n\s+at /);
  });

  it('ends with 1 and one line if its HTTP port is taken', async () => {
    const other = await listen(createServer());
    onTestFinished(other.stop);
    const { said, ended } = await startAgent({ dataDir: freshDirectory(), httpPort: other.port });
    expect(await ended).toBe(1);
    expect(said.err).toMatch(new RegExp(`^[^\\n]*http\\.port ${other.port}[^\\n]*\\n$`));
  });

  it('ends with 1 and one line if another agent uses its folder, which continues', async () => {
    const dataDir = freshDirectory();
    const first = await startAgent({ dataDir });
    const second = await startAgent({ dataDir });
    expect(await second.ended).toBe(1);
    expect(second.said.err).toMatch(/^another kiosk agent uses [^\n]*\n$/);
    expect((await first.ask('/api/state')).status).toBe(200);
  });

  it('is up without board and fleet, stops cleanly, and continues with its ledger and a higher run', async () => {
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

  it('stops cleanly with a stream open and on Ctrl-C', async () => {
    const agent = await startAgent({ dataDir: freshDirectory() });
    const stream = agent.ask('/api/stream').catch(() => 'cut');
    await agent.ask('/metrics');
    agent.child.kill('SIGINT');
    expect(await agent.ended).toBe(0);
    await stream;
  });

  it('gives a box out through a real board, and the same answer for the same request, also after a kill', async () => {
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
