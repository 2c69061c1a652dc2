import { Worker } from 'node:worker_threads';
import type { SeedDone, WorkerOptions } from './worker.ts';

/**
 * A world is discarded as a whole: with this much room, the collector of young objects copies
 * little of it.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 192 };

/**
 * Runs seeds on worker threads, each one seed at a time. `next` returns the next seed, null for no
 * more. Resolves when all seeds are done.
 */
export async function runWorkers(
  jobs: number,
  next: () => number | null,
  onDone: (done: SeedDone) => void,
  orders: WorkerOptions = {},
): Promise<void> {
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: orders, resourceLimits });
      try {
        for (let seed = next(); seed !== null; seed = next()) onDone(await answer(worker, seed));
      } finally {
        await worker.terminate();
      }
    }),
  );
}

function answer(worker: Worker, seed: number): Promise<SeedDone> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => reject(new Error(`seed ${seed}: ${error.stack ?? error.message}`));
    worker.once('error', failed);
    worker.once('message', (done: SeedDone) => {
      worker.off('error', failed);
      resolve(done);
    });
    worker.postMessage(seed);
  });
}
