import { type LeaveStream, openStream, type StreamNews } from './stream.ts';
import workerFile from './stream-worker.ts?sharedworker&url';

type Tell = (news: StreamNews) => void;

/**
 * Follows the stream in the worker that all tabs of a user share. Calls `failed` if the worker's
 * file cannot be fetched.
 */
function followInWorker(user: string, tell: Tell, failed: () => void): () => void {
  const worker = new SharedWorker(workerFile, { name: `stream of ${user}` });
  worker.onerror = failed;
  worker.port.onmessage = ({ data }: MessageEvent<StreamNews>) => tell(data);
  const leaving: LeaveStream = 'leave';
  return () => {
    worker.port.postMessage(leaving);
    worker.port.close();
  };
}

/**
 * Follows the stream on the page itself while the page is visible. Hidden tabs leave their
 * connections to the others.
 */
function followInSight(tell: Tell): () => void {
  let close: (() => void) | null = null;
  const follow = () => {
    if (document.visibilityState === 'visible') close ??= openStream(tell);
    else if (close) {
      close();
      close = null;
      tell({ kind: 'paused' });
    }
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    close?.();
  };
}

/**
 * Follows the fleet's stream. All tabs of a browser share one; in a browser without shared workers,
 * the visible tab has one. Returns a function that stops following.
 */
export function followSharedStream(user: string, tell: Tell): () => void {
  let stop: () => void;
  const start = () => {
    stop =
      'SharedWorker' in window
        ? followInWorker(user, tell, () => {
            stop = followInSight(tell);
          })
        : followInSight(tell);
  };
  // A page that is left may come back unchanged, from the browser's memory.
  const leave = () => stop();
  const comeBack = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    tell({ kind: 'paused' });
    start();
  };
  start();
  addEventListener('pagehide', leave);
  addEventListener('pageshow', comeBack);
  return () => {
    removeEventListener('pagehide', leave);
    removeEventListener('pageshow', comeBack);
    stop();
  };
}
