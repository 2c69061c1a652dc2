import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guardStream } from '../../device/adapters/serial-guard.ts';
import { type LineOptions, openFailure, SerialLine } from '../../device/adapters/serial-line.ts';
import { findPort } from '../../device/adapters/serial-port-path.ts';
import { listPorts, type PortSeen } from '../../device/adapters/serial-ports.ts';
import { LONGEST_LINE } from '../../device/board/lbp/limits.ts';
import type { BoardLine } from '../../device/ports.ts';
import type { BoardPort } from '../../simulators/board/port.ts';
import { ptyPort } from '../../simulators/board/pty.ts';
import { freshDirectory } from '../support/fresh-directory.ts';

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

/** A line with what it told, in words. */
function host(options: Partial<LineOptions> = {}): { line: BoardLine; told: string[]; heard: Uint8Array[] } {
  const told: string[] = [];
  const heard: Uint8Array[] = [];
  const line = new SerialLine(
    { port: link, baudRate: 115_200, longestLine: LONGEST_LINE, ...options },
    {
      opened: () => void told.push('opened'),
      closed: (reason) => void told.push(reason),
      received: (bytes) => void heard.push(bytes),
    },
  );
  lines.push(line);
  return { line, told, heard };
}

const until = (holds: () => unknown): Promise<void> =>
  expect.poll(() => Boolean(holds()), { timeout: 10_000, interval: 3 }).toBe(true);

const textOf = (pieces: Uint8Array[]): string => pieces.map((piece) => String.fromCharCode(...piece)).join('|');

describe('a real line', () => {
  test('opens, carries bytes both ways, gives whole lines only', async () => {
    const { line, told, heard } = host();
    line.open();
    line.open();
    await until(() => told.length > 0);
    expect(told).toEqual(['opened']);
    line.send(Uint8Array.of(0x41, 0xff, 0x0a));
    await until(() => fromHost.length === 3);
    expect(fromHost).toBe('A\xff\n');
    board?.write(Buffer.from('one\r\nhalf', 'latin1'));
    await until(() => heard.length === 1);
    board?.write(Buffer.from(' more\xfe\r\n', 'latin1'));
    await until(() => heard.length === 2);
    expect(textOf(heard)).toBe('one\r\n|half more\xfe\r\n');
  });

  test('a board that speaks in frames gets its bytes as they come', async () => {
    const { line, told, heard } = host({ longestLine: null });
    line.open();
    await until(() => told.includes('opened'));
    board?.write(Uint8Array.of(0xfa, 0xfb, 0x41, 0, 0x40));
    await until(() => textOf(heard).replaceAll('|', '').length === 5);
  });

  test('a port that vanishes is gone, then missing, then there again', async () => {
    const { line, told } = host();
    line.open();
    await until(() => told.includes('opened'));
    board?.close();
    // The hang-up alone is not always told: as the agent's idle questions do, a write finds out.
    await until(() => {
      line.send(Uint8Array.of(0x0a));
      return told.length > 1;
    });
    expect(told[1]).toMatch(/^port-(gone|error)$/);
    line.open();
    await until(() => told.includes('port-missing'));
    board = await plug();
    line.open();
    await until(() => told.length === 4);
    expect([told[0], told[2], told[3]]).toEqual(['opened', 'port-missing', 'opened']);
  });

  test('a port that another program holds is busy, and its own holder can open it again at once', async () => {
    const first = host();
    const second = host();
    first.line.open();
    await until(() => first.told.includes('opened'));
    second.line.open();
    await until(() => second.told.length > 0);
    expect(second.told).toEqual(['port-busy']);
    for (let time = 0; time < 5; time++) {
      first.line.close();
      first.line.open();
      await until(() => first.told.length === time + 2);
    }
    expect(new Set(first.told)).toEqual(new Set(['opened']));
  });

  test('closing tells nothing, and nothing is heard after it', async () => {
    const { line, told, heard } = host();
    line.open();
    line.close();
    line.open();
    await until(() => told.length > 0);
    line.close();
    board?.write(Buffer.from('late\r\n'));
    const other = host();
    // The lock goes with the closing, which takes its time: until then the port is busy, and is tried again.
    await until(() => {
      other.line.open();
      return other.told.includes('opened');
    });
    board?.write(Buffer.from('now\r\n'));
    await until(() => other.heard.length > 0);
    expect(told).toEqual(['opened']);
    expect(heard).toEqual([]);
  });

  test('an opening that never ends is given up, and what comes of it later is closed', async () => {
    let answer: (ports: PortSeen[]) => void = () => {};
    const listPorts = () =>
      new Promise<PortSeen[]>((resolve) => {
        answer = resolve;
      });
    const { line, told } = host({ port: 'usb:1a86:7523', openTimeoutMs: 30, listPorts });
    line.open();
    await until(() => told.length > 0);
    expect(told).toEqual(['port-error']);
    answer([{ path: link, vendorId: '1a86', productId: '7523' }]);
    const other = host();
    other.line.open();
    await until(() => other.told.length > 0);
    expect(other.told).toEqual(['opened']);
    expect(told).toEqual(['port-error']);
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
  const ports = [
    { path: '/dev/ttyUSB0', vendorId: '1a86', productId: '7523' },
    { path: '/dev/ttyUSB3', vendorId: '0403', productId: '6001', serialNumber: 'A1' },
    { path: '/dev/ttyUSB1', vendorId: '0403', productId: '6001', serialNumber: 'B2' },
    { path: '/dev/ttyS0' },
  ];
  const find = (port: string) => findPort(port, async () => ports);

  test('is found under whatever name it has now', async () => {
    expect(await find('usb:1A86:7523')).toEqual({ found: 'one', path: '/dev/ttyUSB0' });
    expect(await find('usb:0403:6001:B2')).toEqual({ found: 'one', path: '/dev/ttyUSB1' });
    expect(await find('/dev/ttyS7')).toEqual({ found: 'one', path: '/dev/ttyS7' });
  });

  test('is none where two fit, or none does', async () => {
    expect(await find('usb:0403:6001')).toMatchObject({ found: 'many' });
    expect(await find('usb:0403:6001:C3')).toMatchObject({ found: 'none' });
    expect(await find('usb:dead:beef')).toMatchObject({ found: 'none' });
  });

  test('is opened', async () => {
    const { line, told } = host({
      port: 'usb:0403:6001:A1',
      listPorts: async () => [{ path: link, vendorId: '0403', productId: '6001', serialNumber: 'A1' }],
    });
    line.open();
    await until(() => told.length > 0);
    expect(told).toEqual(['opened']);
  });

  test('is asked of the real list, also where there is no udevadm', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      await expect(findPort('usb:ffff:ffff')).resolves.toEqual({
        found: 'none',
        detail: 'no serial port is usb:ffff:ffff',
      });
    } finally {
      process.env.PATH = path;
    }
  });
});

