import { parentPort, workerData } from 'node:worker_threads';
import type { ScenarioOptions } from '../scenario.ts';
import { type Outcome, runSeed } from '../world.ts';
import { shaChain } from './sha-chain.ts';

/** What a worker answers for one seed: the outcome without its log. */
export type SeedDone = Omit<Outcome, 'log'>;

/** What all seeds of a run have in common. */
export type WorkerOptions = Pick<ScenarioOptions, 'brief'>;

const orders = workerData as WorkerOptions;

// A worker thread: runs each seed that it is given and answers with how it went.
parentPort?.on('message', async (seed: number) => {
  const { log: _, ...outcome } = await runSeed({ ...orders, seed, chain: shaChain });
  parentPort?.postMessage(outcome satisfies SeedDone);
});
