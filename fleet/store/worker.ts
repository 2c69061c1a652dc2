import { Worker } from 'node:worker_threads';
import type { OpenedStore } from '../ports/fleet-store.ts';
import { StoreUnavailable } from '../ports/store-unavailable.ts';
import type { Caller, Role } from './calls.ts';
import type { SqliteOptions } from './options.ts';
import type { Answer, Call, Close, Opened, Rewritten } from './thread-messages.ts';

/** A thread of the store, seen from the main thread. */
export interface StoreWorker<Ports> extends OpenedStore {
  readonly call: Caller<Ports>;
  /** Waits for the running calls, closes the connection and ends the thread. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Memory that a call transfers to the thread instead of copying it: that of a packed group of
 * batches.
 */
const transferredOf = (args: readonly unknown[]): ArrayBuffer[] =>
  args.flatMap((each) =>
    typeof each === 'object' && each !== null && 'bytes' in each && each.bytes instanceof ArrayBuffer
      ? [each.bytes]
      : [],
  );

/** The calls that a worker has not answered yet. */
class Calls {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #ended: Error | null = null;

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  get ended(): boolean {
    return this.#ended !== null;
  }

  /** Sends a message under the next id. Resolves with its answer. */
  ask(message: Omit<Call, 'id'> | Omit<Close, 'id'>, transferred: readonly ArrayBuffer[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended);
        return;
      }
      this.#last += 1;
      this.#waiting.set(this.#last, { resolve, reject });
      this.#worker.postMessage({ id: this.#last, ...message }, transferred);
    });
  }

  settle(answer: Answer): void {
    const asked = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) asked?.reject(new (answer.passing ? StoreUnavailable : Error)(answer.error));
    else asked?.resolve(answer.value);
  }

  /** Rejects all unanswered calls, and every call from now on. */
  end(error: Error): void {
    this.#ended = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/**
 * Opens a part of the store in its own thread, so that a sync to disk or a long report never blocks
 * the network. `rewritten` is called with the database's name if its file was lost and written
 * again. Rejects if the thread cannot open the store.
 */
export function openWorker<Ports>(
  role: Role,
  options: SqliteOptions,
  rewritten: (lost: string) => void = () => {},
): Promise<StoreWorker<Ports>> {
  const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: { role, options } });
  const calls = new Calls(worker);
  const call = ((method: keyof Ports, args: readonly unknown[]) =>
    calls.ask({ method: String(method), args }, transferredOf(args))) as Caller<Ports>;
  const close = async (): Promise<void> => {
    if (!calls.ended) await calls.ask({ close: true });
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
      worker.on('message', (answer: Answer | Rewritten) =>
        'rewritten' in answer ? rewritten(answer.rewritten) : calls.settle(answer),
      );
      isOpen = true;
      resolve({ call, close, quarantined: opened.quarantined, migrated: opened.migrated });
    });
    worker.once('error', (error: Error) => {
      calls.end(error);
      reject(error);
      // A crashed thread is a bug. The process ends, its service manager starts it again, and the
      // ledgers are read again.
      if (isOpen)
        setImmediate(() => {
          throw error;
        });
    });
    worker.once('exit', () => calls.end(new Error('the store is closed')));
  });
}
