// Installs and builds what is missing or older than its sources, and nothing else. So the first
// start does everything, and the second nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFresh } from './fingerprint.mjs';
import { isInstalled } from './installed.mjs';
import { installCommands } from './packages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function run(command, args, advice) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(`${command} could not be started: ${error.message}`);
  if (status === 0) return;
  if (advice) console.error(advice);
  process.exit(status ?? 1);
}

// The mark holds the chain's sources as they were compiled. It is deleted while packages are
// installed, so that an interrupted installation is repeated.
const mark = join(root, 'node_modules', '.installed');
const chain = ['binding.gyp', 'fleet/adapters/native/chain/chain.cc']
  .map((name) => readFileSync(join(root, name), 'utf8'))
  .join('\n');
if (!existsSync(mark) || !isInstalled(root)) {
  console.log('Installing packages (first time: some minutes, parts of them compile) …');
  rmSync(mark, { force: true });
  for (const command of installCommands(root))
    run(
      'npm',
      command,
      'Packages could not be installed (the reason is above). Check the network and the C++ toolchain, then start again.',
    );
  writeFileSync(mark, chain);
} else if (readFileSync(mark, 'utf8') !== chain) {
  run('npm', ['run', '--silent', 'install']);
  writeFileSync(mark, chain);
}
if (!isFresh(root)) run('node', [join(root, 'scripts', 'build.mjs')]);
