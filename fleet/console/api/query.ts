type Scalar = string | number | boolean;
/** Query parameters of a request; null and undefined are left out, a list stands several times. */
export type Query = Readonly<Record<string, Scalar | readonly Scalar[] | undefined | null>>;

/** What is read of an address's query: `URLSearchParams`, by the two methods that are needed. */
export interface SearchParams {
  get(name: string): string | null;
  getAll(name: string): string[];
}

/** A request to the API before it is an address: its path below the API's base, and its query. */
export type ApiRequest = readonly [path: string, query?: Query];
