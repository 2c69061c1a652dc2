import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { IdentityStore, type SecretFiles } from './identity-store.ts';

/** The identities of the kiosk with this data folder. */
export const identityIn = ({
  dataDir,
  machine,
}: {
  readonly dataDir: string;
  readonly machine: MachineId;
}): IdentityStore => new IdentityStore(secretFolder(join(dataDir, 'identity')), machine);

/**
 * Files of a folder that only this user may read, from their first byte on. A write is durable when
 * it returns; after a crash the earlier file or the new one is there.
 */
function secretFolder(folder: string): SecretFiles {
  const sync = (): void => {
    const directory = openSync(folder, 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  };
  return {
    read(name) {
      try {
        return readFileSync(join(folder, name), 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    write(name, text) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const part = join(folder, `${name}.part`);
      rmSync(part, { force: true });
      const file = openSync(part, 'wx', 0o600);
      try {
        writeSync(file, text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(part, join(folder, name));
      sync();
    },
    rename(from, to) {
      renameSync(join(folder, from), join(folder, to));
      sync();
    },
    remove(name) {
      rmSync(join(folder, name), { force: true });
      sync();
    },
  };
}
