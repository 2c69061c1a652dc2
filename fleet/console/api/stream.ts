import type { StreamMessage } from '../../../shared/contracts/fleet-http.ts';
import { apiAddress } from './address.ts';

/**
 * News of the fleet's stream: a message, or that it is open, lost, or paused because nobody looks.
 */
export type StreamNews =
  | { readonly kind: 'open' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'message'; readonly message: StreamMessage };

/** What a tab sends to the worker when it stops following. */
export type LeaveStream = 'leave';

/**
 * The stream sends something every 15 s. After three times that without a message it counts as
 * lost, even if the connection is open.
 */
const silenceMs = 45_000;
const retryFirstMs = 1_000;
const retryMaxMs = 30_000;

const messageTypes = ['hello', 'tick', 'behind', 'machine', 'event', 'flag', 'command', 'registry'] as const;

/**
 * Opens the fleet's stream, and again whenever it is lost. Returns a function that closes it. Each
 * reconnect waits longer, by a partly random time, so that an office does not reconnect all at
 * once. Runs on a page as well as in a worker.
 */
export function openStream(tell: (news: StreamNews) => void): () => void {
  let source: EventSource | null = null;
  let retryMs = retryFirstMs;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let silenceTimer: ReturnType<typeof setTimeout> | undefined;

  const lose = () => {
    source?.close();
    source = null;
    clearTimeout(silenceTimer);
    clearTimeout(retryTimer);
    retryTimer = setTimeout(open, retryMs * (0.5 + Math.random() / 2));
    retryMs = Math.min(retryMs * 2, retryMaxMs);
    tell({ kind: 'lost' });
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
      tell({ kind: 'open' });
    };
    source.onerror = lose;
    for (const type of messageTypes)
      source.addEventListener(type, (event) => {
        restartSilence();
        if (type === 'hello') retryMs = retryFirstMs;
        tell({ kind: 'message', message: JSON.parse(event.data) });
      });
  }

  const openIfLost = () => {
    if (source === null) open();
  };
  open();
  addEventListener('online', openIfLost);
  return () => {
    removeEventListener('online', openIfLost);
    clearTimeout(retryTimer);
    clearTimeout(silenceTimer);
    source?.close();
  };
}
