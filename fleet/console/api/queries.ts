import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
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
import type { Query } from './address.ts';
import { ApiError, api } from './client.ts';
import { linesAPage, machinesAtFirst } from './first-asks.ts';

const machinesAPage = 500;

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

export const areasQuery = queryOptions({
  queryKey: keys.areas,
  queryFn: ({ signal }) => api.get<AreaTree>('/regions', {}, signal),
  staleTime: 3_600_000,
});

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
        { ...query, limit: pageParam ? machinesAPage : machinesAtFirst, cursor: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const useMachine = (id: string) =>
  useQuery({ queryKey: keys.machine(id), queryFn: ({ signal }) => api.get<Machine>(path(id), {}, signal) });

const usePart = <T>(id: string, part: string, query: Query = {}) =>
  useQuery({
    queryKey: [...keys.machine(id), part, query],
    queryFn: ({ signal }) => api.get<T>(path(id, `/${part}`), query, signal),
    placeholderData: keepPreviousData,
  });

export const usePaceCurve = (id: string) => usePart<PaceCurve>(id, 'pace');
export const useIssues = (id: string, query: Query) => usePart<Issues>(id, 'issues', query);
export const useStockHistory = (id: string, query: Query) => usePart<StockHistory>(id, 'stock', query);
export const useSuspensions = (id: string) => usePart<{ suspensions: Suspension[] }>(id, 'suspensions');
export const useConfig = (id: string) => usePart<ConfigView>(id, 'config');
export const useCommands = (id: string) => usePart<{ commands: CommandView[] }>(id, 'commands', { limit: 20 });

/** A machine's ledger, newest first. */
export const useLedger = (id: string, query: Query) =>
  useInfiniteQuery({
    queryKey: [...keys.machine(id), 'events', query],
    queryFn: ({ pageParam, signal }) =>
      api.get<EventList>(
        path(id, '/events'),
        { ...query, order: 'newest', limit: linesAPage, after: pageParam },
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

export const useRestock = (query: Query) =>
  useQuery({
    queryKey: keys.restock(query),
    queryFn: ({ signal }) => api.get<RestockPlan>('/restock', query, signal),
    placeholderData: keepPreviousData,
  });

export const useIssuedReport = (query: Query) =>
  useQuery({
    queryKey: keys.report('issued', query),
    queryFn: ({ signal }) => api.get<IssuedReport>('/reports/issued', query, signal),
    placeholderData: keepPreviousData,
  });

export const useYearReport = (query: Query) =>
  useQuery({
    queryKey: keys.report('year', query),
    queryFn: ({ signal }) => api.get<YearReport>('/reports/year', query, signal),
    placeholderData: keepPreviousData,
  });
