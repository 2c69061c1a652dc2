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

/** A local day that the address names; null if it names none. */
function dayIn(search: SearchParams, key: string): string | null {
  const day = search.get(key) ?? '';
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null;
}

/** The local day that a ledger's page shows alone; null for all days. */
export const ledgerDay = (search: SearchParams): string | null => dayIn(search, 'day');

/** What restock records may be narrowed by, as the address names it. */
export const recordFilters = ['from', 'to', 'kind', 'product', 'person', 'lot'] as const;
/** A filter of the restock records. */
export type RecordFilter = (typeof recordFilters)[number];

/**
 * What the list of restock records is asked, by its address's query; without a page size, so that
 * an export asks for the same rows.
 */
export const recordsQuery = (region: string, search: SearchParams): Record<RecordFilter | 'region', string> => ({
  region,
  from: dayIn(search, 'from') ?? '',
  to: dayIn(search, 'to') ?? '',
  kind: search.get('kind') ?? '',
  product: search.get('product') ?? '',
  person: search.get('person') ?? '',
  lot: search.get('lot') ?? '',
});

/** Restock records on a page. */
export const recordsPerPage = 50;

/** Visits of a restock sheet per page. */
export const visitsPerPage = 40;

/** What the audit log may be narrowed by, as the address names it. */
export const auditFilters = ['from', 'to', 'machine', 'user', 'act'] as const;
/** A filter of the audit log. */
export type AuditFilter = (typeof auditFilters)[number];

/**
 * What the audit log is asked, by its address's query; without a page size, so that an export asks
 * for the same rows.
 */
export const auditQuery = (region: string, search: SearchParams): Record<AuditFilter | 'region', string> => ({
  region,
  from: dayIn(search, 'from') ?? '',
  to: dayIn(search, 'to') ?? '',
  machine: search.get('machine') ?? '',
  user: search.get('user') ?? '',
  act: search.get('act') ?? '',
});

/** Entries of the audit log on a page. */
export const auditPerPage = 50;
