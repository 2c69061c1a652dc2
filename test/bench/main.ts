import { cpus, loadavg, tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { startBench } from './agent-start.ts';
import { dispenseBench } from './dispense.ts';
import { type BenchFixture, withFixture } from './fixture.ts';
import { ingestBench } from './ingest.ts';
import { pollBench } from './poll-latency.ts';
import { queriesBench } from './queries.ts';
import { passes, type Row, ratioOf, tableOf } from './table.ts';
import { tlsBench } from './tls.ts';
import { worldBench } from './world.ts';

const benches: Readonly<Record<string, (fixture: BenchFixture) => Promise<Row[]>>> = {
  dispense: dispenseBench,
  start: startBench,
  ingest: ingestBench,
  poll: pollBench,
  queries: queriesBench,
  tls: tlsBench,
  world: worldBench,
};

const usage = `npm run bench -- [--only ${Object.keys(benches).join(',')}] [--large] [--json] [--dir FOLDER] [--data FOLDER]
  --large  20,000 machines and more than 10 million ledger lines; longer runs: for one evening
  --dir    a folder on the disk that is to be measured; else the system's temporary folder
  --data   a folder that keeps the seeded province for the next run of queries`;

/** The options of the command line; null if they are wrong, which is then said on stderr. */
function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        large: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        dir: { type: 'string', default: tmpdir() },
        data: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    return null;
  }
}

/**
 * Runs the benchmarks one after the other and prints one table; exit code 1 if a limit is exceeded.
 */
async function bench(): Promise<number> {
  const values = optionsOf(process.argv.slice(2));
  if (values === null) return 2;
  const names = values.only?.split(',') ?? Object.keys(benches);
  const unknown = names.find((name) => !Object.hasOwn(benches, name));
  if (values.help || unknown !== undefined) {
    process.stderr.write(`${usage}\n`);
    return values.help ? 0 : 2;
  }
  const [load = 0] = loadavg();
  if (load > 0.5 * cpus().length)
    process.stderr.write(
      `other programs keep this computer busy (load ${load.toFixed(1)}): the figures will be worse than it can do\n`,
    );
  const rows: Row[] = [];
  for (const name of names) {
    const run = benches[name];
    if (!run) continue;
    process.stderr.write(`${name} …\n`);
    rows.push(...(await withFixture({ base: values.dir, large: values.large, data: values.data ?? null }, run)));
  }
  const failed = rows.filter((row) => passes(row) === false);
  if (values.json) {
    const all = rows.map((row) => ({ ...row, ratio: ratioOf(row), pass: passes(row) }));
    process.stdout.write(
      `${JSON.stringify({ node: process.version, cores: cpus().length, load, rows: all }, null, 2)}\n`,
    );
  } else
    process.stdout.write(
      `\n${tableOf(rows)}\n\n${failed.length === 0 ? 'all limits kept' : `${failed.length} limits not kept`}\n`,
    );
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = await bench();
