#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { fuzzPorts } from './ports.ts';
import { fuzz } from './run.ts';
import { targets } from './targets.ts';

// Feeds corrupted inputs to every parser for the given number of minutes:
// `npm run fuzz -- --minutes 10`. With `--bytes 1000000`, sends that many to the ports of a running
// fleet and a running kiosk instead.
const bytesAt = process.argv.indexOf('--bytes');
if (bytesAt < 0) fuzzParsers();
else process.exitCode = await fuzzPorts(Number(process.argv[bytesAt + 1]));

function fuzzParsers(): void {
  const minutesAt = process.argv.indexOf('--minutes');
  const minutes = minutesAt < 0 ? 1 : Number(process.argv[minutesAt + 1]);
  if (!(minutes > 0)) {
    process.stderr.write('--minutes: a number above 0\n');
    process.exit(2);
  }
  const untilMs = performance.now() + minutes * 60_000;
  const perTurn = 2_000;
  let tried = 0;
  let broken = 0;
  const first = Date.now() % 1_000_000_000;
  for (let seed = first; performance.now() < untilMs && broken === 0; seed += 1) {
    for (const target of targets) {
      const found = fuzz(target, seed, perTurn);
      tried += perTurn;
      if (!found) continue;
      broken += 1;
      writeFileSync('fuzz-input.bin', found.input);
      process.stdout.write(`${found.target}, seed ${found.seed}: ${found.what}\nThe input is in fuzz-input.bin.\n`);
    }
  }
  const megabytes = Math.round(process.memoryUsage().rss / 1_048_576);
  process.stdout.write(
    `${tried.toLocaleString('en')} inputs on ${targets.length} parsers from seed ${first}, ${broken} broken, ${megabytes} MB\n`,
  );
  process.exitCode = broken > 0 ? 1 : 0;
}
