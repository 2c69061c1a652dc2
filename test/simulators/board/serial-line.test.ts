import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BoardDriver } from '../../../simulators/board/model/board.ts';
import { readableText } from '../../../simulators/board/model/readable.ts';
import { FrameReader, frameBytes } from '../../../simulators/board/model/vmc3/frame.ts';
import type { OpenPort } from '../../../simulators/board/port.ts';
import { ptyPort } from '../../../simulators/board/pty.ts';
import { BoardRuntime } from '../../../simulators/board/runtime.ts';
import { realPort } from '../../../simulators/board/serial.ts';
import { readCabinetLines, stateInDir, stateInMemory } from '../../../simulators/board/state-dir.ts';
import { lbpLine } from '../../support/board-rig.ts';
import { soon } from '../../support/soon.ts';

const open: { close(): void }[] = [];
let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'board-'));
});

afterEach(() => {
  for (const one of open.splice(0).reverse()) one.close();
  rmSync(dir, { recursive: true, force: true });
});

interface BoardChoice {
  readonly driver?: BoardDriver;
  readonly link?: string;
  readonly state?: string;
  readonly baudRate?: number;
  readonly openPort?: OpenPort;
  readonly serial?: string;
  readonly speed?: number;
}

async function board(choice: BoardChoice = {}): Promise<BoardRuntime> {
  const state = choice.state === undefined ? stateInMemory() : stateInDir(choice.state);
  const openPort = choice.openPort ?? ptyPort(choice.link ?? null);
  const fixed = {
    driver: choice.driver ?? ('lbp' as const),
    lanes: 4,
    boxes: 3,
    speed: choice.speed ?? 20,
    baudRate: choice.baudRate ?? 115_200,
    onFailure: (error: Error) => expect.fail(error.message),
    seed: 1,
  };
  const runtime = new BoardRuntime({
    ...fixed,
    openPort,
    state,
    ...(choice.serial === undefined ? {} : { serial: choice.serial }),
  });
  open.push(runtime);
  await runtime.start();
  await soon(() => runtime.board.ready).toBe(true);
  return runtime;
}

/** The real `serialport`, with the lines it has heard. */
class Host {
  heard = '';
  readonly port: SerialPort;
  gone = false;

  constructor(path: string) {
    this.port = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
    this.port.on('data', (bytes: Buffer) => {
      this.heard += bytes.toString('latin1');
    });
    this.port.on('close', () => {
      this.gone = true;
    });
    this.port.on('error', () => {
      this.gone = true;
    });
    open.push({ close: () => this.port.isOpen && this.port.close() });
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve, reject) => this.port.open((error) => (error ? reject(error) : resolve())));
    return this;
  }

  say(body: string): void {
    this.port.write(lbpLine(body), 'latin1');
  }

  async hears(body: string): Promise<void> {
    const heard = (): boolean => this.heard.includes(lbpLine(body));
    await soon(heard, body).toBe(true);
  }
}

test('the real serialport opens it, talks, and gets a box', async () => {
  const runtime = await board();
  const host = await new Host(runtime.portPath ?? '').open();
  host.say('1 HELLO');
  await host.hears('1 OK LBP/1 SPIRAL-40 2.3.1 LB00417 4 1');
  host.say('2 TXN');
  await host.hears('2 OK 0 0 NONE');
  host.say('3 VEND 1 2');
  await host.hears('3 OK 1 2 RUNNING');
  await host.hears('! DONE 1 2 DROPPED');
  expect(runtime.cabinet.falls).toMatchObject([{ lane: 2 }]);
});

