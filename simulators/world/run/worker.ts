import { parentPort, workerData } from 'node:worker_threads';
import type { ScenarioOptions } from '../scenario.ts';
import { type Outcome, runSeed } from '../world.ts';
import { shaChain } from './sha-chain.ts';

/** A worker's result for one seed: the outcome without its log. */
export type SeedDone = Omit<Outcome, 'log'>;

/** The options that all seeds of a run have in common. */
export type WorkerOptions = Pick<ScenarioOptions, 'brief'>;

const orders = workerData as WorkerOptions;

// A worker thread: runs each seed that it gets and returns the outcome.
parentPort?.on('message', async (seed: number) => {
  const { log: _, ...outcome } = await runSeed({ ...orders, seed, chain: shaChain });
  parentPort?.postMessage(outcome satisfies SeedDone);
});
