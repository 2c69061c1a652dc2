import { SerialPort } from 'serialport';

/** What is known of a port, as `SerialPort.list()` tells it. */
export interface PortSeen {
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
}

export type ListPorts = () => Promise<readonly PortSeen[]>;

const USB = /^usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?$/i;

/** Whether a configured port is `usb:VID:PID` or `usb:VID:PID:SERIAL`, hexadecimal as `lsusb` shows them. */
export const isUsbIdentity = (port: string): boolean => USB.test(port);

export type PortFound =
  | { readonly found: 'one'; readonly path: string }
  | { readonly found: 'none' | 'many'; readonly detail: string };

/**
 * The path of a configured port, now: a renumbered device is found again by its USB identity. Where more than one device fits, none is
 * chosen: the wrong one is never driven.
 */
export async function findPort(port: string, list: ListPorts = () => SerialPort.list()): Promise<PortFound> {
  const usb = USB.exec(port);
  if (usb === null) return { found: 'one', path: port };
  const [, vendor = '', product = '', serial] = usb;
  const is = (text: string | undefined, wanted: string): boolean => text?.toLowerCase() === wanted.toLowerCase();
  const fitting = (await list()).filter(
    (seen) =>
      is(seen.vendorId, vendor) &&
      is(seen.productId, product) &&
      (serial === undefined || seen.serialNumber === serial),
  );
  const [only, other] = fitting;
  if (only === undefined) return { found: 'none', detail: `no serial port is ${port}` };
  if (other === undefined) return { found: 'one', path: only.path };
  return {
    found: 'many',
    detail: `${fitting.map((seen) => seen.path).join(', ')} are all ${port}: add the serial number`,
  };
}
