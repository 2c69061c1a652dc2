// A build is fresh as long as the names, sizes and times of all its sources are unchanged.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['shared', 'device', 'fleet', 'simulators', 'test', 'scripts'];
const files = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.pure.json', 'tsconfig.node.json', 'tsconfig.json'];
const stampOf = (root) => join(root, 'dist', '.built');

function fingerprint(root) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
  };
  for (const name of [...sources, ...files]) visit(join(root, name));
  return hash.digest('hex');
}

export function isFresh(root) {
  const stamp = stampOf(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root);
}

export function markFresh(root) {
  writeFileSync(stampOf(root), fingerprint(root));
}
