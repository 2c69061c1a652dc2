import type { Query } from './query.ts';

/** The API's path, on the console's own origin. */
const base = '/api/v1';

/** `?a=1&b=2&b=3`. Empty values are left out. */
function queryString(query: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    for (const each of Array.isArray(value) ? value : [value]) search.append(key, String(each));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/**
 * The address of an answer of the API, also for what the browser itself fetches: an export or the
 * stream.
 */
export const apiAddress = (path: string, query: Query = {}): string => `${base}${path}${queryString(query)}`;
