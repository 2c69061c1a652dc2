import type { Lane } from '../../../shared/contracts/ids.ts';
import { withNullPrototype } from '../../../shared/contracts/null-prototype.ts';
import type { LaneHardware } from '../port.ts';

/** [LBP/1 final results] */
export type FinalResult = 'DROPPED' | 'NODROP' | 'JAM' | 'UNKNOWN';
/** A transaction as TXN, VEND and DONE report it; t 0 with NONE if there was none. */
export interface Transaction {
  readonly txn: number;
  readonly lane: number;
  readonly result: FinalResult | 'RUNNING' | 'NONE';
}

/** The answer to HELLO: who the board is. `boots` counts its power-ups. */
export interface Hello {
  readonly model: string;
  readonly firmware: string;
  readonly serial: string;
  readonly lanes: number;
  readonly boots: number;
}

/** The answer to STATUS. Temperature in 0.1 °C and humidity in %; null without a sensor. */
export interface Status {
  readonly door: 'open' | 'closed';
  readonly tempDeciC: number | null;
  readonly humidityPct: number | null;
  readonly uptimeS: number;
  readonly boots: number;
}

/** The answer to LANE: the lane's state, and how many boxes its sensor ever saw. */
export interface LaneReading {
  readonly lane: Lane;
  readonly hardware: LaneHardware;
  readonly drops: number;
}

/** The content of a board's valid line. `foreign` is valid but not known to LBP/1. */
export type Message =
  | { readonly is: 'ok'; readonly id: number; readonly args: readonly string[] }
  | { readonly is: 'err'; readonly id: number; readonly code: string }
  | { readonly is: 'boot'; readonly boots: number; readonly cause: string }
  | { readonly is: 'done'; readonly transaction: Transaction }
  | { readonly is: 'door'; readonly state: 'open' | 'closed' }
  | { readonly is: 'lane'; readonly lane: Lane; readonly hardware: LaneHardware }
  | { readonly is: 'foreign' };

const FOREIGN: Message = { is: 'foreign' };
const CAUSES = ['POWER', 'WATCHDOG', 'RESET'];
const MAX_NUMBER = 4_294_967_295;
const MAX_LANES = 9_999;
const ZERO = 48;

/** A decimal without sign or leading zeros, as the contract's numbers are. */
function decimal(token: string | undefined, max = MAX_NUMBER): number | null {
  if (token === undefined || token.length === 0 || token.length > 10) return null;
  if (token.length > 1 && token.charCodeAt(0) === ZERO) return null;
  let value = 0;
  for (let at = 0; at < token.length; at++) {
    const digit = token.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return value <= max ? value : null;
}

function laneNumber(token: string | undefined): Lane | null {
  const lane = decimal(token, MAX_LANES);
  return lane === null || lane === 0 ? null : (lane as Lane);
}

function reading(token: string | undefined): number | null | undefined {
  if (token === '-') return null;
  return token !== undefined && /^-?\d{1,5}$/.test(token) ? Number(token) : undefined;
}

function door(token: string | undefined): 'open' | 'closed' | null {
  if (token === 'OPEN') return 'open';
  return token === 'CLOSED' ? 'closed' : null;
}

const HARDWARE: Record<string, LaneHardware> = withNullPrototype({
  READY: 'ready',
  EMPTY: 'empty',
  JAM: 'jam',
  ABSENT: 'absent',
});

function hardware(token: string | undefined): LaneHardware | null {
  return token === undefined ? null : (HARDWARE[token] ?? null);
}

/** `t n RESULT`, of a current or earlier transaction. */
export function readTransaction(args: readonly string[]): Transaction | null {
  const [t, n, result] = args;
  const txn = decimal(t);
  const lane = decimal(n);
  if (args.length !== 3 || txn === null || lane === null) return null;
  if (result === 'NONE') return txn === 0 && lane === 0 ? { txn, lane, result } : null;
  if (txn === 0 || lane === 0) return null;
  switch (result) {
    case 'RUNNING':
    case 'DROPPED':
    case 'NODROP':
    case 'JAM':
    case 'UNKNOWN':
      return { txn, lane, result };
    default:
      return null;
  }
}

/** `LBP/1 MODEL FIRMWARE SERIAL LANES BOOTS` */
export function readHello(args: readonly string[]): Hello | null {
  const [protocol, model, firmware, serial, n, b] = args;
  const lanes = decimal(n, MAX_LANES);
  const boots = decimal(b);
  if (protocol !== 'LBP/1' || args.length !== 6 || lanes === null || boots === null) return null;
  if (!model || !firmware || !serial || serial.length > 64) return null;
  return { model, firmware, serial, lanes, boots };
}

/** `DOOR TEMP HUMID UPTIME BOOTS` */
export function readStatus(args: readonly string[]): Status | null {
  const state = door(args[0]);
  const tempDeciC = reading(args[1]);
  const humidityPct = reading(args[2]);
  const uptimeS = decimal(args[3]);
  const boots = decimal(args[4]);
  if (args.length !== 5 || state === null || tempDeciC === undefined || humidityPct === undefined) return null;
  if (uptimeS === null || boots === null) return null;
  return { door: state, tempDeciC, humidityPct, uptimeS, boots };
}

/** `n STATE DROPS` */
export function readLane(args: readonly string[]): LaneReading | null {
  const lane = laneNumber(args[0]);
  const state = hardware(args[1]);
  const drops = decimal(args[2]);
  if (args.length !== 3 || lane === null || state === null || drops === null) return null;
  return { lane, hardware: state, drops };
}

function readEvent(verb: string | undefined, args: readonly string[]): Message {
  switch (verb) {
    case 'BOOT': {
      const boots = decimal(args[0]);
      const cause = args[1];
      if (args.length !== 2 || boots === null || cause === undefined || !CAUSES.includes(cause)) return FOREIGN;
      return { is: 'boot', boots, cause: cause.toLowerCase() };
    }
    case 'DONE': {
      const transaction = readTransaction(args);
      return transaction === null ? FOREIGN : { is: 'done', transaction };
    }
    case 'DOOR': {
      const state = door(args[0]);
      return state === null || args.length !== 1 ? FOREIGN : { is: 'door', state };
    }
    case 'LANE': {
      const lane = laneNumber(args[0]);
      const state = hardware(args[1]);
      return lane === null || state === null || args.length !== 2 ? FOREIGN : { is: 'lane', lane, hardware: state };
    }
    default:
      return FOREIGN;
  }
}

/** Reads the body of a line. */
export function readMessage(body: string): Message {
  const [first, second, ...rest] = body.split(' ');
  if (first === '!') return readEvent(second, rest);
  const id = decimal(first, 65_535);
  if (id === null || id === 0) return FOREIGN;
  if (second === 'OK') return { is: 'ok', id, args: rest };
  const code = rest[0];
  return second === 'ERR' && rest.length === 1 && code ? { is: 'err', id, code } : FOREIGN;
}
