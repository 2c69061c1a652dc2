import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPort } from '../../../device/adapters/serial-port-path.ts';
import { listPorts } from '../../../device/adapters/serial-ports.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

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

  test('is not found if two match, or none does', async () => {
    expect(await find('usb:0403:6001')).toMatchObject({ found: 'many' });
    expect(await find('usb:0403:6001:C3')).toMatchObject({ found: 'none' });
    expect(await find('usb:dead:beef')).toMatchObject({ found: 'none' });
  });

  test('is found in the real list, also without udevadm', async () => {
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

  /**
   * The kernel's files with one adapter, one modem, one line on the mainboard, a console and a line
   * without hardware.
   */
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

  test('are reported as unknown, in one line, if there are neither the files nor udevadm', async () => {
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
