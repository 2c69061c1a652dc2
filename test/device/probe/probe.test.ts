import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256Chain } from '../../../device/adapters/chain.ts';
import { lockDataDir } from '../../../device/adapters/data-dir-lock.ts';
import { openLedger } from '../../../device/adapters/sqlite-ledger.ts';
import { candidates } from '../../../device/probe/find.ts';
import type { BoardName } from '../../../shared/config/boards.ts';
import { type Event, type Fact, readLine } from '../../../shared/contracts/events.ts';
import { LedgerId, MachineId } from '../../../shared/contracts/ids.ts';
import { PlannedLane } from '../../../shared/contracts/plan.ts';
import { emptyBooks } from '../../../shared/ledger/books.ts';
import { fold } from '../../../shared/ledger/fold.ts';
import { boardKinds } from '../../../simulators/board/model/boards.ts';
import { Vmc3Board } from '../../../simulators/board/model/vmc3/vmc3-board.ts';
import { ptyPort } from '../../../simulators/board/pty.ts';
import { BoardRuntime } from '../../../simulators/board/runtime.ts';
import { stateInMemory } from '../../../simulators/board/state-dir.ts';

const yaoju = fileURLToPath(new URL('../../../../bin/yaoju.js', import.meta.url));

let dir = '';
let link = '';
let runtime: BoardRuntime | null = null;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'probe-'));
  link = join(dir, 'tty');
});

afterEach(() => {
  runtime?.close();
  runtime = null;
  rmSync(dir, { recursive: true, force: true });
});

async function board(driver: BoardName): Promise<BoardRuntime> {
  const { baudRate } = boardKinds[driver];
  const options = {
    driver,
    openPort: ptyPort(link),
    state: stateInMemory(),
    lanes: 3,
    boxes: 5,
    speed: 20,
    baudRate,
    seed: 1,
    onFailure: (error: Error) => expect.fail(error.message),
  };
  runtime = new BoardRuntime(options);
  if (runtime.board instanceof Vmc3Board) runtime.board.settings.pollMs = 50;
  await runtime.start();
  return runtime;
}

