import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { MachineList, Session, StreamMessage } from '../../../shared/contracts/fleet-http.ts';
import { apiAddress } from './address.ts';
import { api } from './client.ts';
import { noteSignedOut } from './queries.ts';

/** How the console stands to the fleet's stream. `since` is when it came to that, in ms. */
export interface LiveState {
  readonly state: 'opening' | 'live' | 'lost';
  readonly since: number;
  /** Everything received until then is on the screen, as far as the stream goes. */
  readonly asOf: number | null;
}

/** The stream says something every 15 s; after three of those it counts as lost, however open it looks. */
const silenceMs = 45_000;
/** How long news is gathered before lists are asked for again. */
const gatherMs = 2_000;
const retryFirstMs = 1_000;
const retryMostMs = 30_000;

const listening = new Set<() => void>();
let now: LiveState = { state: 'opening', since: Date.now(), asOf: null };

function tell(next: LiveState): void {
  now = next;
  for (const listener of listening) listener();
}

const subscribe = (listener: () => void) => {
  listening.add(listener);
  return () => listening.delete(listener);
};

/** The state of the live connection to the server; a component that uses it is drawn again when it changes. */
export const useLive = (): LiveState => useSyncExternalStore(subscribe, () => now);

type MachineNews = Extract<StreamMessage, { type: 'machine' }>;

/** Puts a machine's new figures into the lists on screen at once. */
function patchLists(client: QueryClient, news: MachineNews): void {
  client.setQueriesData<InfiniteData<MachineList>>({ queryKey: ['machines'] }, (lists) => {
    if (!lists?.pages.some((page) => page.machines.some((row) => row.machine === news.machine))) return lists;
    const pages = lists.pages.map((page) => ({
      ...page,
      asOf: news.asOf,
      machines: page.machines.map((row) =>
        row.machine === news.machine
          ? {
              ...row,
              link: news.link,
              heard: news.heard,
              lastIssued: news.lastIssued,
              issued: news.issued,
              uncertain: news.uncertain,
              stock: news.stock,
            }
          : row,
      ),
    }));
    return { ...lists, pages };
  });
}

const messageTypes = ['hello', 'tick', 'behind', 'machine', 'event', 'flag', 'command', 'registry'] as const;

/**
 * Follows the fleet's stream until `stop` is called. Whatever was missed while it was cut is fetched when it is back; reconnecting waits
 * longer each time, with chance in it, so that a whole office doesn't come back at one moment.
 */
export function followStream(client: QueryClient): () => void {
  let source: EventSource | null = null;
  let retryMs = retryFirstMs;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let silenceTimer: ReturnType<typeof setTimeout> | undefined;
  let gatherTimer: ReturnType<typeof setTimeout> | undefined;
  let missed = false;
  const stale = new Set<string>();

  const gather = (...what: string[]) => {
    for (const each of what) stale.add(each);
    gatherTimer ??= setTimeout(() => {
      gatherTimer = undefined;
      for (const each of stale) {
        const queryKey = each.split(' ');
        // Asking anew would break off what is being asked, such as the further page that somebody wants: it waits for the next turn.
        if (client.isFetching({ queryKey }) > 0) continue;
        stale.delete(each);
        void client.invalidateQueries({ queryKey });
      }
      if (stale.size > 0) gather();
    }, gatherMs);
  };

  const refetchAll = () => void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });

  const take = (message: StreamMessage) => {
    if ('asOf' in message) tell({ ...now, state: 'live', asOf: message.asOf });
    switch (message.type) {
      case 'hello':
        retryMs = retryFirstMs;
        if (missed) refetchAll();
        missed = false;
        break;
      case 'behind':
        refetchAll();
        break;
      case 'machine':
        patchLists(client, message);
        gather(`machine ${message.machine}`, 'area');
        break;
      case 'event':
        gather(`machine ${message.machine}`);
        break;
      case 'flag':
        gather('today', 'machines', 'area', `machine ${message.flag.machine}`);
        break;
      case 'command':
        gather(`machine ${message.machine}`);
        break;
      case 'registry':
        gather('today', 'machines', 'area', 'restock', `machine ${message.machine}`);
        break;
      case 'tick':
        break;
    }
  };

  /** A stream also ends for whoever may watch no more: they are asked to sign in, others wait for the next try. */
  const askWhetherSignedIn = async () => {
    try {
      await api.get<Session>('/session');
    } catch (error) {
      noteSignedOut(client, error);
    }
  };

  const lose = () => {
    void askWhetherSignedIn();
    source?.close();
    source = null;
    missed = true;
    if (now.state !== 'lost') tell({ ...now, state: 'lost', since: Date.now() });
    clearTimeout(silenceTimer);
    clearTimeout(retryTimer);
    retryTimer = setTimeout(open, retryMs * (0.5 + Math.random() / 2));
    retryMs = Math.min(retryMs * 2, retryMostMs);
  };

  const heard = () => {
    clearTimeout(silenceTimer);
    silenceTimer = setTimeout(lose, silenceMs);
  };

  function open(): void {
    clearTimeout(retryTimer);
    source?.close();
    source = new EventSource(apiAddress('/stream'));
    heard();
    source.onopen = () => {
      heard();
      if (now.state !== 'live') tell({ state: 'live', since: Date.now(), asOf: now.asOf });
    };
    source.onerror = lose;
    for (const type of messageTypes)
      source.addEventListener(type, (event) => {
        heard();
        take(JSON.parse(event.data));
      });
  }

  const atOnce = () => {
    if (now.state === 'lost') open();
  };
  open();
  window.addEventListener('online', atOnce);
  return () => {
    window.removeEventListener('online', atOnce);
    for (const timer of [retryTimer, silenceTimer, gatherTimer]) clearTimeout(timer);
    source?.close();
  };
}
