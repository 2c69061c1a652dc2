import { z } from 'zod';
import { MachineId } from '../contracts/ids.ts';
import { EnteredLane } from '../contracts/plan.ts';
import { BoardOptions, boardNames, boards } from './boards.ts';
import { path, secret } from './load.ts';

export const Port = z.int().min(0).max(65_535).describe('a TCP port, 0 to 65535 (0: any free one)');

/** A serial port by its USB identity, hexadecimal as `lsusb` shows it: vendor, product, and the serial number where it is named. */
export const usbIdentity = /^usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(\S(?:.*\S)?))?$/i;

/** Where a board is: a path, or a USB identity. What begins as one and is none is refused, never taken for a path. */
export const BoardPort = z
  .string()
  .min(1)
  .refine((port) => !/^\s*usb:/i.test(port) || usbIdentity.test(port), 'no USB identity')
  .describe(
    "the serial port's path, such as /dev/ttyUSB0, or its USB identity, usb:VID:PID or usb:VID:PID:SERIAL, with four hexadecimal digits each",
  );

/** kiosk.json [running contract]. Strict: a key nobody knows is a mistake. */
export const KioskConfig = z
  .strictObject({
    machine: MachineId.describe('the machine id: 3 to 32 of A-Z, 0-9 and -, not beginning with -'),
    dataDir: z
      .string()
      .min(1)
      .meta({ ...path, description: 'a folder for the ledger' })
      .default('data/kiosk'),
    board: z.strictObject({
      driver: z.enum(boardNames).default('lbp').describe(boardNames.join(' or ')),
      port: BoardPort,
      baudRate: z.int().min(300).max(4_000_000).optional().describe('baud, 300 to 4000000'),
      ...BoardOptions.shape,
    }),
    fleet: z.strictObject({
      url: z.url({ protocol: /^mqtts?$/ }).describe("the fleet's broker, such as mqtts://fleet.example:8883"),
      password: z
        .string()
        .min(1)
        .max(256)
        .meta({ ...secret, description: 'the secret that the fleet showed when the machine was registered' }),
      ca: z
        .string()
        .min(1)
        .meta({ ...path, description: "a file with the certificate authority's certificate, PEM" })
        .optional(),
    }),
    http: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1').describe('an address of this computer'),
        port: Port.default(7080),
      })
      .prefault({}),
    staff: z.strictObject({
      pin: z
        .string()
        .regex(/^\d{4,12}$/)
        .meta({ ...secret, description: '4 to 12 digits' }),
    }),
    lanes: z
      .array(EnteredLane)
      .min(1)
      .max(100)
      .refine((lanes) => new Set(lanes.map((lane) => lane.lane)).size === lanes.length, 'a lane stands twice')
      .describe('the first planogram: [{"lane": 1, "product": "CD-M", "capacity": 10, "par": 10}, …]'),
  })
  .transform((config) => ({
    ...config,
    board: { ...config.board, baudRate: config.board.baudRate ?? boards[config.board.driver].baudRate },
  }));
export type KioskConfig = z.output<typeof KioskConfig>;
