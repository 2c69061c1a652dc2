/** What a cursor may be made of. */
type Value = string | number;

/** Signs of a text that a cursor holds; the longest that are all Chinese stay within what the API takes. */
export const cursorSigns = 72;

/** Where a list goes on, as text that an address carries as it is: the sort value and the id of the last line shown. */
export const writeCursor = (...values: readonly Value[]): string =>
  JSON.stringify(values).replace(/[^A-Za-z0-9_-]/g, (sign) => `.${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** What a cursor says; null for one that no list gave. */
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
