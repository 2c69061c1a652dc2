/** Records from the JSON text in which they are stored. Throws if a text is not JSON. */
export const readDocs = <T>(rows: readonly unknown[]): T[] =>
  (rows as readonly string[]).map((doc) => JSON.parse(doc) as T);
