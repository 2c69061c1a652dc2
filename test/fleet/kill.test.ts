import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, register, testFolder, token, until } from '../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../support/fleet/kiosk.ts';

const name = 'JX-360102-0001';
const entry = fileURLToPath(new URL('../support/fleet/fleet-process.js', import.meta.url));
let folder: ReturnType<typeof testFolder>;
let child: ChildProcess | null = null;

beforeEach(() => {
  folder = testFolder();
});

afterEach(() => {
  child?.kill('SIGKILL');
  folder.remove();
});

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

interface Process {
  readonly httpPort: number;
  readonly mqttPort: number;
  readonly ended: Promise<number | null>;
  readonly said: () => string;
}

async function start(
  config: { httpPort: number; mqttPort: number },
  env: Record<string, string> = {},
): Promise<Process> {
  const file = join(folder.path, 'fleet.json');
  const { httpPort, mqttPort } = config;
  writeFileSync(
    file,
    JSON.stringify({
      dataDir: folder.path,
      mqtt: { host: '127.0.0.1', port: mqttPort },
      http: { host: '127.0.0.1', port: httpPort },
    }),
  );
  let said = '';
  const made = spawn(process.execPath, [entry, '--config', file], {
    env: { ...process.env, YAOJU_API_TOKEN: token, YAOJU_ADMIN_PASSWORD: 'a long enough one', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = made;
  made.stdout.on('data', (data: Buffer) => {
    said += data.toString();
  });
  made.stderr.on('data', (data: Buffer) => {
    said += data.toString();
  });
  const ended = new Promise<number | null>((resolve) => made.once('exit', (code) => resolve(code)));
  return { httpPort, mqttPort, ended, said: () => said };
}

const isUp = (at: Process) =>
  until(
    'the fleet',
    () =>
      call(at, '/healthz', { headers: {} }).then(
        (answer) => answer.status === 200,
        () => false,
      ),
    20_000,
  );

describe('kill -9 in the middle of ingest', () => {
  it('loses nothing that had a receipt, and counts nothing twice', async () => {
    const ports = { httpPort: await freePort(), mqttPort: await freePort() };
    const now = Date.now();
    const ledger = new TestLedger().write(
      lines.booted(now),
      lines.configured(now, [{ lane: 1, product: 'CD-M', capacity: 200, par: 200 }]),
      lines.restocked(now, 200),
    );
    for (let box = 0; box < 120; box += 1) ledger.write(...lines.box(now));
    let secret = '';
    let through = 0;
    for (let life = 0; life < 4; life += 1) {
      const fleet = await start(ports);
      await isUp(fleet);
      if (life === 0) secret = await register(fleet, name);
      const kiosk = await TestKiosk.connect(fleet, name, secret);
      await kiosk.present(ledger, { last: ledger.lines.length + 1 });
      const first = await kiosk.hears('receipt');
      expect(first.through, 'what had a receipt is there after the kill').toBeGreaterThanOrEqual(through);
      expect(first.head).toBe(ledger.heads[first.through]);
      through = first.through;
      const goal = through + 40;
      // A small window is under way; the kill comes in the middle of it.
      for (let from = through + 1; from <= goal + 30 && from <= ledger.lines.length; from += 3)
        void kiosk.say('events', ledger.batch(from, Math.min(from + 2, ledger.lines.length))).catch(() => undefined);
      await kiosk.hears('receipt', (receipt) => receipt.through >= Math.min(goal, ledger.lines.length));
      through = Math.max(
        ...kiosk.heard.filter((each) => each.channel === 'receipt').map((each) => each.message.through),
      );
      child?.kill('SIGKILL');
      await fleet.ended;
      await kiosk.end();
    }
    const fleet = await start(ports);
    await isUp(fleet);
    const kiosk = await TestKiosk.connect(fleet, name, secret);
    await kiosk.present(ledger, { last: ledger.lines.length + 1 });
    const { through: from } = await kiosk.hears('receipt');
    for (let first = from + 1; first <= ledger.lines.length; first += 100)
      await kiosk.say('events', ledger.batch(first, Math.min(first + 99, ledger.lines.length)));
    await kiosk.receipt(ledger.lines.length);
    const shown = await until('the books', async () => {
      const { body } = await call(fleet, `/api/v1/machines/${name}`);
      return body.ledger.folded === ledger.lines.length ? body : null;
    });
    expect(shown).toMatchObject({ issued: { total: 120, today: 120 }, stock: 80, uncertain: 0 });
    const events: { line: object }[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: { events: { line: object }[]; next: string | null } = (
        await call(fleet, `/api/v1/machines/${name}/events?limit=1000&after=${after}`)
      ).body;
      events.push(...page.events);
      after = page.next;
    }
    expect(events.map((event) => JSON.stringify(event.line))).toEqual(ledger.lines);
    await kiosk.end();
  }, 90_000);
});

describe('the process', () => {
  it('stops cleanly on SIGTERM with 0', async () => {
    const fleet = await start({ httpPort: await freePort(), mqttPort: await freePort() });
    await isUp(fleet);
    child?.kill('SIGTERM');
    expect(await fleet.ended).toBe(0);
  }, 30_000);

  it('reports in one line that a port is taken, and ends with 1', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const taken = typeof address === 'object' && address ? address.port : 0;
    const fleet = await start({ httpPort: taken, mqttPort: await freePort() });
    expect(await fleet.ended).toBe(1);
    expect(fleet.said().trim()).toBe(
      `http.port holds ${taken}, which is taken on 127.0.0.1: choose another one · http.port 的值为 ${taken}，已被 127.0.0.1 上的其他程序占用：请改用其他端口`,
    );
    await new Promise((resolve) => server.close(resolve));
  }, 30_000);

  it('names a wrong key in one line and ends with 2', async () => {
    const fleet = await start(
      { httpPort: await freePort(), mqttPort: await freePort() },
      { YAOJU_TIMEZONE: 'Mars/Base' },
    );
    expect(await fleet.ended).toBe(2);
    expect(fleet.said().trim().split('\n')).toHaveLength(1);
    expect(fleet.said()).toContain('timeZone holds "Mars/Base"');
  }, 30_000);
});
