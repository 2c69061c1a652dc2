import { Lane } from '../../../shared/contracts/ids.ts';
import type { LaneHardware } from '../port.ts';
import {
  ASK_MACHINE,
  bigEndian,
  CHECK,
  CHECKED,
  DISPENSING,
  DRIVE,
  type Frame,
  MACHINE,
  MENU,
  MENU_ANSWER,
  numberAt,
  SELECTION,
  SET_POLL_INTERVAL,
  SYNC,
} from './frame.ts';

/** A command of the host before its PackNO is known; `text` is what follows the PackNO. */
export interface Command {
  readonly command: number;
  readonly text: readonly number[];
}

export const sync: Command = { command: SYNC, text: [] };
/** Sets the board's poll interval; the wire has steps of 100 ms. */
export const setPollInterval = (pollMs: number): Command => ({ command: SET_POLL_INTERVAL, text: [pollMs / 100] });
export const askMachine: Command = { command: ASK_MACHINE, text: [] };
/** LEN 3: selection only, as real boards take it [VMC V3 §11.1]. */
export const check = (lane: Lane): Command => ({ command: CHECK, text: bigEndian(lane, 2) });

/**
 * Drives a motor at once, drop sensor on, no lift [VMC V3 §5]. `extra` is the byte that newer
 * editions add [VMC V3 §11.5].
 */
export function drive(lane: Lane, extra: number | null): Command {
  return { command: DRIVE, text: [1, 0, ...bigEndian(lane, 2), ...(extra === null ? [] : [extra])] };
}

/** Menu types [VMC V3 §6.6]. */
export const MACHINE_ID = 0x08;
export const JAMMED = 0x32;
export const MOTOR_ERRORS = 0x33;
const READ = 0;
const SET = 1;

/** Reads a menu entry; the answer is a 0x71 [VMC V3 §6.6]. */
export const readMenu = (type: number): Command => ({ command: MENU, text: [type, READ] });
/** Clears one of the board's lists of blocked lanes [VMC V3 §6.6]. */
export const clearList = (type: typeof JAMMED | typeof MOTOR_ERRORS): Command => ({ command: MENU, text: [type, SET] });

/** Whether a frame is the answer to a menu command: same type and operation. */
export const isMenuAnswer = (frame: Frame, { text }: Command): boolean =>
  frame.command === MENU_ANSWER && frame.body[1] === text[0] && frame.body[2] === text[1];

const laneAt = (body: Uint8Array, at: number): Lane | null => Lane.safeParse(numberAt(body, at, 2)).data ?? null;

/** 0x04: a status code for a lane. The microwave byte of LEN 5 is ignored [VMC V3 §11.2]. */
export function readDispensing({ command, body }: Frame): { code: number; lane: Lane } | null {
  const [, code] = body;
  const lane = laneAt(body, 2);
  return command === DISPENSING && code !== undefined && lane !== null ? { code, lane } : null;
}

/** 0x02: the answer to a check. */
export function readChecked({ command, body }: Frame): { code: number; lane: Lane } | null {
  const [, code] = body;
  const lane = laneAt(body, 2);
  return command === CHECKED && code !== undefined && lane !== null ? { code, lane } : null;
}

/**
 * 0x11: a selection report; any status but 0 is "not fit to vend" [VMC V3 §6.3]. Its stock and
 * price are ignored.
 */
export function readSelection({ command, body }: Frame): { lane: Lane; hardware: LaneHardware } | null {
  const lane = laneAt(body, 1);
  const status = body[11];
  if (command !== SELECTION || lane === null || status === undefined) return null;
  return { lane, hardware: status === 0 ? 'ready' : 'jam' };
}

/** The lanes of a list answer (0x32, 0x33): count, two bytes each. */
export function readLanes(body: Uint8Array): Lane[] {
  const count = body[3] ?? 0;
  return Array.from({ length: count }, (_, index) => laneAt(body, 4 + index * 2)).filter((lane) => lane !== null);
}

/**
 * The machine's state as 0x52 reports it [VMC V3 §6.4]. Temperature in 0.1 °C, humidity in %; null
 * if it was not reported.
 */
export interface Machine {
  /** Ten digits, or null if the frame is shorter. */
  readonly id: string | null;
  readonly door: 'open' | 'closed' | null;
  readonly tempDeciC: number | null;
  readonly humidityPct: number | null;
}

/** AA: the value was never measured [VMC V3 §6.4]. */
const NEVER = 0xaa;

const degrees = (byte: number | undefined): number | null =>
  byte === undefined || byte === NEVER ? null : ((byte << 24) >> 24) * 10;

/** Reads 0x52 by fixed offsets, as far as its LEN goes [VMC V3 §6.4, §11.3]. */
export function readMachine({ command, body }: Frame): Machine | null {
  if (command !== MACHINE || body.length < 7) return null;
  const humidity = body[33];
  return {
    id: readId(body, 15),
    door: body[6] === 1 ? 'open' : 'closed',
    tempDeciC: body.length > 25 ? degrees(body[25]) : degrees(body[5]),
    humidityPct: humidity === undefined || humidity > 100 ? null : humidity,
  };
}

/** The machine id at an offset: ten ASCII digits. */
export function readId(body: Uint8Array, at: number): string | null {
  const id = String.fromCharCode(...body.subarray(at, at + 10));
  return /^\d{10}$/.test(id) ? id : null;
}
