import type { Query, SearchParams } from './query.ts';

/** The kinds of tasks that are done in a day: all but the pace, which is summed up. */
export const todoKinds = ['restock', 'exchange', 'repair', 'reach', 'books'] as const;

/** What the page Today asks of the list of tasks, by its address's query. What somebody is in charge of is theirs, taken on or not. */
export const todayQuery = (region: string, search: SearchParams): Query => {
  const mine = search.get('mine') === '1';
  return {
    region,
    task: search.get('task') ?? todoKinds,
    acknowledged: mine || search.get('all') === '1' ? undefined : 'false',
    mine: mine ? 'true' : undefined,
    limit: 60,
  };
};

/** Filters of the list of machines, as the address names them; each may have several values. */
export const filterKeys = ['severity', 'verdict', 'condition', 'service', 'link', 'flag', 'site', 'product'] as const;
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
/** Machines on each further page. */
export const machinesPerPage = 200;
/** As many machines as two pages hold: a list of so few is fetched whole, so that the browser finds and prints all of it. */
export const fewMachines = firstMachines + machinesPerPage;

/** Ledger lines per page. */
export const linesPerPage = 50;

/** The local day that a ledger's page shows alone; null for all days. */
export function ledgerDay(search: SearchParams): string | null {
  const day = search.get('day') ?? '';
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null;
}

/** Stops of a restock sheet per page. */
export const stopsPerPage = 40;
