import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { MachineList, StreamMessage } from '../../../shared/contracts/fleet-http.ts';
import type { QueryName } from './keys.ts';

/** How long messages are collected before lists are refetched. */
const gatherMs = 2_000;

type MachineMessage = Extract<StreamMessage, { type: 'machine' }>;

/** Updates a machine's figures in the lists on the screen at once. */
function patchLists(client: QueryClient, message: MachineMessage): void {
  const { machine, asOf, link, heard, lastIssued, issued, uncertain, stock } = message;
  client.setQueriesData<InfiniteData<MachineList>>({ queryKey: ['machines'] }, (lists) => {
    if (!lists?.pages.some((page) => page.machines.some((row) => row.machine === machine))) return lists;
    const pages = lists.pages.map((page) => ({
      ...page,
      asOf,
      machines: page.machines.map((row) =>
        row.machine === machine ? { ...row, link, heard, lastIssued, issued, uncertain, stock } : row,
      ),
    }));
    return { ...lists, pages };
  });
}

/**
 * The messages that make each query stale. A query about one machine is made stale only by messages
 * about that machine.
 */
const staleOn: Readonly<Record<QueryName, readonly StreamMessage['type'][]>> = {
  info: [],
  session: [],
  signInWays: [],
  areas: [],
  colleagues: [],
  area: ['machine', 'flag', 'registry'],
  today: ['flag', 'registry'],
  machines: ['flag', 'registry'],
  machine: ['machine', 'event', 'command', 'flag', 'registry'],
  restock: ['registry'],
  recalls: ['registry', 'event'],
  trips: [],
  lots: ['event'],
  records: ['event'],
  screens: ['registry', 'event'],
  staff: ['event'],
  users: [],
  account: [],
  audit: [],
  tokens: [],
  report: [],
};
const names = Object.keys(staleOn) as QueryName[];

/** The machine that a message is about. Null if there is none. */
function machineOf(message: StreamMessage): string | null {
  if (message.type === 'flag') return message.flag.machine;
  return 'machine' in message ? message.machine : null;
}

/** The queries that a message makes stale, as the first parts of their keys. */
const staleBy = (message: StreamMessage): readonly string[] =>
  names
    .filter((name) => staleOn[name].includes(message.type))
    .map((name) => (name === 'machine' ? `${name} ${machineOf(message)}` : name));

/** Keeps what is on the screen up to date with the messages of the stream. */
export interface Refetcher {
  /** Handles a message: patches lists at once, and refetches what it made stale a little later. */
  take(message: StreamMessage): void;
  /** Refetches everything: messages were missed. */
  all(): void;
  stop(): void;
}

/** A refetcher for the queries of a client. */
export function makeRefetcher(client: QueryClient): Refetcher {
  const stale = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refetch = () => {
    timer = undefined;
    for (const key of stale) {
      const queryKey = key.split(' ');
      // A refetch would cancel a request that is running, such as for the next page. It waits for
      // the next turn.
      if (client.isFetching({ queryKey }) > 0) continue;
      stale.delete(key);
      void client.invalidateQueries({ queryKey });
    }
    if (stale.size > 0) timer = setTimeout(refetch, gatherMs);
  };
  return {
    take: (message) => {
      if (message.type === 'machine') patchLists(client, message);
      for (const key of staleBy(message)) stale.add(key);
      if (stale.size > 0) timer ??= setTimeout(refetch, gatherMs);
    },
    all: () => void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
    stop: () => clearTimeout(timer),
  };
}
