const isTable = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * Removes the prototype of a table and of the tables in it, and returns the same table. A word that
 * a machine wrote, such as `constructor`, then finds an entry or nothing.
 */
export function withNullPrototype<T extends object>(table: T): T {
  for (const value of Object.values(table)) if (isTable(value)) withNullPrototype(value);
  return Object.setPrototypeOf(table, null) as T;
}
