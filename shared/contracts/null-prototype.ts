const isTable = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * Takes from a table, and from the tables in it, what every object inherits, and answers the same table: a word that a machine wrote, such as
 * `constructor`, then finds an entry or nothing.
 */
export function withNullPrototype<T extends object>(table: T): T {
  for (const value of Object.values(table)) if (isTable(value)) withNullPrototype(value);
  return Object.setPrototypeOf(table, null) as T;
}
