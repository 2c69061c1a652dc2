/** Parses records that are stored as JSON text. Throws if a text is not JSON. */
export const readDocs = <T>(rows: readonly unknown[]): T[] =>
  (rows as readonly string[]).map((doc) => JSON.parse(doc) as T);
