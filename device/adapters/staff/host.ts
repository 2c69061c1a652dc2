import { closeSync, fsyncSync, openSync, renameSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Bilingual, bilingual, splitBilingual } from '../../../shared/contracts/meaning.ts';
import type { HostNow } from '../../core/screen/staff/state.ts';
import type { AgentObserver } from '../../ports.ts';

/** How many warnings and errors are remembered. */
const errorsKept = 12;

type DetailedLog = (...entry: Required<Parameters<AgentObserver['log']>>) => void;

/** Remembers the last warnings and errors of a log. */
export function recentErrors(log: DetailedLog, now: () => number) {
  const last: { at: number; text: Bilingual }[] = [];
  return {
    /** Newest first. */
    errors: (): HostNow['errors'] => last,
    log: ((level, message, detail = {}) => {
      if (level !== 'info') {
        last.unshift({ at: Math.max(0, now()), text: splitBilingual(message) ?? bilingual(message, message) });
        last.splice(errorsKept);
      }
      log(level, message, detail);
    }) satisfies AgentObserver['log'],
  };
}

/** The free and the whole size of the disk under a folder; null if nobody knows. */
export function diskOf(folder: string): HostNow['disk'] {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
}

/** Whether a stick is mounted at the folder: it is on another device than the folder above it. */
export function isMounted(folder: string): boolean {
  try {
    return statSync(folder).isDirectory() && statSync(folder).dev !== statSync(dirname(folder)).dev;
  } catch {
    return false;
  }
}

/** Writes a file, whole or not at all, and waits until it is on the stick. Never throws. */
export function writeToStick(folder: string, name: string, text: string): boolean {
  try {
    const path = join(folder, name);
    const file = openSync(`${path}.new`, 'w', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
    return true;
  } catch {
    return false;
  }
}
