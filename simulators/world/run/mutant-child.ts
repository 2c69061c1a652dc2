import { register } from 'node:module';

/**
 * The order for the child: plant this mistake, and run seeds from `first` until a promise is
 * broken, at most `seeds`.
 */
interface Task {
  readonly url: string;
  readonly find: string;
  readonly replace: string;
  readonly first: number;
  readonly seeds: number;
  readonly world?: 'front' | 'staff';
}

const task = JSON.parse(process.argv[2] ?? '{}') as Task;
register('./mutant-hook.js', import.meta.url, { data: task });

const { runSeed } = await import('../world.ts');
const { runFrontSeed } = await import('../front-world.ts');
const { runStaffSeed } = await import('../staff-world.ts');
const { shaChain } = await import('./sha-chain.ts');

const worlds = {
  fleet: (seed: number) => runSeed({ seed, chain: shaChain }),
  front: (seed: number) => runFrontSeed(seed, shaChain),
  staff: (seed: number) => runStaffSeed(seed, shaChain),
};

let caught: { seeds: number; seed: number; rule: string } | null = null;
for (let run = 0; run < task.seeds && caught === null; run += 1) {
  const seed = task.first + run;
  const { broken } = await worlds[task.world ?? 'fleet'](seed);
  if (broken) caught = { seeds: run + 1, seed, rule: broken.rule };
}
process.stdout.write(JSON.stringify(caught));
