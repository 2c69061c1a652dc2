import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guardStream } from '../../device/adapters/serial-guard.ts';
import { type LineOptions, openFailure, SerialLine } from '../../device/adapters/serial-line.ts';
import type { PortSeen } from '../../device/adapters/serial-ports.ts';
import { LONGEST_LINE } from '../../device/board/lbp/limits.ts';
import type { BoardLine } from '../../device/ports.ts';
import type { BoardPort } from '../../simulators/board/port.ts';
import { ptyPort } from '../../simulators/board/pty.ts';

let dir = '';
let link = '';
let board: BoardPort | null = null;
let fromHost = '';
const lines: BoardLine[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'line-'));
  link = join(dir, 'tty');
  fromHost = '';
  board = await plug();
});

afterEach(() => {
  for (const line of lines.splice(0)) line.close();
  board?.close();
  rmSync(dir, { recursive: true, force: true });
});

const plug = (): Promise<BoardPort> =>
  ptyPort(link)({
    onBytes: (bytes) => {
      fromHost += String.fromCharCode(...bytes);
    },
    onLost: () => {},
  });

/** A line with its reports, in words. */
function host(options: Partial<LineOptions> = {}): { line: BoardLine; reports: string[]; heard: Uint8Array[] } {
  const reports: string[] = [];
  const heard: Uint8Array[] = [];
  const line = new SerialLine(
    { port: link, baudRate: 115_200, longestLine: LONGEST_LINE, ...options },
    {
      opened: () => void reports.push('opened'),
      closed: (reason) => void reports.push(reason),
      received: (bytes) => void heard.push(bytes),
    },
  );
  lines.push(line);
  return { line, reports, heard };
}

const until = (holds: () => unknown): Promise<void> =>
  expect.poll(() => Boolean(holds()), { timeout: 10_000, interval: 3 }).toBe(true);

const textOf = (pieces: Uint8Array[]): string => pieces.map((piece) => String.fromCharCode(...piece)).join('|');

describe('a real line', () => {
  test('opens, carries bytes both ways, gives whole lines only', async () => {
    const { line, reports, heard } = host();
    line.open();
    line.open();
    await until(() => reports.length > 0);
    expect(reports).toEqual(['opened']);
    line.send(Uint8Array.of(0x41, 0xff, 0x0a));
    await until(() => fromHost.length === 3);
    expect(fromHost).toBe('A\xff\n');
    board?.write(Buffer.from('one\r\nhalf', 'latin1'));
    await until(() => heard.length === 1);
    board?.write(Buffer.from(' more\xfe\r\n', 'latin1'));
    await until(() => heard.length === 2);
    expect(textOf(heard)).toBe('one\r\n|half more\xfe\r\n');
  });

  test('a board that speaks in frames has its bytes passed on as they come', async () => {
    const { line, reports, heard } = host({ longestLine: null });
    line.open();
    await until(() => reports.includes('opened'));
    board?.write(Uint8Array.of(0xfa, 0xfb, 0x41, 0, 0x40));
    await until(() => textOf(heard).replaceAll('|', '').length === 5);
  });

  test('a port that disappears is gone, then missing, then back', async () => {
    const { line, reports } = host();
    line.open();
    await until(() => reports.includes('opened'));
    board?.close();
    // The hang-up alone is not always reported: as with the agent's idle questions, a write finds
    // out.
    await until(() => {
      line.send(Uint8Array.of(0x0a));
      return reports.length > 1;
    });
    expect(reports[1]).toMatch(/^port-(gone|error)$/);
    line.open();
    await until(() => reports.includes('port-missing'));
    board = await plug();
    line.open();
    await until(() => reports.length === 4);
    expect([reports[0], reports[2], reports[3]]).toEqual(['opened', 'port-missing', 'opened']);
  });

  test('a port that another program holds is busy, and its own holder can open it again at once', async () => {
    const first = host();
    const second = host();
    first.line.open();
    await until(() => first.reports.includes('opened'));
    second.line.open();
    await until(() => second.reports.length > 0);
    expect(second.reports).toEqual(['port-busy']);
    for (let time = 0; time < 5; time++) {
      first.line.close();
      first.line.open();
      await until(() => first.reports.length === time + 2);
    }
    expect(new Set(first.reports)).toEqual(new Set(['opened']));
  });

  test('closing reports nothing, and nothing is received after it', async () => {
    const { line, reports, heard } = host();
    line.open();
    line.close();
    line.open();
    await until(() => reports.length > 0);
    line.close();
    board?.write(Buffer.from('late\r\n'));
    const other = host();
    // The lock is released with the closing, which takes time: until then the port is busy, and is
    // retried.
    await until(() => {
      other.line.open();
      return other.reports.includes('opened');
    });
    board?.write(Buffer.from('now\r\n'));
    await until(() => other.heard.length > 0);
    expect(reports).toEqual(['opened']);
    expect(heard).toEqual([]);
  });

  test('an opening that never ends is given up, and closed if it succeeds later', async () => {
    let answer: (ports: PortSeen[]) => void = () => {};
    const listPorts = () =>
      new Promise<PortSeen[]>((resolve) => {
        answer = resolve;
      });
    const { line, reports } = host({ port: 'usb:1a86:7523', openTimeoutMs: 30, listPorts });
    line.open();
    await until(() => reports.length > 0);
    expect(reports).toEqual(['port-error']);
    answer([{ path: link, vendorId: '1a86', productId: '7523' }]);
    const other = host();
    other.line.open();
    await until(() => other.reports.length > 0);
    expect(other.reports).toEqual(['opened']);
    expect(reports).toEqual(['port-error']);
  });
});

test.each([
  ['Error: No such file or directory, cannot open /dev/ttyUSB0', 'port-missing'],
  ['Error: Permission denied, cannot open /dev/ttyUSB0', 'port-denied'],
  ['Error Resource temporarily unavailable Cannot lock port', 'port-busy'],
  ['Error: Device or resource busy, cannot open /dev/ttyUSB0', 'port-busy'],
  ['Error: Inappropriate ioctl for device, cannot open /dev/null', 'port-error'],
  ['Opening COM7: File not found', 'port-missing'],
  ['Opening COM7: Access denied', 'port-denied'],
])('%s', (message, loss) => {
  expect(openFailure(message)).toBe(loss);
});

describe('a port by its USB identity', () => {
  test('is opened', async () => {
    const { line, reports } = host({
      port: 'usb:0403:6001:A1',
      listPorts: async () => [{ path: link, vendorId: '0403', productId: '6001', serialNumber: 'A1' }],
    });
    line.open();
    await until(() => reports.length > 0);
    expect(reports).toEqual(['opened']);
  });
});

test('ten MiB of noise through the guard: bounded, quick, and the line behind it still comes', async () => {
  const guard = guardStream(LONGEST_LINE);
  let bytes = 0;
  const pieces: Buffer[] = [];
  guard.on('data', (piece: Buffer) => {
    bytes += piece.length;
    pieces.push(piece);
  });
  const began = process.cpuUsage();
  const noise = Buffer.alloc(64 * 1024, 0xa5);
  for (let chunk = 0; chunk < 160; chunk++) guard.write(noise);
  guard.write(Buffer.from('\n1 HELLO*7DF0\r\n', 'latin1'));
  await until(() => pieces.at(-1)?.toString('latin1') === '1 HELLO*7DF0\r\n');
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1000).toBeLessThan(1_500);
  expect(bytes).toBeLessThan(160 * 66);
});
