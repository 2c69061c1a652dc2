import type { Query } from './query.ts';

/**
 * The key of each query. Its first part is its name, by which a message of the stream or an action
 * makes it stale.
 */
export const keys = {
  info: ['info'],
  session: ['session'],
  signInWays: ['sign-in-ways'],
  areas: ['areas'],
  colleagues: (area: string) => ['colleagues', area],
  area: (code: string) => ['area', code],
  today: (query: Query) => ['today', query],
  machines: (query: Query) => ['machines', query],
  machine: (id: string) => ['machine', id],
  restock: (query: Query) => ['restock', query],
  recalls: (query: Query) => ['recalls', query],
  trips: (query: Query) => ['trips', query],
  lots: (query: Query) => ['lots', query],
  records: (query: Query) => ['records', query],
  screens: (area: string) => ['screens', area],
  staff: (area: string) => ['staff', area],
  users: ['users'],
  userSessions: (user: string) => ['users', 'sessions', user],
  account: ['account'],
  audit: (query: Query) => ['audit', query],
  tokens: ['tokens'],
  report: (name: string, query: Query) => ['report', name, query],
} as const;

/** The first part of a query's key. */
export type QueryName = Exclude<keyof typeof keys, 'userSessions'>;
