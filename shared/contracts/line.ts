import { type Event, readLine } from './events.ts';

/** Thrown for a line that could not be read back as its event; nothing was written. */
export class UnreadableLine extends Error {
  readonly kind: Event['kind'];
  constructor(kind: Event['kind'], why: string) {
    super(`a \`${kind}\` line would not be read back: ${why}`);
    this.name = 'UnreadableLine';
    this.kind = kind;
  }
}

/**
 * An event's ledger line. Throws UnreadableLine if reading it would not return the same event: such
 * a line is never written.
 */
export function writeLine(event: Event): string {
  const line = JSON.stringify(event);
  const read = readLine(line);
  if (read.kind !== 'known') throw new UnreadableLine(event.kind, read.why);
  const field = differing(event, read.event);
  if (field !== null) throw new UnreadableLine(event.kind, `${field} would be another`);
  return line;
}

/**
 * The path of the first difference between two values as JSON represents them, null if there is
 * none; undefined values are ignored.
 */
function differing(a: unknown, b: unknown, path = ''): string | null {
  if (a === b) return null;
  if (
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  )
    return path;
  const one = a as Readonly<Record<string, unknown>>;
  const other = b as Readonly<Record<string, unknown>>;
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const found = differing(one[key], other[key], path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
