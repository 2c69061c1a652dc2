import { statSync } from 'node:fs';

/**
 * The file found under a name, by device and inode number; null for none. Throws the system's
 * errors.
 */
export function identityOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
}
