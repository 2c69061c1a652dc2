import { parentPort, workerData } from 'node:worker_threads';
import type { QuarantinedDatabase } from '../../ports/fleet-store.ts';
import { openReaderHalf, type SqliteOptions } from './connections.ts';
import { isDamage } from './database.ts';
import { openNamedWriter } from './named-writer.ts';
import { noteDamage } from './quarantine.ts';

/** A call to a half of the store, and its answer. */
export interface Call {
  readonly id: number;
  readonly name: string;
  readonly given: readonly unknown[];
}
/** What the store's thread answers to the call with this id. */
export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };
/** The database was written out again, because this name of it was lost: what is open on the lost file shows nothing new any more. */
export interface Rewritten {
  readonly rewritten: string;
}
/** The thread's first message: whether it could open the store. */
export type Opened =
  | { readonly opened: true; readonly putAside: QuarantinedDatabase | null }
  | { readonly opened: false; readonly error: string };

type CallHalf = (name: string, given: readonly unknown[]) => unknown;

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The thread's other side calls a half by name and is typed by it; here it is only a table of functions, hence the cast. */
async function open(
  rewritten: (lost: string) => void,
): Promise<{ call: CallHalf; putAside: QuarantinedDatabase | null }> {
  const { role, options } = workerData as { role: 'writer' | 'reader'; options: SqliteOptions };
  if (role === 'writer') return openNamedWriter(options, rewritten);
  const half = openReaderHalf(options, null) as unknown as Record<string, (...given: readonly unknown[]) => unknown>;
  return { call: (name, given) => half[name]?.(...given), putAside: null };
}

async function serve(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread');
  let callHalf: CallHalf;
  try {
    const opened = await open((rewritten) => port.postMessage({ rewritten } satisfies Rewritten));
    callHalf = opened.call;
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
        const value = await callHalf(name, given);
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
