/** Where the console asks: beside itself. */
const base = '/api/v1';

type Scalar = string | number | boolean;
/** Query parameters; null and undefined are left out, a list stands several times. */
export type Query = Readonly<Record<string, Scalar | readonly Scalar[] | undefined | null>>;

/** `?a=1&b=2&b=3`; empty ones are left out. */
function queryString(query: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    for (const each of Array.isArray(value) ? value : [value]) search.append(key, String(each));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** The address of one of the API's answers: for what the browser itself fetches, too, an export or the stream. */
export const apiAddress = (path: string, query: Query = {}): string => `${base}${path}${queryString(query)}`;
