import type { QueryClient } from '@tanstack/react-query';
import type { Session, StreamMessage } from '../../../shared/contracts/fleet-http.ts';
import { apiAddress } from './address.ts';
import { api } from './client.ts';
import { liveState, setLiveState } from './live-state.ts';
import { noteSignedOut } from './queries.ts';
import { makeRefetcher } from './refetch.ts';

/** The stream sends something every 15 s; after three times that without a message it counts as lost, however open it looks. */
const silenceMs = 45_000;
const retryFirstMs = 1_000;
const retryMaxMs = 30_000;

const messageTypes = ['hello', 'tick', 'behind', 'machine', 'event', 'flag', 'command', 'registry'] as const;

/** A stream also ends for whoever may no longer watch: they are asked to sign in, others wait for the next attempt. */
async function checkSignedIn(client: QueryClient): Promise<void> {
  try {
    await api.get<Session>('/session');
  } catch (error) {
    noteSignedOut(client, error);
  }
}

/**
 * Follows the fleet's stream; returns a function that stops it. What was missed while the stream was lost is fetched when it is back.
 * Reconnecting waits longer each time, by a random part, so that a whole office does not come back at one moment.
 */
export function followStream(client: QueryClient): () => void {
  const refetcher = makeRefetcher(client);
  let source: EventSource | null = null;
  let retryMs = retryFirstMs;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let silenceTimer: ReturnType<typeof setTimeout> | undefined;
  let missed = false;

  const take = (message: StreamMessage) => {
    if ('asOf' in message) setLiveState({ ...liveState(), state: 'live', asOf: message.asOf });
    if (message.type === 'behind' || (message.type === 'hello' && missed)) refetcher.all();
    if (message.type === 'hello') {
      retryMs = retryFirstMs;
      missed = false;
    }
    refetcher.take(message);
  };

  const lose = () => {
    void checkSignedIn(client);
    source?.close();
    source = null;
    missed = true;
    if (liveState().state !== 'lost') setLiveState({ ...liveState(), state: 'lost', since: Date.now() });
    clearTimeout(silenceTimer);
    clearTimeout(retryTimer);
    retryTimer = setTimeout(open, retryMs * (0.5 + Math.random() / 2));
    retryMs = Math.min(retryMs * 2, retryMaxMs);
  };

  const restartSilence = () => {
    clearTimeout(silenceTimer);
    silenceTimer = setTimeout(lose, silenceMs);
  };

  function open(): void {
    clearTimeout(retryTimer);
    source?.close();
    source = new EventSource(apiAddress('/stream'));
    restartSilence();
    source.onopen = () => {
      restartSilence();
      if (liveState().state !== 'live') setLiveState({ ...liveState(), state: 'live', since: Date.now() });
    };
    source.onerror = lose;
    for (const type of messageTypes)
      source.addEventListener(type, (event) => {
        restartSilence();
        take(JSON.parse(event.data));
      });
  }

  const openIfLost = () => {
    if (liveState().state === 'lost') open();
  };
  open();
  window.addEventListener('online', openIfLost);
  return () => {
    window.removeEventListener('online', openIfLost);
    clearTimeout(retryTimer);
    clearTimeout(silenceTimer);
    refetcher.stop();
    source?.close();
  };
}
