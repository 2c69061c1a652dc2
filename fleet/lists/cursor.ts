/** A value in a cursor. */
type Value = string | number;

/**
 * The most characters of text in a cursor. Even if all are Chinese, the cursor fits the limit of
 * the API.
 */
export const maxCursorCharacters = 72;

/**
 * Writes where a list continues, as text that needs no escaping in a URL: the sort value and the id
 * of the last line shown.
 */
export const writeCursor = (...values: readonly Value[]): string =>
  JSON.stringify(values).replace(/[^A-Za-z0-9_-]/g, (char) => `.${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Reads a cursor. Null if it is not from a list. */
export function readCursor(cursor: string): readonly Value[] | null {
  const text = cursor.replace(/\.([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  try {
    const values: unknown = JSON.parse(text);
    return Array.isArray(values) && values.every((each) => typeof each === 'string' || typeof each === 'number')
      ? (values as Value[])
      : null;
  } catch {
    return null;
  }
}
