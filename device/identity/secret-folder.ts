import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { IdentityStore, type SecretFiles } from './identity-store.ts';
import { syncFolder, writePrivateFile } from './private-file.ts';

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
 * it returns; after a crash the earlier file or the new one is there. A file that somebody deletes
 * while the kiosk runs is written again when it is read: without it the kiosk would be cut off.
 */
function secretFolder(folder: string): SecretFiles {
  const held = new Map<string, string>();
  const write = (name: string, text: string): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writePrivateFile(join(folder, name), text);
    held.set(name, text);
  };
  const read = (name: string): string | null => {
    try {
      const text = readFileSync(join(folder, name), 'utf8');
      held.set(name, text);
      return text;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      const text = held.get(name) ?? null;
      if (text !== null) write(name, text);
      return text;
    }
  };
  return {
    read,
    write,
    rename(from, to) {
      renameSync(join(folder, from), join(folder, to));
      const text = held.get(from);
      if (text !== undefined) held.set(to, text);
      held.delete(from);
      syncFolder(folder);
    },
    remove(name) {
      rmSync(join(folder, name), { force: true });
      held.delete(name);
      syncFolder(folder);
    },
  };
}
