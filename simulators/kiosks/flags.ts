import { InvalidArgumentError } from 'commander';
import { type BoardName, boardNames } from '../../shared/config/boards.ts';
import { bilingual, joinBilingual } from '../../shared/contracts/meaning.ts';

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
    throw new InvalidArgumentError(
      joinBilingual(bilingual(`It should be a whole number from ${low} to ${high}.`, `应为 ${low} 至 ${high} 的整数`)),
    );
  };

/** Reads a number within bounds. Throws InvalidArgumentError for anything else. */
export const number =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text !== '' && value >= low && value <= high) return value;
    throw new InvalidArgumentError(
      joinBilingual(bilingual(`It should be a number from ${low} to ${high}.`, `应为 ${low} 至 ${high} 的数字`)),
    );
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
  throw new InvalidArgumentError(
    joinBilingual(bilingual('It should be a time such as 90s, 20m, 12h or 30d.', '应为时长，如 90s、20m、12h 或 30d')),
  );
}

/** Reads the name of a board driver. Throws InvalidArgumentError for anything else. */
export function driverFlag(text: string): BoardName {
  const driver = boardNames.find((each) => each === text);
  if (driver) return driver;
  throw new InvalidArgumentError(
    joinBilingual(bilingual(`It should be one of: ${boardNames.join(', ')}.`, `应为 ${boardNames.join('、')} 之一`)),
  );
}

/** Reads the prefix of machine ids. Throws InvalidArgumentError for anything else. */
export function prefixFlag(text: string): string {
  if (/^[A-Z0-9][A-Z0-9-]{0,20}$/.test(text)) return text;
  throw new InvalidArgumentError(
    joinBilingual(bilingual('It should be up to 21 of A-Z, 0-9 and -.', '最多 21 位大写字母、数字和连字符')),
  );
}
