import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freshDirectory } from './fresh-directory.ts';

/** Mounts a file system; false if this computer does not allow it. */
const mount = (...args: string[]): boolean => spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
const unmount = (directory: string): void => {
  spawnSync('umount', [directory], { stdio: 'ignore' });
};

/** A separate disk with room for `bytes`; null if this computer doesn't allow mounting one. */
export function smallDisk(bytes: number): string | null {
  const directory = freshDirectory();
  if (!existsSync('/proc') || !mount('-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', directory)) return null;
  onTestFinished(() => unmount(directory));
  return directory;
}

/** Whether disks can be mounted here: then the tests on a truly full disk run too. */
export function canMount(): boolean {
  const directory = '/mnt';
  if (!existsSync(directory) || !mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', directory)) return false;
  unmount(directory);
  return true;
}

/** Removes the write permission of a folder and its files; restored after the test. */
export function readOnly(directory: string): void {
  const all = [directory, ...readdirSync(directory).map((name) => join(directory, name))];
  for (const path of all) chmodSync(path, path === directory ? 0o555 : 0o444);
  onTestFinished(() => {
    for (const path of all) if (existsSync(path)) chmodSync(path, path === directory ? 0o755 : 0o644);
  });
}

/**
 * Does something as a user who is bound by file permissions: root is not, so it becomes nobody
 * meanwhile.
 */
export function bound<T>(work: () => T): T {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}
