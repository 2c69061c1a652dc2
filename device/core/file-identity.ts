/**
 * The place of a store's file, and how it is written again if it is no longer there. The order of
 * checking, writing and undoing is a rule of the promise and not of a file system: it is the same
 * for the kiosk's SQLite file and for the disk that the world simulates.
 */
export interface StoreFile {
  /**
   * The first of the file's names that is missing or belongs to another file; null if all are in
   * place.
   */
  lost(): string | null;
  /** Writes the content of the open file again. Throws if that is not possible. */
  writeAgain(lost: string): void;
}

/** Makes sure that the next start finds what is written: an open handle alone is not enough. */
export function ensureFileInPlace(file: StoreFile): void {
  const lost = file.lost();
  if (lost !== null) file.writeAgain(lost);
}

/**
 * Writes something that counts only if it can be found under its name. That is checked before and
 * after, since the name may be lost in between. If it can't be found, `undo` reverts that it
 * counts.
 */
export function writeInPlace<T>(file: StoreFile, write: () => T, undo: () => void): T {
  ensureFileInPlace(file);
  const written = write();
  try {
    ensureFileInPlace(file);
  } catch (error) {
    undo();
    throw error;
  }
  return written;
}
