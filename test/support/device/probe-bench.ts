import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect } from 'vitest';
import { sha256Chain } from '../../../device/adapters/chain.ts';
import { openLedger } from '../../../device/adapters/sqlite-ledger.ts';
import type { BoardName } from '../../../shared/config/boards.ts';
import { type Event, type Fact, readLine } from '../../../shared/contracts/events.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { PlannedLane } from '../../../shared/contracts/plan.ts';
import { boardKinds } from '../../../simulators/board/model/boards.ts';
import { Vmc3Board } from '../../../simulators/board/model/vmc3/vmc3-board.ts';
import { ptyPort } from '../../../simulators/board/pty.ts';
import { BoardRuntime } from '../../../simulators/board/runtime.ts';
import { stateInMemory } from '../../../simulators/board/state-dir.ts';
import { newLedgerId } from './ledgers.ts';

const yaoju = fileURLToPath(new URL('../../../../bin/yaoju.js', import.meta.url));

/** Runs `yaoju probe`; `typed` is the person's input. */
export function probe(args: string[], typed = ''): Promise<{ code: number | null; out: string; err: string }> {
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

/**
 * A folder with a port for a simulated board and for a kiosk's ledger, created for each test of the
 * file that calls this.
 */
export function probeBench() {
  let dir = '';
  let runtime: BoardRuntime | null = null;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'probe-'));
  });
  afterEach(() => {
    runtime?.close();
    runtime = null;
    rmSync(dir, { recursive: true, force: true });
  });
  const link = (): string => join(dir, 'tty');
  const dataDir = (): string => join(dir, 'data');
  const lines = (): Event[] => linesIn(dataDir());
  return {
    get dir() {
      return dir;
    },
    /** The path of the board's port. */
    get link() {
      return link();
    },
    /** The board that is plugged in; null before `board`. */
    get runtime() {
      return runtime;
    },
    dataDir,
    /** Plugs in a board. */
    board: async (driver: BoardName): Promise<BoardRuntime> => {
      runtime = boardOn(driver, link());
      await runtime.start();
      return runtime;
    },
    /**
     * Writes a kiosk.json, and a ledger as an agent leaves it, with these facts after its first
     * lines. Returns the path of kiosk.json.
     */
    kiosk: (driver: BoardName, facts: readonly Fact[] = []): string => {
      const file = join(dir, 'kiosk.json');
      writeKiosk(file, dataDir(), { driver, port: link() }, facts);
      return file;
    },
    /** The ledger's lines. */
    lines,
    /** The ledger's tests: purpose, state, lane, result, by whom, number. */
    tests: (): unknown[] =>
      lines().flatMap((line) =>
        line.kind === 'tested' ? [[line.purpose, line.state, line.lane, line.result, line.by, line.txn]] : [],
      ),
  };
}

function boardOn(driver: BoardName, link: string): BoardRuntime {
  const runtime = new BoardRuntime({
    driver,
    openPort: ptyPort(link),
    state: stateInMemory(),
    lanes: 3,
    boxes: 5,
    speed: 20,
    baudRate: boardKinds[driver].baudRate,
    seed: 1,
    onFailure: (error: Error) => expect.fail(error.message),
  });
  if (runtime.board instanceof Vmc3Board) runtime.board.settings.pollMs = 50;
  return runtime;
}

const open = (dataDir: string) =>
  openLedger({
    dataDir,
    machine: MachineId.parse('JX-360102-0001'),
    chain: sha256Chain,
    newLedger: newLedgerId,
    dated: () => 'now',
    say: () => {},
  });

function writeKiosk(file: string, dataDir: string, board: { driver: BoardName; port: string }, facts: readonly Fact[]) {
  const lanes = [1, 2].map((lane) => PlannedLane.parse({ lane, product: 'CD-M', capacity: 10, par: 10 }));
  const first: Fact[] = [
    { kind: 'booted', version: 'test', cause: 'new-disk', ledgerBefore: null },
    { kind: 'configured', version: 0, lanes, recalls: [], limits: {} },
  ];
  const ledger = open(dataDir);
  ledger.append([...first, ...facts].map((fact) => JSON.stringify({ ...fact, at: 1_790_000_000_000, run: 7, up: 5 })));
  ledger.close();
  const config = {
    machine: 'JX-360102-0001',
    dataDir,
    board,
    fleet: { url: 'mqtt://127.0.0.1:1883', password: 'secret' },
    staff: { pin: '123456' },
    lanes,
  };
  writeFileSync(file, JSON.stringify(config));
}

function linesIn(dataDir: string): Event[] {
  const ledger = open(dataDir);
  const read = ledger.read(1, 100).map(readLine);
  ledger.close();
  return read.flatMap((line) => (line.kind === 'known' ? [line.event] : []));
}
