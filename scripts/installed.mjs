// Packages are installed if npm's own record in node_modules agrees with the lock. File times mean
// nothing after a checkout, and an entry of the lock that only another platform needs is no reason
// to install again.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/**
 * True when every package that the lock requires here is installed with the same content, and none
 * that the lock does not name.
 */
export function isInstalled(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = packagesOf(record);
  const locked = packagesOf(join(root, 'package-lock.json'));
  const required = Object.entries(locked).filter(([path, entry]) => path !== '' && !entry.optional);
  return (
    required.every(([path, entry]) => installed[path]?.integrity === entry.integrity) &&
    Object.entries(installed).every(([path, entry]) => locked[path]?.integrity === entry.integrity)
  );
}
