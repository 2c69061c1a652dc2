import { eventReader } from './event-reader.ts';

/** How the page speaks with its agent: always the origin that it was loaded from. */
export interface AgentLink {
  /** A GET of JSON; null if there is no answer within the time. */
  get(path: string): Promise<unknown>;
  /** A POST of JSON; the answer, or null if there is none within the time. */
  post(path: string, body: unknown): Promise<unknown>;
  /** Opens the stream of views; resolves when it has ended, and never rejects. */
  stream(path: string, received: (data: string) => void): Promise<void>;
}

const answerWithinMs = 5_000;
/** The agent sends a view at least every 15 s. A stream that is silent longer is dead. */
const silentAfterMs = 40_000;
/** The key that a page of another user shows, from the fragment of its own address; null: none. */
export const keyIn = (hash: string): string | null => new URLSearchParams(hash.replace(/^#/, '')).get('key');

/** The link to the agent; `key` is sent with every request if there is one. */
export function agentLink(key: string | null): AgentLink {
  const bearer: Readonly<Record<string, string>> = key === null ? {} : { authorization: `Bearer ${key}` };
  const ask = async (path: string, request: RequestInit): Promise<unknown> => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), answerWithinMs);
    try {
      const answer = await fetch(path, { ...request, signal: stop.signal });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    get: (path) => ask(path, { headers: bearer }),
    post: (path, body) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...bearer },
        body: JSON.stringify(body),
      }),

    async stream(path, received) {
      const stop = new AbortController();
      let silent = setTimeout(() => stop.abort(), silentAfterMs);
      try {
        const answer = await fetch(path, { headers: bearer, signal: stop.signal });
        if (!answer.ok || !answer.body) return;
        const reader = answer.body.getReader();
        const take = eventReader(received);
        const decoder = new TextDecoder();
        for (;;) {
          const { done, value } = await reader.read();
          if (done || !take(decoder.decode(value, { stream: true }))) break;
          clearTimeout(silent);
          silent = setTimeout(() => stop.abort(), silentAfterMs);
        }
        await reader.cancel();
      } catch {
        // The agent is starting again, or the stream was silent for too long.
      } finally {
        clearTimeout(silent);
      }
    },
  };
}