test('nothing is echoed, translated or taken away, in either direction', async () => {
  const runtime = await board();
  const host = await new Host(runtime.portPath ?? '').open();
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const heard: number[] = [];
  const stop = runtime.listen((event) => event.kind === 'wire' && event.from === 'host' && heard.push(...event.bytes));
  for (let round = 0; round < 20; round += 1) host.port.write(Buffer.from(all));
  await soon(() => heard.length).toBe(20 * 256);
  expect(heard).toEqual(Array.from({ length: 20 }, () => [...all]).flat());
  stop();
  for (let round = 0; round < 20; round += 1) runtime.wire.fromBoard(all, runtime.nowMs);
  runtime.do(() => {});
  await soon(() => host.heard.replace(/^! BOOT 1 POWER\*[0-9A-F]{4}\r\n/, '').length).toBe(20 * 256);
  expect(Buffer.from(host.heard.slice(-20 * 256), 'latin1')).toEqual(Buffer.from(heard));
});

test('the line is raw before anybody opens it: no echo, no line editing, no translation', async () => {
  const runtime = await board();
  const fd = openSync(runtime.portPath ?? '', 'r+');
  const modes = execFileSync('stty', ['-a'], { stdio: [fd, 'pipe', 'ignore'] });
  closeSync(fd);
  const words = modes.toString().split(/[\s;]+/);
  expect(words).toEqual(expect.arrayContaining(['-echo', '-icanon', '-isig', '-icrnl', '-ixon', '-opost', '-iexten']));
});

test('a line that a crash cut off never happened; the next one is whole', async () => {
  const state = join(dir, 'state');
  (await board({ state, serial: 'LB5' })).close();
  const path = join(state, 'cabinet.jsonl');
  const before = readCabinetLines(path);
  appendFileSync(path, '{"kind":"fell","atMs":17');
  const again = await board({ state });
  expect(again.board.serial).toBe('LB5');
  again.cabinet.put(1, 2, 5);
  expect(readCabinetLines(path)).toEqual([...before, { kind: 'put', atMs: 5, lane: 1, boxes: 2 }]);
});

test('the host may close and open again, and half a day without a host hurts nobody', async () => {
  const runtime = await board({ baudRate: 0 });
  const path = runtime.portPath ?? '';
  const first = await new Host(path).open();
  first.say('1 TXN');
  await first.hears('1 OK 0 0 NONE');
  await new Promise((resolve) => first.port.close(resolve));
  for (let round = 0; round < 2000; round += 1) runtime.wire.fromBoard(new Uint8Array(64).fill(65), runtime.nowMs);
  runtime.do(() => {});
  const second = await new Host(path).open();
  second.say('2 TXN');
  await second.hears('2 OK 0 0 NONE');
});

test('unplugged, the link is gone and the host is told; plugged, the link points to a new port', async () => {
  const link = join(dir, 'ttyBoard');
  const runtime = await board({ link });
  const host = await new Host(link).open();
  host.say('1 TXN');
  await host.hears('1 OK 0 0 NONE');
  runtime.unplug();
  // The hang-up alone is not always told: a write finds out.
  await soon(() => {
    host.say('2 TXN');
    return host.gone;
  }).toBe(true);
  expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
  await runtime.plug();
  expect(readlinkSync(link)).toBe(runtime.portPath);
  const again = await new Host(link).open();
  again.say('2 TXN');
  await again.hears('2 OK 0 0 NONE');
  runtime.close();
  expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
});

test('boxes, faults and memory are on disk and come back', async () => {
  const state = join(dir, 'state');
  const runtime = await board({ state });
  const host = await new Host(runtime.portPath ?? '').open();
  runtime.cabinet.setBlind(3, true);
  host.say('1 VEND 5 2');
  await host.hears('! DONE 5 2 DROPPED');
  runtime.swap('LB7');
  runtime.close();
  const fell = readCabinetLines(join(state, 'cabinet.jsonl')).filter((line) => line.kind === 'fell');
  expect(fell).toMatchObject([{ lane: 2, box: 1, by: 'LB00417' }]);
  const again = await board({ state });
  expect(again.board.serial).toBe('LB7');
  expect(again.board.lastTransaction).toBeNull();
  expect(again.cabinet.lane(2)).toMatchObject({ boxes: 2, fallen: 1 });
  expect(again.cabinet.lane(3)?.blind).toBe(true);
  again.swap('LB00417');
  expect(again.board.lastTransaction).toEqual({ id: 5, lane: 2, result: 'DROPPED' });
});

