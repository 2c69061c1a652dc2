import { prefixOf } from '../../../shared/areas/jiangxi.ts';

/** A column's value, as a query holds it. */
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

/**
 * A page from rows, of which one more than `limit` was read if there are more. `positionOf` gives
 * the position of its last row.
 */
export function pageAfter<Row, Position>(
  rows: readonly Row[],
  limit: number,
  positionOf: (last: Row) => Position,
): { readonly items: readonly Row[]; readonly next: Position | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > items.length && last ? positionOf(last) : null };
}
