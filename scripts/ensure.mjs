// Installs and builds what is missing or older than its sources, and nothing else: the first start does all, the second is at once.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFresh } from './fingerprint.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(`${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

// What was installed last is remembered by its hash: times of files mean nothing after a checkout.
const stamp = join(root, 'node_modules', '.installed');
function wanted() {
  const hash = createHash('sha256');
  for (const name of ['package-lock.json', 'binding.gyp', 'fleet/adapters/chain/chain.cc'])
    hash.update(readFileSync(join(root, name)));
  return hash.digest('hex');
}
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted()) {
  console.log('Installing packages (first time: some minutes, parts of them compile) …');
  // Not `npm ci`: it refuses a lock that was made where the registry does not offer other platforms' binaries.
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts=false']);
  writeFileSync(stamp, wanted());
}
if (!isFresh(root)) run('node', [join(root, 'scripts', 'build.mjs')]);
