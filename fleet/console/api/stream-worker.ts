import { type LeaveStream, openStream, type StreamNews } from './stream.ts';

/*
 * The one stream of all tabs of a browser, in a worker that they share. Over HTTP/1.1 a browser has
 * six connections to a server. If every tab had a stream, a seventh tab would leave none for
 * requests.
 */
declare const self: { onconnect: ((event: MessageEvent) => void) | null };

const tabs = new Set<MessagePort>();
let close: (() => void) | null = null;
/** What a tab that comes later must know. */
let latest: StreamNews | null = null;

function tell(news: StreamNews): void {
  if (news.kind !== 'message') latest = news;
  for (const tab of tabs) tab.postMessage(news);
}

function leave(tab: MessagePort): void {
  tabs.delete(tab);
  if (tabs.size > 0) return;
  close?.();
  close = null;
  latest = null;
}

self.onconnect = ({ ports: [tab] }) => {
  if (!tab) return;
  tabs.add(tab);
  tab.onmessage = ({ data }: MessageEvent<LeaveStream>) => data === 'leave' && leave(tab);
  if (latest) tab.postMessage(latest);
  close ??= openStream(tell);
};
