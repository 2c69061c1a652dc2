import { prefixOf } from '../../../shared/areas/jiangxi.ts';

/** A column's value, as a query or a cursor holds it. */
type Value = string | number | null;

/** The codes of counties inside an area: from the first one, and below the second. */
export function boundsOf(area: string): { readonly from: string; readonly to: string } {
  const from = prefixOf(area);
  return { from, to: `${from}~` };
}

/** The conditions of a query with their values. All must be true. */
export class Where {
  readonly #parts: string[] = [];
  readonly values: Value[] = [];

  and(part: string, ...values: Value[]): this {
    this.#parts.push(part);
    this.values.push(...values);
    return this;
  }

  anyOf(column: string, values: readonly Value[]): this {
    if (values.length === 0) return this;
    return this.and(`${column} IN (${values.map(() => '?').join(',')})`, ...values);
  }

  /** Only rows inside an area. */
  within(area: string, column = 'region'): this {
    const { from, to } = boundsOf(area);
    return this.and(`${column} >= ? AND ${column} < ?`, from, to);
  }

  toString(): string {
    return this.#parts.length === 0 ? '1' : this.#parts.join(' AND ');
  }
}

/** Writes a cursor: the sort value and the id after which a list continues. */
export const writeCursor = (...values: Value[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

/**
 * Reads a cursor. Null for the beginning. A cursor that is not from a list reads as the end, so
 * that no client loops.
 */
export function readCursor(text: string | null | undefined): Value[] | null {
  if (!text) return null;
  return parseCursor(text) ?? [null, null, null];
}

function parseCursor(text: string): Value[] | null {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(values) && values.every((each) => each === null || ['string', 'number'].includes(typeof each))
      ? (values as Value[])
      : null;
  } catch {
    return null;
  }
}

/**
 * A page from rows, of which one more than `limit` was read if there are more. `sortedBy` gives the
 * values of its cursor.
 */
export function pageAfter<Row>(
  rows: readonly Row[],
  limit: number,
  sortedBy: (last: Row) => Value[],
): { readonly items: readonly Row[]; readonly next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > items.length && last ? writeCursor(...sortedBy(last)) : null };
}
