#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander';
import { bilingual, joinBilingual } from '../../shared/contracts/meaning.ts';
import { runChaos } from './run.ts';

const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError(joinBilingual(bilingual('It should be a number above 0.', '应为大于 0 的数字')));
  return value;
};

await new Command('chaos')
  .description(
    'Real agents, boards, fleet, broker and databases as processes that are killed, stopped and starved; at the end all books are compared.',
  )
  .option('--kiosks <n>', 'how many kiosks', number, 4)
  .option('--boxes <n>', 'requests in all', number, 2_000)
  .option('--minutes <n>', 'stop after this many minutes', number, 30)
  .option('--every <ms>', 'mean pause between two faults', number, 1_500)
  .option('--seed <n>', 'of all that is random', number, 1)
  .action(
    async ({
      kiosks,
      boxes,
      minutes,
      every,
      seed,
    }: Record<'kiosks' | 'boxes' | 'minutes' | 'every' | 'seed', number>) => {
      const requests = Math.ceil(boxes / kiosks);
      const report = (line: string): void => void process.stdout.write(`${line}\n`);
      const { balances, troubles, fullDisk } = await runChaos({
        seed,
        kiosks,
        requests,
        maxMs: minutes * 60_000,
        everyMs: every,
        report,
      });
      for (const [name, times] of troubles) report(`  ${name.padEnd(34)} ${times}`);
      if (!fullDisk) report('  (no full disk: this computer mounts no small one, or its turn did not come)');
      for (const { machine, requests: asked, fell, issued, uncertain, wrong } of balances)
        report(
          `${machine}: ${asked} requests, ${fell} boxes fell, ${issued} issued, ${uncertain} uncertain${wrong.length > 0 ? `: ${wrong.join('; ')}` : ', all books agree'}`,
        );
      process.exitCode = balances.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
    },
  )
  .parseAsync();
