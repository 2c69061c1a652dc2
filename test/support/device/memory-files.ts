import type { SecretFiles } from '../../../device/identity/identity-store.ts';

/** Files in memory. */
export const memoryFiles = (files = new Map<string, string>()): SecretFiles => ({
  read: (name) => files.get(name) ?? null,
  write: (name, text) => void files.set(name, text),
  rename: (from, to) => {
    const text = files.get(from);
    if (text === undefined) throw new Error(`there is no file ${from}`);
    files.delete(from);
    files.set(to, text);
  },
  remove: (name) => void files.delete(name),
});
