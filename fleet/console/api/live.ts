import type { QueryClient } from '@tanstack/react-query';
import type { Session, StreamMessage } from '../../../shared/contracts/fleet-http.ts';
import { api } from './client.ts';
import { type LiveState, liveState, setLiveState } from './live-state.ts';
import { noteSignedOut } from './queries.ts';
import { makeRefetcher } from './refetch.ts';
import { followSharedStream } from './shared-stream.ts';

/**
 * A stream also ends if its user may no longer watch. Such a user must sign in again; others wait
 * for the next attempt.
 */
async function checkSignedIn(client: QueryClient): Promise<void> {
  try {
    await api.get<Session>('/session');
  } catch (error) {
    noteSignedOut(client, error);
  }
}

function enter(state: LiveState['state']): void {
  if (liveState().state !== state) setLiveState({ ...liveState(), state, since: Date.now() });
}

/**
 * Keeps the screen up to date with the fleet's stream, and returns a function that stops this. What
 * was missed while the stream was lost or paused is fetched when it is back.
 */
export function followStream(client: QueryClient, user: string): () => void {
  const refetcher = makeRefetcher(client);
  let missed = false;

  const take = (message: StreamMessage) => {
    if ('asOf' in message) setLiveState({ ...liveState(), state: 'live', asOf: message.asOf });
    if (message.type === 'behind' || (message.type === 'hello' && missed)) refetcher.all();
    if (message.type === 'hello') missed = false;
    refetcher.take(message);
  };

  const stop = followSharedStream(user, (news) => {
    switch (news.kind) {
      case 'open':
        return enter('live');
      case 'message':
        return take(news.message);
      case 'paused':
        missed = true;
        return enter('opening');
      case 'lost':
        missed = true;
        void checkSignedIn(client);
        return enter('lost');
    }
  });
  return () => {
    stop();
    refetcher.stop();
  };
}
