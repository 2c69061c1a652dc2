import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SerialPort } from 'serialport';
import { errorText } from '../../shared/error-text.ts';

/**
 * A serial port of this computer; vendor and product are four hexadecimal digits, if it is on the
 * USB.
 */
export interface PortSeen {
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
}

/** Lists the serial ports of this computer. */
export type ListPorts = () => Promise<readonly PortSeen[]>;

/** The kernel's names of possible serial lines; consoles and pseudo-terminals are excluded. */
const serialName = /^(tty(S|USB|ACM|AMA|WCHUSB|MFD|O|THS|SAC|mxc)\d+|rfcomm\d+)$/;

/** The most steps up: no device is farther below its USB interface. */
const maxUp = 8;

/**
 * The serial ports of this computer. On Linux they are read from the kernel's own files, so that no
 * `udevadm` is needed. If there are none, `serialport` is asked. Throws an error of one line if
 * neither can list them.
 */
export async function listPorts(classes = '/sys/class/tty'): Promise<readonly PortSeen[]> {
  if (existsSync(classes)) return readdirSync(classes).flatMap((name) => portOf(classes, name) ?? []);
  try {
    return await SerialPort.list();
  } catch (error) {
    const why = errorText(error);
    throw new Error(
      `the serial ports cannot be listed: ${classes} is not there, and udevadm could not be asked (${why})`,
    );
  }
}

function portOf(classes: string, name: string): PortSeen | null {
  if (!serialName.test(name)) return null;
  const path = `/dev/${name}`;
  let folder: string;
  try {
    folder = realpathSync(join(classes, name, 'device'));
  } catch {
    // A name without a device is ignored, and so is one whose device was just unplugged.
    return null;
  }
  for (let up = 0; up < maxUp; up++, folder = dirname(folder)) {
    const vendorId = fileText(join(folder, 'idVendor'));
    if (vendorId === undefined) continue;
    return {
      path,
      vendorId,
      productId: fileText(join(folder, 'idProduct')),
      serialNumber: fileText(join(folder, 'serial')),
    };
  }
  return { path };
}

function fileText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
