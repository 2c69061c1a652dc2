import type { Query, SearchParams } from './query.ts';

/** The kinds of tasks that are done in a day: all but the pace, which is shown in sum. */
export const todoKinds = ['restock', 'exchange', 'repair', 'reach', 'books'] as const;

/**
 * The query of the page Today for the list of tasks, from the address. The tasks of a person in
 * charge include those that nobody has taken on yet.
 */
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

/** The filters of the list of machines, as the address names them. Each may have several values. */
export const filterKeys = ['severity', 'verdict', 'condition', 'service', 'link', 'flag', 'site', 'product'] as const;
/** A filter of the list of machines. */
export type FilterKey = (typeof filterKeys)[number];

/**
 * The query of the list of machines, from the address. It has no page size, so that an export
 * requests the same rows.
 */
export const machinesQuery = (region: string, search: SearchParams): Query => ({
  region,
  ...Object.fromEntries(filterKeys.map((key) => [key, search.getAll(key)])),
  q: search.get('q') ?? '',
  sort: search.get('sort') ?? 'worst',
});

/** Machines on the first page of the list, enough to fill the screen. */
export const firstMachines = 60;
/** Machines on each further page. */
export const machinesPerPage = 200;
/**
 * As many machines as two pages hold. A list up to this length is fetched completely, so that the
 * browser can search and print all of it.
 */
export const fewMachines = firstMachines + machinesPerPage;

/** Ledger lines per page. */
export const linesPerPage = 50;

/** The local day to which a ledger's page is limited. Null for all days. */
export function ledgerDay(search: SearchParams): string | null {
  const day = search.get('day') ?? '';
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null;
}

/** Visits of a restock sheet per page. */
export const visitsPerPage = 40;
