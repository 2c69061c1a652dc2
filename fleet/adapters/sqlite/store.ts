import { Worker } from 'node:worker_threads';
import type { FleetStore, QuarantinedDatabase } from '../../ports/fleet-store.ts';
import { packBatches } from './batch-transfer.ts';
import { openReaderHalf, openWriterHalf, readerCalls, type SqliteOptions, writerCalls } from './connections.ts';
import type { Answer, Opened, Rewritten } from './thread.ts';

type Caller = (name: string, given: readonly unknown[], handedOver?: readonly ArrayBuffer[]) => Promise<unknown>;

interface Half {
  readonly call: Caller;
  readonly putAside: QuarantinedDatabase | null;
  close(): Promise<void>;
}

/** How many readers there are: reports and lists beside each other, never beside the writer's connection. */
const readers = 2;
/** Quiet time after which the write-ahead log is cut. */
const idleMs = 5_000;

/** Opens a half in a thread of its own, so that a sync to disk or a long report never holds up the network. */
function openThread(
  role: 'writer' | 'reader',
  options: SqliteOptions,
  rewritten: (lost: string) => void = () => {},
): Promise<Half> {
  const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: { role, options } });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  let ended: Error | null = null;
  const end = (error: Error): void => {
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const call: Caller = (name, given, handedOver = []) =>
    new Promise((resolve, reject) => {
      if (ended) {
        reject(ended);
        return;
      }
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ id: last, name, given }, handedOver);
    });
  const close = async (): Promise<void> => {
    if (!ended) await call('close', []);
    await worker.terminate();
  };
  let isOpen = false;
  return new Promise((resolve, reject) => {
    worker.once('message', (opened: Opened) => {
      if (!opened.opened) {
        reject(new Error(opened.error));
        void worker.terminate();
        return;
      }
      worker.on('message', (answer: Answer | Rewritten) => {
        if ('rewritten' in answer) {
          rewritten(answer.rewritten);
          return;
        }
        const asked = waiting.get(answer.id);
        waiting.delete(answer.id);
        if ('error' in answer) asked?.reject(new Error(answer.error));
        else asked?.resolve(answer.value);
      });
      isOpen = true;
      resolve({ call, close, putAside: opened.putAside });
    });
    worker.once('error', (error: Error) => {
      end(error);
      reject(error);
      // A thread that broke is a fault of ours: the process ends, its service manager starts it again, and the ledgers are read anew.
      if (isOpen)
        setImmediate(() => {
          throw error;
        });
    });
    worker.once('exit', () => end(new Error('the store is closed')));
  });
}

/** Both halves in this thread: for a store in memory, whose calls are done when they return. */
async function openHere(options: SqliteOptions): Promise<{ writer: Half; readers: Half[] }> {
  const { half, db, putAside } = await openWriterHalf(options);
  const reader = openReaderHalf(options, db);
  const callerOf = (of: object): Caller => {
    const calls = of as Record<string, (...given: readonly unknown[]) => unknown>;
    return async (name, given) => calls[name]?.(...given);
  };
  return {
    writer: { call: callerOf(half), putAside, close: async () => half.close() },
    readers: [{ call: callerOf(reader), putAside: null, close: async () => reader.close() }],
  };
}

/**
 * A SQLite store. With a file, the writer and the readers have threads of their own; `:memory:` runs in the caller's thread, without timers, for
 * tests and simulated fleets. `rewritten` is told where the database's name was lost and it was written out again.
 */
export function sqliteStore(options: SqliteOptions, rewritten: (lost: string) => void = () => {}): FleetStore {
  const threads = options.file !== ':memory:';
  let writer: Half | null = null;
  let pool: Half[] = [];
  let turn = 0;
  let reading: Promise<void> = Promise.resolve();
  let idle: NodeJS.Timeout | null = null;

  const restUntilIdle = (): void => {
    if (!threads) return;
    if (idle) idle.refresh();
    else {
      idle = setTimeout(() => void writer?.call('idle', []).catch(() => undefined), idleMs);
      idle.unref();
    }
  };
  const openReaders = (): Promise<Half[]> =>
    Promise.all(Array.from({ length: readers }, () => openThread('reader', options)));
  /** Those that read the lost file end what they were asked, and go. */
  const readAnew = async (lost: string): Promise<void> => {
    rewritten(lost);
    const before = pool;
    pool = await openReaders();
    await Promise.all(before.map((reader) => reader.close()));
  };
  const write: Caller = (name, given, handedOver) => {
    if (!writer) return Promise.reject(new Error('the store is not open'));
    restUntilIdle();
    return writer.call(name, given, handedOver);
  };
  const read: Caller = (name, given) => {
    turn += 1;
    const reader = pool[turn % pool.length];
    return reader ? reader.call(name, given) : Promise.reject(new Error('the store is not open'));
  };
  const calls = Object.fromEntries([
    ...writerCalls.map((name) => [name, (...given: unknown[]) => write(name, given)]),
    ...readerCalls.map((name) => [name, (...given: unknown[]) => read(name, given)]),
  ]) as Omit<FleetStore, 'open' | 'close'>;
  const takeThere: FleetStore['ingest'] = (arrived, now) => {
    const group = packBatches(arrived);
    return write('ingestTransferred', [group, now], [group.bytes]) as ReturnType<FleetStore['ingest']>;
  };

  return {
    ...calls,
    ...(threads ? { ingest: takeThere } : {}),
    open: async () => {
      if (!threads) {
        const here = await openHere(options);
        writer = here.writer;
        pool = here.readers;
        return { putAside: writer.putAside };
      }
      writer = await openThread('writer', options, (lost) => {
        reading = readAnew(lost).catch(() => undefined);
      });
      pool = await openReaders();
      return { putAside: writer.putAside };
    },
    close: async () => {
      if (idle) clearTimeout(idle);
      await reading;
      await Promise.all(pool.map((reader) => reader.close()));
      await writer?.close();
      writer = null;
      pool = [];
    },
  };
}
