import { usbIdentity } from '../../shared/config/serial-port.ts';
import { type ListPorts, listPorts } from './serial-ports.ts';

/** The port that a setting names: exactly one path, or why there is none. */
export type PortFound =
  | { readonly found: 'one'; readonly path: string }
  | { readonly found: 'none' | 'many'; readonly detail: string };

/**
 * The path of a configured port, now: a renumbered device is found again by its USB identity. If
 * more than one device fits, none is chosen, so that the wrong one is never driven.
 */
export async function findPort(port: string, list: ListPorts = listPorts): Promise<PortFound> {
  const usb = usbIdentity.exec(port);
  if (usb === null) return { found: 'one', path: port };
  const [, vendor = '', product = '', serial] = usb;
  const is = (text: string | undefined, wanted: string): boolean => text?.toLowerCase() === wanted.toLowerCase();
  const fitting = (await list()).filter(
    (seen) =>
      is(seen.vendorId, vendor) &&
      is(seen.productId, product) &&
      (serial === undefined || isSerial(seen.serialNumber, serial)),
  );
  const [only, other] = fitting;
  if (only === undefined) return { found: 'none', detail: `no serial port is ${port}` };
  if (other === undefined) return { found: 'one', path: only.path };
  return {
    found: 'many',
    detail: `${fitting.map((seen) => seen.path).join(', ')} are all ${port}: add the serial number, or if they have none, use the path below /dev/serial/by-path`,
  };
}

/**
 * A serial number as the device holds it, or as udev writes it, with unusual characters replaced.
 */
const isSerial = (seen: string | undefined, wanted: string): boolean =>
  seen === wanted || seen?.trim().replaceAll(/[^\w#+.:=@-]/g, '_') === wanted;
