import { apiAddress, type Query } from './address.ts';

/** What the page of the day asks of the list, by its address's query. */
export const todayQuery = (region: string, search: URLSearchParams): Query => ({
  region,
  task: search.get('task') ?? '',
  acknowledged: search.get('all') === '1' ? undefined : 'false',
  limit: 60,
});

/** Words of the address that narrow the list of machines; each may stand several times. */
export const filterKeys = ['severity', 'verdict', 'service', 'link', 'flag', 'site', 'product'] as const;
/** A filter of the list of machines, as the address names it. */
export type FilterKey = (typeof filterKeys)[number];

/** What the list of machines is asked, by its address's query; without a page's size, so that an export asks the very same. */
export const machinesQuery = (region: string, search: URLSearchParams): Query => ({
  region,
  ...Object.fromEntries(filterKeys.map((key) => [key, search.getAll(key)])),
  q: search.get('q') ?? '',
  sort: search.get('sort') ?? 'worst',
});

/** Machines of the first page of the list, which fill the screen, and of those behind it. */
export const machinesAtFirst = 60;

/** Lines of a ledger that come at a time. */
export const linesAPage = 50;

/** Stops of a restock sheet that come at a time. */
export const stopsAPage = 40;

/** What the parts of a machine's page ask beside the machine. */
const partAsks: Readonly<Record<string, readonly string[]>> = {
  now: ['pace', 'config'],
  ledger: [`events?order=newest&limit=${linesAPage}`],
  suspensions: ['suspensions'],
  plan: ['config', 'commands?limit=20'],
};

/** What is asked first on a page, once it is known who asks and which area is theirs: the addresses of the API. */
export function firstAsks(pathname: string, search: URLSearchParams, ownArea: string): string[] {
  const region = search.get('area') ?? ownArea;
  const [, place = '', machine] = pathname.split('/');
  switch (place) {
    case '':
      return [apiAddress('/today', todayQuery(region, search)), apiAddress(`/regions/${region}`)];
    case 'machines': {
      if (machine === undefined)
        return [apiAddress('/machines', { ...machinesQuery(region, search), limit: machinesAtFirst })];
      const parts = partAsks[search.get('part') ?? 'now'] ?? [];
      return [`/machines/${machine}`, ...parts.map((part) => `/machines/${machine}/${part}`)].map((path) =>
        apiAddress(path),
      );
    }
    case 'areas':
      return [apiAddress(`/regions/${region}`)];
    case 'restock':
      return [
        apiAddress('/restock', {
          region,
          machine: search.getAll('machine'),
          also: search.getAll('also'),
          limit: stopsAPage,
        }),
      ];
    default:
      return [];
  }
}
