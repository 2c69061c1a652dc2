import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const piece = Buffer.alloc(64 * 1024);

/**
 * A disk of a few megabytes that can be filled to the last byte; null if this computer does not
 * allow the mount.
 */
export class SmallDisk {
  readonly dir: string;
  fills = 0;

  private constructor(dir: string) {
    this.dir = dir;
  }

  static mount(dir: string): SmallDisk | null {
    mkdirSync(dir, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', dir], { stdio: 'ignore' });
    } catch {
      return null;
    }
    return new SmallDisk(dir);
  }

  /** Fills it until nothing more fits. */
  fill(): void {
    this.fills += 1;
    const file = openSync(join(this.dir, 'ballast'), 'a');
    try {
      for (let step = piece.length; step >= 1; step = Math.floor(step / 4)) this.#pour(file, step);
    } finally {
      closeSync(file);
    }
  }

  #pour(file: number, step: number): void {
    try {
      for (let pieces = 0; pieces < 1_000; pieces += 1) writeSync(file, piece, 0, step);
    } catch {
      // It is full for pieces of this size.
    }
  }

  clear(): void {
    rmSync(join(this.dir, 'ballast'), { force: true });
  }

  unmount(): void {
    execFileSync('umount', [this.dir], { stdio: 'ignore' });
  }
}