/** Runs `yaoju probe`; `typed` is what somebody types. */
function probe(args: string[], typed = ''): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [yaoju, 'probe', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  child.stdin.end(typed);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const dataDir = (): string => join(dir, 'data');

const open = () =>
  openLedger({
    dataDir: dataDir(),
    machine: MachineId.parse('JX-360102-0001'),
    chain: sha256Chain,
    newLedger: () => LedgerId.parse(randomUUID()),
    dated: () => 'now',
    say: () => {},
  });

/** A kiosk.json, and a ledger as an agent leaves it, with these facts behind its first lines. */
function kiosk(driver: BoardName, facts: readonly Fact[] = []): string {
  const lanes = [1, 2].map((lane) => PlannedLane.parse({ lane, product: 'CD-M', capacity: 10, par: 10 }));
  const first: Fact[] = [
    { kind: 'booted', version: 'test', cause: 'new-disk', ledgerBefore: null },
    { kind: 'configured', version: 0, lanes, recalls: [], limits: {} },
  ];
  const ledger = open();
  ledger.append([...first, ...facts].map((fact) => JSON.stringify({ ...fact, at: 1_790_000_000_000, run: 7, up: 5 })));
  ledger.close();
  const file = join(dir, 'kiosk.json');
  const fleet = { url: 'mqtt://127.0.0.1:1883', password: 'secret' };
  const config = {
    machine: 'JX-360102-0001',
    dataDir: dataDir(),
    board: { driver, port: link },
    fleet,
    staff: { pin: '123456' },
    lanes,
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** The ledger's lines. */
function lines(): Event[] {
  const ledger = open();
  const read = ledger.read(1, 100).map(readLine);
  ledger.close();
  return read.flatMap((line) => (line.kind === 'known' ? [line.event] : []));
}

const tests = (): unknown[] =>
  lines().flatMap((line) =>
    line.kind === 'tested' ? [[line.purpose, line.state, line.lane, line.result, line.by, line.txn]] : [],
  );

describe('which board answers', () => {
  test('lbp: identity, lanes, sensor, counters', async () => {
    await board('lbp');
    const { code, out } = await probe(['--port', link]);
    expect(code).toBe(0);
    expect(out).toContain('lbp · 115200 baud');
    expect(out).toContain('LB00417 · SPIRAL-40 · 2.3.1');
    expect(out.match(/正常 ready {2}0/g)).toHaveLength(3);
  });

  test('vmc3 is found after lbp has got no answer', async () => {
    const { board: model } = await board('vmc3');
    const { code, out, err } = await probe(['--port', link]);
    expect(code).toBe(0);
    expect(err).toContain('lbp · 115200 baud');
    expect(out).toContain('vmc3 · 57600 baud');
    expect(out).toContain(model.serial.replace(/\D/g, '').padStart(10, '0').slice(-10));
    expect(out).toContain('this board keeps none');
  });

  test('each kind at its own speed first, then at the others, none twice', () => {
    const all = candidates({});
    expect(all.slice(0, 2)).toEqual([
      { driver: 'lbp', baudRate: 115_200 },
      { driver: 'vmc3', baudRate: 57_600 },
    ]);
    expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(all.length);
    expect(candidates({ driver: 'lbp', baudRate: 9_600 })).toEqual([{ driver: 'lbp', baudRate: 9_600 }]);
  });

  test('no port, no board, another program', async () => {
    const missing = await probe(['--port', join(dir, 'none')]);
    expect(missing.code).toBe(1);
    expect(missing.err).toContain('no such port');

    const plugged = await board('lbp');
    plugged.do((model, nowMs) => model.powerOff(nowMs));
    const mute = await probe(['--port', link, '--driver', 'lbp', '--baud', '115200']);
    expect(mute.code).toBe(1);
    expect(mute.err).toContain('no answer');

    plugged.setNoisy(true);
    const babble = await probe(['--port', link, '--driver', 'lbp', '--baud', '115200']);
    expect(babble.err).toContain('wrong baud rate');
    plugged.setNoisy(false);
    plugged.do((model, nowMs) => model.powerOn(nowMs, 'POWER'));
    expect((await probe(['--port', link])).code).toBe(0);
  });

  test('a kind, a speed or a board that is not the one in kiosk.json and the ledger', async () => {
    await board('lbp');
    const file = kiosk('vmc3', [{ kind: 'board', state: 'found', serial: 'LB00001', reason: null }]);
    const { code, out } = await probe(['--config', file]);
    expect(code).toBe(0);
    expect(out).toContain('kiosk.json says vmc3 at 57600 baud');
    expect(out).toContain('LB00001: it was swapped');
    expect(lines()).toHaveLength(3);
  });

  test('wrong usage is said in one line', async () => {
    for (const args of [
      [],
      ['--port', link, '--turn', '1'],
      ['--config', join(dir, 'none.json')],
      ['--driver', 'x'],
      ['--turn', '0'],
      ['--port', 'usb:0x1a86:0x7523'],
      ['--port', 'usb:1a86'],
      ['--port', ' usb:1a86:7523:'],
    ]) {
      const { code, err } = await probe(args);
      expect(code, args.join(' ')).toBe(2);
      expect(err.trim().split('\n').length, err).toBeLessThanOrEqual(2);
      expect(err).not.toContain('    at ');
    }
  });
});

describe.each(['lbp', 'vmc3'] as const)('a motor, on %s', (driver) => {
  test('a test turn is confirmed, written down before and after, and never issued', async () => {
    const { cabinet } = await board(driver);
    const file = kiosk(driver);
    const { code, out } = await probe(['--config', file, '--turn', '2', '--by', 'Li'], 'turn 2\n');
    expect(out).toContain('one box fell');
    expect(code).toBe(0);
    expect(cabinet.falls.map((fall) => fall.lane)).toEqual([2]);
    expect(tests()).toEqual([
      ['test-turn', 'turning', 2, null, 'Li', 1],
      ['test-turn', 'done', 2, 'fell-one', 'Li', 1],
    ]);
    const books = emptyBooks();
    lines().forEach((line, index) => void fold(books, index + 1, line));
    expect(books).toMatchObject({ issued: 0, lastTxn: 1, testing: null, run: 8 });
  });

  test('nothing moves without the very words', async () => {
    const { cabinet } = await board(driver);
    const file = kiosk(driver);
    for (const typed of driver === 'lbp' ? ['', 'y\n', 'turn 1\n'] : ['home 2\n']) {
      const { code, err } = await probe(['--config', file, '--turn', '2'], typed);
      expect(code).toBe(1);
      expect(err).toContain('nothing was done');
    }
    expect(cabinet.turns).toBe(0);
    expect(lines()).toHaveLength(2);
  });
});

test('a lane is homed, and that is in the ledger', async () => {
  const { cabinet } = await board('lbp');
  const file = kiosk('lbp');
  const { code, out } = await probe(['--config', file, '--home', '1'], 'home 1\n');
  expect(code).toBe(0);
  expect(out).toContain('正常 ready');
  expect(cabinet.falls).toEqual([]);
  expect(tests()).toEqual([
    ['home', 'turning', 1, null, 'technician', undefined],
    ['home', 'done', 1, 'ready', 'technician', undefined],
  ]);
});

test('no motor while an agent works, before one ever did, on an unknown lane, or with an open dispense', async () => {
  await board('lbp');
  const turning: Fact[] = [
    Object.assign({
      kind: 'turning' as const,
      request: randomUUID(),
      txn: 5,
      lane: 1,
      product: 'CD-M',
      board: 'LB00417',
      before: 0,
    }) as never,
  ];
  const file = kiosk('lbp', turning);
  const open = await probe(['--config', file, '--turn', '1'], 'turn 1\n');
  expect([open.code, open.err]).toEqual([1, expect.stringContaining('not settled')]);

  const unknown = await probe(['--config', file, '--turn', '9'], 'turn 9\n');
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('has no lane 9')]);

  const lock = lockDataDir(dataDir());
  const running = await probe(['--config', file, '--turn', '1'], 'turn 1\n');
  lock.release();
  expect([running.code, running.err]).toEqual([1, expect.stringContaining('stop it first')]);

  rmSync(dataDir(), { recursive: true });
  mkdirSync(dataDir());
  const fresh = await probe(['--config', file, '--turn', '1'], 'turn 1\n');
  expect([fresh.code, fresh.err]).toEqual([1, expect.stringContaining('no ledger')]);
  expect(runtime?.cabinet.turns).toBe(0);
});
