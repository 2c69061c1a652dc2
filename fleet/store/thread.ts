import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { errorText } from '../../shared/error-text.ts';
import { isDamage, isPassing } from '../adapters/sqlite/connection/database.ts';
import { noteDamage } from '../adapters/sqlite/connection/suspicion.ts';
import type { OpenedStore } from '../ports/fleet-store.ts';
import { callMethod, type ReaderPorts, type Role, type WriterPorts } from './calls.ts';
import type { SqliteOptions } from './options.ts';
import type { Answer, Call, Close, Opened, Rewritten } from './thread-messages.ts';

/** The open store of this thread. */
interface Served extends OpenedStore {
  answer(call: Call): unknown;
  close(): unknown;
}

const { role, options } = workerData as { readonly role: Role; readonly options: SqliteOptions };

/** A thread loads what its role needs only. */
async function open(rewritten: (lost: string) => void): Promise<Served> {
  if (role === 'reader') {
    const { composeReader } = await import('./reader.ts');
    const reader = composeReader(options);
    return {
      quarantined: null,
      migrated: null,
      answer: ({ method, args }) => callMethod<ReaderPorts>(reader.calls, method as keyof ReaderPorts, args),
      close: () => reader.close(),
    };
  }
  const { openNamedWriter } = await import('../adapters/sqlite/connection/named-writer.ts');
  const { composeWriter } = await import('./writer.ts');
  const writer = await openNamedWriter(options.file, () => composeWriter(options), rewritten);
  return {
    quarantined: writer.quarantined,
    migrated: writer.migrated,
    answer: ({ method, args }) =>
      writer.use((calls) => callMethod<WriterPorts>(calls, method as keyof WriterPorts, args)),
    close: () => writer.close(),
  };
}

/** Handles messages one after the other, in the order of arrival. */
function serve(port: MessagePort, served: Served): void {
  let before: Promise<unknown> = Promise.resolve();
  port.on('message', (message: Call | Close) => {
    before = before.then(async () => {
      const { id } = message;
      try {
        const value = await ('close' in message ? served.close() : served.answer(message));
        port.postMessage({ id, value } satisfies Answer);
      } catch (error) {
        if (isDamage(error)) noteDamage(options.file);
        port.postMessage({ id, error: errorText(error), passing: isPassing(error) } satisfies Answer);
      }
      if ('close' in message) port.close();
    });
  });
}

/**
 * The composition root of a store's thread. It opens its connection, reports whether that
 * succeeded, then handles calls.
 */
async function main(): Promise<void> {
  if (!parentPort) throw new Error('this file runs as a worker thread');
  const port = parentPort;
  try {
    const served = await open((rewritten) => port.postMessage({ rewritten } satisfies Rewritten));
    const { quarantined, migrated } = served;
    port.postMessage({ opened: true, quarantined, migrated } satisfies Opened);
    serve(port, served);
  } catch (error) {
    port.postMessage({ opened: false, error: errorText(error) } satisfies Opened);
  }
}

await main();