describe("a computer's serial ports by the kernel's files", () => {
  const put = (folder: string, files: Record<string, string>): string => {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  };

  /** The kernel's tree as it is with one adapter, one modem, one line on the mainboard, a console and a line without hardware. */
  function kernel(): string {
    const root = freshDirectory();
    const classes = put(join(root, 'class/tty'), {});
    const usb = put(join(root, 'devices/usb1/1-2'), { idVendor: '1a86\n', idProduct: '7523\n', serial: 'A5 01\n' });
    const modem = put(join(root, 'devices/usb1/1-3'), { idVendor: '2c7c\n', idProduct: '0125\n' });
    const behind = {
      ttyUSB0: put(join(usb, '1-2:1.0/ttyUSB0'), {}),
      ttyACM0: put(join(modem, '1-3:1.1'), {}),
      ttyS0: put(join(root, 'devices/platform/serial8250'), {}),
      tty1: put(join(root, 'devices/virtual'), {}),
    };
    for (const [name, device] of Object.entries(behind)) {
      put(join(classes, name), {});
      symlinkSync(device, join(classes, name, 'device'));
    }
    put(join(classes, 'ttyS9'), {});
    return classes;
  }

  test('are listed with their USB identities', async () => {
    const ports = await listPorts(kernel());
    expect(ports.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: '/dev/ttyACM0', vendorId: '2c7c', productId: '0125', serialNumber: undefined },
      { path: '/dev/ttyS0' },
      { path: '/dev/ttyUSB0', vendorId: '1a86', productId: '7523', serialNumber: 'A5 01' },
    ]);
  });

  test('are found by the serial number as the device holds it and as udev writes it', async () => {
    const classes = kernel();
    for (const port of ['usb:1a86:7523:A5 01', 'usb:1a86:7523:A5_01'])
      expect(await findPort(port, () => listPorts(classes))).toEqual({ found: 'one', path: '/dev/ttyUSB0' });
  });

  test('are said to be unknown, in one line, where neither the files nor udevadm are there', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      await expect(listPorts(join(freshDirectory(), 'none'))).rejects.toThrow(
        /^the serial ports cannot be listed: .* is not there, and udevadm could not be asked \([^\n]*\)$/,
      );
    } finally {
      process.env.PATH = path;
    }
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
