import { parentPort, workerData } from 'node:worker_threads';
import type { PutAside } from '../../ports.ts';
import { isDamage } from './database.ts';
import { openReaderHalf, openWriterHalf, type SqliteOptions } from './halves.ts';
import { noteDamage } from './put-aside.ts';

/** A call to a half of the store, and its answer. */
export interface Call {
  readonly id: number;
  readonly name: string;
  readonly given: readonly unknown[];
}
export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };
export type Opened =
  | { readonly opened: true; readonly putAside: PutAside | null }
  | { readonly opened: false; readonly error: string };

type Half = Record<string, (...given: readonly unknown[]) => unknown> & { close(): void };

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The thread's other side calls a half by name and is typed by it; here it is only a table of functions, hence the two casts. */
async function open(): Promise<{ half: Half; putAside: PutAside | null }> {
  const { role, options } = workerData as { role: 'writer' | 'reader'; options: SqliteOptions };
  if (role === 'reader') return { half: openReaderHalf(options, null) as unknown as Half, putAside: null };
  const { half, putAside } = await openWriterHalf(options);
  return { half: half as unknown as Half, putAside };
}

async function serve(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread');
  let half: Half;
  try {
    const opened = await open();
    half = opened.half;
    port.postMessage({ opened: true, putAside: opened.putAside } satisfies Opened);
  } catch (error) {
    port.postMessage({ opened: false, error: text(error) } satisfies Opened);
    return;
  }
  // One call after the other, in the order in which they came.
  let before: Promise<unknown> = Promise.resolve();
  port.on('message', ({ id, name, given }: Call) => {
    before = before.then(async () => {
      try {
        const value = await half[name]?.(...given);
        port.postMessage({ id, value } satisfies Answer);
      } catch (error) {
        if (isDamage(error)) noteDamage((workerData as { options: SqliteOptions }).options.file);
        port.postMessage({ id, error: text(error) } satisfies Answer);
      }
      if (name === 'close') port.close();
    });
  });
}

await serve();
