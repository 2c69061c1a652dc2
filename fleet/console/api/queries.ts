import {
  keepPreviousData,
  type QueryClient,
  type QueryKey,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import type {
  AreaTree,
  AreaView,
  CommandView,
  ConfigView,
  EventList,
  Info,
  IssuedReport,
  Issues,
  Machine,
  MachineList,
  PaceCurve,
  RestockPlan,
  Session,
  StockHistory,
  Suspension,
  Today,
  YearReport,
} from '../../../shared/contracts/fleet-http.ts';
import { ApiError, api } from './client.ts';
import { firstMachines, linesPerPage, machinesPerPage, stopsPerPage } from './first-requests.ts';
import type { Query } from './query.ts';

/** Rows of a report that fill some screens, and how many come with a click: laying out hundreds takes a phone its time. */
export const rowsPerPage = 40;

/** The first word of every key: what a message of the stream makes stale. */
export const keys = {
  info: ['info'],
  session: ['session'],
  areas: ['areas'],
  area: (code: string) => ['area', code],
  today: (query: Query) => ['today', query],
  machines: (query: Query) => ['machines', query],
  machine: (id: string) => ['machine', id],
  restock: (query: Query) => ['restock', query],
  report: (name: string, query: Query) => ['report', name, query],
} as const;

const path = (id: string, rest = '') => `/machines/${encodeURIComponent(id)}${rest}`;

export const infoQuery = queryOptions({
  queryKey: keys.info,
  queryFn: ({ signal }) => api.get<Info>('/info', {}, signal),
  staleTime: 600_000,
});

/** Who is signed in; null for nobody. */
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

/** Where an error says that nobody is signed in any more, the console asks who it is. */
export function noteSignedOut(client: QueryClient, error: unknown): void {
  if (error instanceof ApiError && error.code === 'not-signed-in') client.setQueryData(keys.session, null);
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

/** The list of machines: as many as fill the screen at first, then by large pages. */
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

export const useMachine = (id: string) =>
  useQuery({ queryKey: keys.machine(id), queryFn: ({ signal }) => api.get<Machine>(path(id), {}, signal) });

const partKey = (id: string, part: string, query: Query = {}) => [...keys.machine(id), part, query] as const;
/** The cache key of a machine's configuration. */
export const configKey = (id: string) => partKey(id, 'config');

const usePart = <T>(id: string, part: string, query: Query = {}) =>
  useQuery({
    queryKey: partKey(id, part, query),
    queryFn: ({ signal }) => api.get<T>(path(id, `/${part}`), query, signal),
    placeholderData: keepPreviousData,
  });

/** A machine's issued boxes of the year, beside what it owes. */
export const usePaceCurve = (id: string) => usePart<PaceCurve>(id, 'pace');
/** A machine's issued boxes by day. */
export const useIssues = (id: string, query: Query) => usePart<Issues>(id, 'issues', query);
/** A machine's stock over time. */
export const useStockHistory = (id: string, query: Query) => usePart<StockHistory>(id, 'stock', query);
export const useSuspensions = (id: string) => usePart<{ suspensions: Suspension[] }>(id, 'suspensions');
/** A machine's configuration: desired and in force. */
export const useConfig = (id: string) => usePart<ConfigView>(id, 'config');
/** The latest 20 commands of a machine. */
export const useCommands = (id: string) => usePart<{ commands: CommandView[] }>(id, 'commands', { limit: 20 });

/** A machine's ledger, newest first. */
export const useLedger = (id: string, query: Query) =>
  useInfiniteQuery({
    queryKey: [...keys.machine(id), 'events', query],
    queryFn: ({ pageParam, signal }) =>
      api.get<EventList>(
        path(id, '/events'),
        { ...query, order: 'newest', limit: linesPerPage, after: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const useArea = (code: string) =>
  useQuery({
    queryKey: keys.area(code),
    queryFn: ({ signal }) => api.get<AreaView>(`/regions/${code}`, {}, signal),
    placeholderData: keepPreviousData,
  });

/** A long answer as far as it has come. */
export interface Pages<T> {
  data: T | undefined;
  error: unknown;
  isError: boolean;
  refetch: () => unknown;
  /** Asks for the next page. */
  more: () => void;
}

interface Long<T> {
  queryKey: QueryKey;
  address: string;
  query: Query;
  atFirst: number;
  aPage: number;
  /** The last page with the lines of all that came. */
  join: (pages: readonly T[], last: T) => T;
}

function usePages<T extends { readonly next: string | null }>(long: Long<T>): Pages<T> {
  const { queryKey, address, query, atFirst, aPage, join } = long;
  const { data, error, isError, refetch, fetchNextPage } = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      api.get<T>(address, { ...query, limit: pageParam ? aPage : atFirst, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const joined = useMemo(() => {
    const last = data?.pages[data.pages.length - 1];
    return last && join(data?.pages ?? [], last);
  }, [data, join]);
  return { data: joined, error, isError, refetch, more: () => void fetchNextPage() };
}

const joinStops = (pages: readonly RestockPlan[], last: RestockPlan): RestockPlan => ({
  ...last,
  stops: pages.flatMap(({ stops }) => stops),
});

/** What to carry where, by pages. */
export const useRestock = (query: Query) =>
  usePages<RestockPlan>({
    queryKey: keys.restock(query),
    address: '/restock',
    query,
    atFirst: stopsPerPage,
    aPage: stopsPerPage,
    join: joinStops,
  });

/** What the chosen machines come to, whichever of them the page shows. */
export const useRestockSum = (query: Query, enabled: boolean) =>
  useQuery({
    queryKey: [...keys.restock(query), 'sum'],
    queryFn: ({ signal }) => api.get<RestockPlan>('/restock', { ...query, limit: 1 }, signal),
    placeholderData: keepPreviousData,
    enabled,
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
