import type { Caller, ReaderPorts } from './calls.ts';
import type { StoreWorker } from './worker.ts';

/**
 * The number of reader threads. Reports and lists run at the same time, never on the writer's
 * connection.
 */
const readerCount = 2;

interface Reader {
  readonly worker: StoreWorker<ReaderPorts>;
  running: number;
}

/**
 * The reader threads of a store. The first is there from the start; another one is opened when a
 * call arrives while all are busy.
 */
export class ReaderPool {
  readonly #open: () => Promise<StoreWorker<ReaderPorts>>;
  readonly #readers: Reader[];
  #opening: Promise<unknown> | null = null;

  private constructor(open: () => Promise<StoreWorker<ReaderPorts>>, first: StoreWorker<ReaderPorts>) {
    this.#open = open;
    this.#readers = [{ worker: first, running: 0 }];
  }

  /** Opens a pool. Rejects if its first reader cannot open the store. */
  static async open(open: () => Promise<StoreWorker<ReaderPorts>>): Promise<ReaderPool> {
    return new ReaderPool(open, await open());
  }

  /** Carries a call to the reader with the fewest running ones. */
  readonly call: Caller<ReaderPorts> = async (method, args) => {
    const reader = this.#readers.reduce((least, each) => (each.running < least.running ? each : least));
    if (reader.running > 0) this.#openAnother();
    reader.running += 1;
    try {
      return await reader.worker.call(method, args);
    } finally {
      reader.running -= 1;
    }
  };

  /** Waits for the running calls, and ends the threads. */
  async close(): Promise<void> {
    await this.#opening;
    await Promise.all(this.#readers.map(({ worker }) => worker.close()));
  }

  /** While it opens, and if it cannot, the readers there are go on. */
  #openAnother(): void {
    if (this.#opening !== null || this.#readers.length >= readerCount) return;
    this.#opening = this.#open()
      .then((worker) => this.#readers.push({ worker, running: 0 }))
      .catch(() => undefined)
      .finally(() => {
        this.#opening = null;
      });
  }
}
