// Deletes dist/ and compiles everything into it, so that no output outlives its source.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markFresh } from './fingerprint.mjs';
import { thirdPartyNotices } from './notices.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);

function run(name, ...args) {
  const { status, error } = spawnSync(bin(name), args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(`${name} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(join(root, 'dist'), { recursive: true, force: true });
console.log('Building …');
run('tsc', '-b');
for (const page of [join('fleet', 'console'), join('device', 'screen')])
  if (existsSync(join(root, page, 'index.html')))
    run('vite', 'build', '--logLevel', 'warn', '--config', join(page, 'vite.config.ts'));
writeFileSync(join(root, 'dist', 'third-party-notices.txt'), thirdPartyNotices(root));
// A kiosk's clock that is earlier than this is wrong. For a reproducible build, give the time in
// SOURCE_DATE_EPOCH (seconds).
const at = Number(process.env.SOURCE_DATE_EPOCH ?? Number.NaN) * 1000 || Date.now();
writeFileSync(join(root, 'dist', 'built.json'), JSON.stringify({ at }));
markFresh(root);
