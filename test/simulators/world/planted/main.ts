#!/usr/bin/env node
import { places, tryMutant } from '../../../../simulators/world/run/mutant.ts';
import { mistakes } from './mistakes.ts';

// Plants every mistake, one after the other, and prints how many seeds each took. Arguments: names
// or parts of names.
const wanted = process.argv.slice(2);
let missed = 0;
for (const mistake of mistakes) {
  const { name, within } = mistake;
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  const there = places(mistake);
  const caught = there === 1 ? await tryMutant(mistake) : null;
  if (caught === null) missed += 1;
  const how = caught
    ? `caught in ${caught.seeds} of at most ${within} seeds (seed ${caught.seed}): ${caught.rule}`
    : there === 1
      ? `NOT CAUGHT in ${within} seeds`
      : `its place stands ${there} times`;
  process.stdout.write(`${name}: ${how}\n`);
}
process.exitCode = missed > 0 ? 1 : 0;
