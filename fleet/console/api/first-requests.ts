import type { Query, SearchParams } from './query.ts';

/** What the page Today asks of the list of tasks, by its address's query. */
export const todayQuery = (region: string, search: SearchParams): Query => ({
  region,
  task: search.get('task') ?? '',
  acknowledged: search.get('all') === '1' ? undefined : 'false',
  limit: 60,
});

/** Filters of the list of machines, as the address names them; each may have several values. */
export const filterKeys = ['severity', 'verdict', 'service', 'link', 'flag', 'site', 'product'] as const;
/** A filter of the list of machines. */
export type FilterKey = (typeof filterKeys)[number];

/** What the list of machines is asked, by its address's query; without a page size, so that an export asks for the same rows. */
export const machinesQuery = (region: string, search: SearchParams): Query => ({
  region,
  ...Object.fromEntries(filterKeys.map((key) => [key, search.getAll(key)])),
  q: search.get('q') ?? '',
  sort: search.get('sort') ?? 'worst',
});

/** Machines on the first page of the list: they fill the screen. */
export const firstMachines = 60;

/** Ledger lines per page. */
export const linesPerPage = 50;

/** Stops of a restock sheet per page. */
export const stopsPerPage = 40;
