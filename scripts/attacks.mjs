// Tries every attack of test/attacks on the programs as they ship and without their defences. The
// suite leaves out the second half of those that take long.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('npx', ['vitest', 'run', 'dist/test/attacks', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, ATTACKS: 'whole' },
});
process.exit(status ?? 1);
