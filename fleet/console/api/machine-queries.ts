import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  CommandView,
  ConfigView,
  EventList,
  Issues,
  Machine,
  MachineIdentity,
  PaceCurve,
  StockHistory,
  Suspension,
} from '../../../shared/contracts/fleet-http.ts';
import { api } from './client.ts';
import { linesPerPage } from './first-requests.ts';
import { keys } from './keys.ts';
import type { Query } from './query.ts';

const path = (id: string, rest = '') => `/machines/${encodeURIComponent(id)}${rest}`;

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

/** A machine's issued boxes of the year, with those that are due. */
export const usePaceCurve = (id: string) => usePart<PaceCurve>(id, 'pace');
/** A machine's issued boxes by day. */
export const useIssues = (id: string, query: Query) => usePart<Issues>(id, 'issues', query);
/** A machine's stock over time. */
export const useStockHistory = (id: string, query: Query) => usePart<StockHistory>(id, 'stock', query);
export const useSuspensions = (id: string) =>
  usePart<{ suspensions: Suspension[]; removed: Suspension[] }>(id, 'suspensions');
/** A machine's configuration: desired and in force. */
export const useConfig = (id: string) => usePart<ConfigView>(id, 'config');
/** With what a machine may connect. */
export const useIdentity = (id: string) => usePart<MachineIdentity>(id, 'identity');
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
