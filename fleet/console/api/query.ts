type Scalar = string | number | boolean;
/**
 * Query parameters of a request. Null and undefined are left out; a list is written several times.
 */
export type Query = Readonly<Record<string, Scalar | readonly Scalar[] | undefined | null>>;

/** The part of `URLSearchParams` that reading an address's query needs. */
export interface SearchParams {
  get(name: string): string | null;
  getAll(name: string): string[];
}

/** A request to the API: its path below the API's base, and its query. */
export type ApiRequest = readonly [path: string, query?: Query];
