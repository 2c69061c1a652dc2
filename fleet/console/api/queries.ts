import { keepPreviousData, type QueryClient, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  AreaTree,
  AreaView,
  Info,
  IssuedReport,
  MachineList,
  RestockPlan,
  RestockRecordList,
  Session,
  SignInWays,
  Today,
  YearReport,
} from '../../../shared/contracts/fleet-http.ts';
import { ApiError, api } from './client.ts';
import { firstMachines, machinesPerPage, recordsPerPage, visitsPerPage } from './first-requests.ts';
import { keys } from './keys.ts';
import type { Query } from './query.ts';
import { usePages } from './use-pages.ts';

/**
 * Rows of a report that fill some screens, and how many a click adds. A phone needs long to lay out
 * hundreds.
 */
export const rowsPerPage = 40;

export const infoQuery = queryOptions({
  queryKey: keys.info,
  queryFn: ({ signal }) => api.get<Info>('/info', {}, signal),
  staleTime: 600_000,
});

/** Who is signed in. Null if nobody is. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await api.get<Session>('/session', {}, signal);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 600_000,
});

/** How people can sign in besides by password; asked again while the identity provider is away. */
export const signInWaysQuery = queryOptions({
  queryKey: keys.signInWays,
  queryFn: ({ signal }) => api.get<SignInWays>('/session/ways', {}, signal),
  staleTime: 600_000,
  refetchInterval: ({ state }) => (state.data?.oidc?.available === false ? 15_000 : false),
});

/** If an error says that nobody is signed in any more, asks the server who is. */
export function noteSignedOut(client: QueryClient, error: unknown): void {
  if (error instanceof ApiError && error.code === 'not-signed-in')
    void client.fetchQuery({ ...sessionQuery, staleTime: 0 }).catch(() => undefined);
}

export const areasQuery = queryOptions({
  queryKey: keys.areas,
  queryFn: ({ signal }) => api.get<AreaTree>('/regions', {}, signal),
  staleTime: 3_600_000,
});

/** Today's tasks, page by page. */
export const useToday = (query: Query) =>
  useInfiniteQuery({
    queryKey: keys.today(query),
    queryFn: ({ pageParam, signal }) => api.get<Today>('/today', { ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** The list of machines: first as many as fill the screen, then in large pages. */
export const useMachines = (query: Query) =>
  useInfiniteQuery({
    queryKey: keys.machines(query),
    queryFn: ({ pageParam, signal }) =>
      api.get<MachineList>(
        '/machines',
        { ...query, limit: pageParam ? machinesPerPage : firstMachines, cursor: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const useArea = (code: string) =>
  useQuery({
    queryKey: keys.area(code),
    queryFn: ({ signal }) => api.get<AreaView>(`/regions/${code}`, {}, signal),
    placeholderData: keepPreviousData,
  });

const joinVisits = (pages: readonly RestockPlan[], last: RestockPlan): RestockPlan => ({
  ...last,
  stops: pages.flatMap(({ stops }) => stops),
});

/** What to carry where, by pages. */
export const useRestock = (query: Query) =>
  usePages<RestockPlan>({
    queryKey: keys.restock(query),
    address: '/restock',
    query,
    atFirst: visitsPerPage,
    aPage: visitsPerPage,
    join: joinVisits,
  });

/** The sums of the chosen machines, whether they are on the screen or not. */
export const useRestockSum = (query: Query, enabled: boolean) =>
  useQuery({
    queryKey: [...keys.restock(query), 'sum'],
    queryFn: ({ signal }) => api.get<RestockPlan>('/restock', { ...query, limit: 1 }, signal),
    placeholderData: keepPreviousData,
    enabled,
  });

const joinRecords = (pages: readonly RestockRecordList[], last: RestockRecordList): RestockRecordList => ({
  ...last,
  records: pages.flatMap(({ records }) => records),
});

/** The restock records, page by page. */
export const useRestockRecords = (query: Query) =>
  usePages<RestockRecordList>({
    queryKey: keys.records(query),
    address: '/restock-records',
    query,
    atFirst: recordsPerPage,
    aPage: recordsPerPage,
    join: joinRecords,
  });

const joinRows = (pages: readonly IssuedReport[], last: IssuedReport): IssuedReport => ({
  ...last,
  rows: pages.flatMap(({ rows }) => rows),
});

/** The report of issued boxes, page by page. */
export const useIssuedReport = (query: Query) =>
  usePages<IssuedReport>({
    queryKey: keys.report('issued', query),
    address: '/reports/issued',
    query,
    atFirst: rowsPerPage,
    aPage: rowsPerPage,
    join: joinRows,
  });

const joinMachines = (pages: readonly YearReport[], last: YearReport): YearReport => ({
  ...last,
  machines: pages.flatMap(({ machines }) => machines),
});

/** The year's verdict, page by page. */
export const useYearReport = (query: Query) =>
  usePages<YearReport>({
    queryKey: keys.report('year', query),
    address: '/reports/year',
    query,
    atFirst: rowsPerPage,
    aPage: rowsPerPage,
    join: joinMachines,
  });
