// Installs the packages of the lock. No package may run a program of its own while it is installed,
// except those that package.json names under `allowScripts`: they compile, or fetch, native code.
// Every npm obeys `--ignore-scripts`; only newer ones know `allowScripts`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The commands that install everything in `root`, in their order. */
export function installCommands(root) {
  const { allowScripts = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  return [
    ['ci', '--no-audit', '--no-fund', '--ignore-scripts'],
    ['rebuild', '--ignore-scripts=false', ...allowed],
    ['run', '--silent', 'install'],
  ];
}
