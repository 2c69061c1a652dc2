#!/usr/bin/env node
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { languageOf } from '../../../shared/config/language.ts';
import { bilingual, joinBilingual, type Language } from '../../../shared/contracts/meaning.ts';
import { faultKinds } from '../faults.ts';
import { runSeed } from '../world.ts';
import { seedReport } from './seed-report.ts';
import { shaChain } from './sha-chain.ts';
import { Tally } from './tally.ts';
import type { SeedDone } from './worker.ts';
import { runWorkers } from './workers.ts';

interface Options {
  readonly seed?: number;
  readonly wire?: boolean;
  readonly all?: boolean;
  readonly only?: string;
  readonly runs?: number;
  readonly minutes?: number;
  readonly first: number;
  readonly jobs: number;
  readonly brief: boolean;
  readonly lang: Language;
}

const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError(
      joinBilingual(bilingual('It should be a number, 0 or more.', '应为不小于 0 的数字')),
    );
  return value;
};

const program = new Command('sim')
  .description(
    'Runs the simulated world from seeds: kiosks, boards, wires, disks, network and fleet. Checks every promise.',
  )
  .option('--seed <n>', 'run this one seed and print what happened', number)
  .option('--wire', 'with --seed: show the bytes on the serial lines too')
  .option('--all', 'with --seed: show every line of the log, with all fields, instead of the history')
  .option('--only <kinds>', `with --seed: only these kinds of faults, separated by commas (${faultKinds.join(', ')})`)
  .option('--runs <n>', 'run this many seeds; 300 unless said otherwise', number)
  .option('--minutes <n>', 'run seeds for this many minutes', number)
  .option('--first <n>', 'the first seed', number, 1)
  .option('--brief', 'a first phase a quarter as long: more seeds in the same time', false)
  .addOption(
    new Option('--lang <language>', 'with --seed: the language of the history; else that of LANG · 语言，默认按 LANG')
      .choices(['en', 'zh'])
      .default(languageOf(process.env)),
  )
  .option('--jobs <n>', 'worker threads', number, availableParallelism())
  .action(async (options: Options) => {
    process.exitCode = options.seed === undefined ? await many(options) : await one(options.seed, options);
  });

async function one(seed: number, { wire = false, all = false, only, brief, lang }: Options): Promise<number> {
  const faults = only === undefined ? {} : { faults: faultKinds.filter((kind) => only.split(',').includes(kind)) };
  const outcome = await runSeed({ seed, chain: shaChain, log: true, brief, ...faults });
  const trace = outcome.trace.toString(16);
  const { events, checks } = outcome;
  const end =
    lang === 'zh'
      ? `轨迹 ${trace}，事件 ${events} 个，核对 ${checks} 次。`
      : `Trace ${trace}, ${events} events, ${checks} checks.`;
  process.stdout.write(`${seedReport(outcome, { wire, all, language: lang })}\n${end}\n`);
  return outcome.broken ? 1 : 0;
}

async function many({ runs, minutes, first, jobs, brief }: Options): Promise<number> {
  const max = runs ?? (minutes === undefined ? 300 : Number.POSITIVE_INFINITY);
  const until = minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000;
  const tally = new Tally();
  let given = 0;
  let shown = Date.now();
  const next = (): number | null =>
    given >= max || Date.now() >= until || tally.broken.length >= 20 ? null : first + given++;
  const onDone = (done: SeedDone): void => {
    tally.add(done);
    const repeat = `npm run sim -- ${brief ? '--brief ' : ''}--seed ${done.seed}`;
    if (done.broken) process.stdout.write(`seed ${done.seed}: ${done.broken.rule} (${repeat})\n`);
    if (Date.now() - shown < 5_000) return;
    shown = Date.now();
    process.stdout.write(`${tally.line}\n`);
  };
  await runWorkers(Math.max(1, Math.round(jobs)), next, onDone, { brief });
  process.stdout.write(`${tally.report}\n`);
  return tally.broken.length > 0 ? 1 : 0;
}

await program.parseAsync();
