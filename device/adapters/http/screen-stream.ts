import type { ServerResponse } from 'node:http';
import type { ScreenView } from '../../../shared/screen/view.ts';

/** One page at the machine, one that it replaces, and a technician who watches. */
const maxReaders = 4;
/** A reader for whom more bytes wait is gone, or too slow to be a screen. */
const maxBufferedBytes = 256 * 1024;
/** The view is sent again after this time, which also keeps the connection alive. */
const againEveryMs = 15_000;

/**
 * Sends each reader the whole view when it connects, when it has changed, and every 15 s. `view` is
 * null while the kiosk is not at work.
 */
export function screenStream(view: () => ScreenView | null) {
  const readers = new Set<ServerResponse>();
  let lastSeq = -1;

  const textOf = (now: ScreenView): string => `event: view\nid: ${now.seq}\ndata: ${JSON.stringify(now)}\n\n`;
  const send = (now: ScreenView): void => {
    lastSeq = now.seq;
    const text = textOf(now);
    for (const reader of readers) {
      if (reader.writableLength > maxBufferedBytes) reader.destroy();
      else reader.write(text);
    }
  };
  const again = setInterval(() => {
    const now = readers.size > 0 ? view() : null;
    if (now !== null) send(now);
  }, againEveryMs);
  again.unref();

  return {
    /** False if there are too many readers already. */
    open(reader: ServerResponse): boolean {
      if (readers.size >= maxReaders) return false;
      reader.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      const now = view();
      reader.write(`retry: 1000\n\n${now === null ? '' : textOf(now)}`);
      readers.add(reader);
      reader.on('close', () => readers.delete(reader));
      return true;
    },

    /** Something may have changed: sends the view if it did. */
    changed(): void {
      const now = readers.size > 0 ? view() : null;
      if (now !== null && now.seq !== lastSeq) send(now);
    },

    close(): void {
      clearInterval(again);
      for (const reader of readers) reader.end();
      readers.clear();
    },
  };
}
