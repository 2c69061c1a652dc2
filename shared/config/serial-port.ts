import { z } from 'zod';
import { means } from '../contracts/meaning.ts';

/**
 * A serial port by its USB identity, hexadecimal as `lsusb` shows it: vendor, product, and
 * optionally the serial number.
 */
export const usbIdentity = /^usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(\S(?:.*\S)?))?$/i;

/** A serial port: a path, or a USB identity. An invalid USB identity is never taken for a path. */
export const SerialPort = z
  .string()
  .min(1)
  .refine((port) => !/^\s*usb:/i.test(port) || usbIdentity.test(port), 'USB 标识写法不对 · not a USB identity')
  .meta(
    means(
      "the serial port's path, such as /dev/ttyUSB0 or, if the adapter has no serial number, a name below /dev/serial/by-path, or its USB identity, usb:VID:PID or usb:VID:PID:SERIAL, with four hexadecimal digits each",
      '串口路径，如 /dev/ttyUSB0；适配器没有序列号时可用 /dev/serial/by-path 下的名称；也可填 USB 标识，如 usb:1a86:7523，两组数均为四位十六进制数，有序列号时再加冒号和序列号',
    ),
  );