test('a vmc3 board leads the line on the real serialport, and gives a box', async () => {
  const runtime = await board({ driver: 'vmc3', speed: 4 });
  const port = new SerialPort({ path: runtime.portPath ?? '', baudRate: 57_600, autoOpen: false });
  open.push({ close: () => port.isOpen && port.close() });
  const finals: number[] = [];
  let taken = false;
  // On a busy machine an answer may miss its POLL: either side says its frame again, with the same number.
  const reader = new FrameReader(({ command, body: text }) => {
    if (command === 0x04 && finals.at(-1) !== text[1]) finals.push(text[1] ?? 0);
    if (command === 0x42) taken = true;
    if (command === 0x42) return;
    const mine = command === 0x41 && !taken;
    port.write(Buffer.from(mine ? frameBytes(0x06, [1, 1, 0, 0, 3]) : frameBytes(0x42)));
  });
  port.on('data', (bytes: Buffer) => reader.push(bytes));
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  await soon(() => finals).toEqual([1, 2]);
  expect(runtime.cabinet.falls).toMatchObject([{ lane: 3 }]);
});

test('the record is on disk before the motor moves and before anybody is told, the result before it is said', async () => {
  const state = join(dir, 'state');
  const runtime = await board({ state });
  const onDisk = (): string => readFileSync(join(state, 'nvram-LB00417.json'), 'utf8');
  const story: string[] = [];
  runtime.listen((event) => {
    if (event.kind === 'cabinet' && event.line.kind === 'turn') story.push(`turn ${onDisk()}`);
    if (event.kind !== 'wire' || event.from === 'host') return;
    const said = readableText(event.bytes);
    if (!said.startsWith('! BOOT')) story.push(`${said} ${onDisk()}`);
  });
  const host = await new Host(runtime.portPath ?? '').open();
  host.say('1 VEND 5 2');
  await host.hears('! DONE 5 2 DROPPED');
  expect(story).toHaveLength(3);
  expect(story).toContainEqual(expect.stringMatching(/^turn .*"t":5,"n":2,"result":"RUNNING"/));
  expect(story).toContainEqual(expect.stringMatching(/^1 OK 5 2 RUNNING.*"t":5,"n":2,"result":"RUNNING"/));
  expect(story).toContainEqual(expect.stringMatching(/^! DONE 5 2 DROPPED.*"result":"DROPPED",.*"drops":\[0,1,0,0\]/));
});

test('a state that cannot be kept stops the board, and says so', async () => {
  const state = stateInMemory();
  const failures: string[] = [];
  const onFailure = (error: Error): void => void failures.push(error.message);
  const saveNvram = (): void => {
    throw new Error('ENOSPC: no space left on device');
  };
  const fixed = { driver: 'lbp' as const, lanes: 4, boxes: 3, speed: 20, baudRate: 0, seed: 1 };
  const runtime = new BoardRuntime({ ...fixed, openPort: ptyPort(null), state: { ...state, saveNvram }, onFailure });
  open.push(runtime);
  await runtime.start();
  await soon(() => failures).toEqual(['ENOSPC: no space left on device']);
});

test('it speaks on a real serial port too, and says when that is lost', async () => {
  let heard = '';
  const far = await ptyPort(null)({
    onBytes: (bytes) => {
      heard += Buffer.from(bytes).toString('latin1');
    },
    onLost: () => {},
  });
  open.push(far);
  const runtime = await board({ openPort: realPort(far.path, 115_200) });
  const notes: string[] = [];
  runtime.listen((event) => event.kind === 'note' && notes.push(event.text));
  await soon(() => heard).toBe(lbpLine('! BOOT 1 POWER'));
  far.write(Buffer.from(lbpLine('1 TXN')));
  await soon(() => heard).toContain(lbpLine('1 OK 0 0 NONE'));
  far.close();
  await soon(() => notes.join()).toContain('port lost');
  expect(runtime.portPath).toBeNull();
});
