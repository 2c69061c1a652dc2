import { parentPort, workerData } from 'node:worker_threads';
import type { SceneOptions } from '../world/scene.ts';
import { type Outcome, runSeed } from '../world/world.ts';
import { shaChain } from './sha-chain.ts';

/** What a worker answers for one seed: the outcome without its diary. */
export type SeedDone = Omit<Outcome, 'diary'> & { readonly cpuMs: number };

/** What all seeds of a run have in common. */
export type CrewOrders = Pick<SceneOptions, 'brief'>;

const orders = workerData as CrewOrders;

// A worker thread: runs each seed that it is given and answers with how it went.
parentPort?.on('message', async (seed: number) => {
  const before = performance.now();
  const { diary: _, ...outcome } = await runSeed({ ...orders, seed, chain: shaChain });
  parentPort?.postMessage({ ...outcome, cpuMs: performance.now() - before } satisfies SeedDone);
});
