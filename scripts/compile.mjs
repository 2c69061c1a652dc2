// Compiles the fleet server's chain (binding.gyp). npm runs this on installation, with node-gyp in
// its path. Everything works without it, only the server ingests large batches more slowly. So on a
// computer without a compiler the installation says so and goes on.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { status, error, stderr } = spawnSync('node-gyp', ['rebuild', '--loglevel', 'error'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (status !== 0) {
  const why = error?.message ?? stderr.trim();
  console.error(
    `The fleet server's chain is not compiled, so it uses Node's own hash and takes large batches more slowly:\n${why}`,
  );
}
