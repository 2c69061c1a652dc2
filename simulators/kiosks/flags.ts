import { InvalidArgumentError } from 'commander';
import { type BoardName, boardNames } from '../../shared/config/boards.ts';

/** The flags of `yaoju kiosks`. */
export interface KiosksFlags {
  readonly count: number;
  readonly fleet: string;
  readonly mqtt?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly secrets?: string;
  readonly speed: number;
  readonly for?: number;
  readonly busy: number;
  readonly trouble: number;
  readonly driver: BoardName;
  readonly seed: number;
  readonly prefix: string;
  readonly state?: string;
  readonly check?: boolean;
}

/** Wrong usage, in one line: exit code 2. */
export class WrongUsage extends Error {}

/** Reads a whole number within bounds. Throws InvalidArgumentError for anything else. */
export const whole =
  (low: number, high: number) =>
  (text: string): number => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    throw new InvalidArgumentError(`It should be a whole number from ${low} to ${high}.`);
  };

/** Reads a number within bounds. Throws InvalidArgumentError for anything else. */
export const number =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text !== '' && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`It should be a number from ${low} to ${high}.`);
  };

/**
 * Reads a factor, or `max` for the highest possible speed. Throws InvalidArgumentError for anything
 * else.
 */
export function speedFlag(text: string): number {
  return text === 'max' ? Infinity : number(0.1, 1_000_000)(text);
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads a time such as 90s, 20m, 12h or 30d, in ms. Throws InvalidArgumentError for anything else.
 */
export function spanFlag(text: string): number {
  const found = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text);
  const ms = Number(found?.[1]) * (unitMs[found?.[2] ?? ''] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('It should be a time such as 90s, 20m, 12h or 30d.');
}

/** Reads the name of a board driver. Throws InvalidArgumentError for anything else. */
export function driverFlag(text: string): BoardName {
  const driver = boardNames.find((each) => each === text);
  if (driver) return driver;
  throw new InvalidArgumentError(`It should be one of: ${boardNames.join(', ')}.`);
}

/** Reads the prefix of machine ids. Throws InvalidArgumentError for anything else. */
export function prefixFlag(text: string): string {
  if (/^[A-Z0-9][A-Z0-9-]{0,20}$/.test(text)) return text;
  throw new InvalidArgumentError('It should be up to 21 of A-Z, 0-9 and -.');
}
