import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freshDirectory } from './fresh-directory.ts';

/** Mounts a file system, where this computer lets us; false otherwise. */
const mount = (...args: string[]): boolean => spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
const unmount = (directory: string): void => {
  spawnSync('umount', [directory], { stdio: 'ignore' });
};

/** A disk of its own with room for so many bytes; null where this computer doesn't let us mount one. */
export function smallDisk(bytes: number): string | null {
  const directory = freshDirectory();
  if (!existsSync('/proc') || !mount('-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', directory)) return null;
  onTestFinished(() => unmount(directory));
  return directory;
}

/** Whether disks can be mounted here: then the tests on a truly full one run too. */
export function canMount(): boolean {
  const directory = '/mnt';
  if (!existsSync(directory) || !mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', directory)) return false;
  unmount(directory);
  return true;
}

/** Takes the right to write from a folder and its files; back after the test. */
export function readOnly(directory: string): void {
  const all = [directory, ...readdirSync(directory).map((name) => join(directory, name))];
  for (const path of all) chmodSync(path, path === directory ? 0o555 : 0o444);
  onTestFinished(() => {
    for (const path of all) if (existsSync(path)) chmodSync(path, path === directory ? 0o755 : 0o644);
  });
}

/** Does something as a user whom file rights bind: root is none such, so it becomes nobody for this moment. */
export function bound<T>(work: () => T): T {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}
