/**
 * Where a store's file stands, and how it is written out again where it stands there no more. The order of looking, writing and taking back is
 * a rule of the promise and not of a file system: it is the same for the kiosk's SQLite file and for the disk that the world simulates.
 */
export interface StoreFile {
  /** The first of its names under which something else stands, or nothing; null while all is as it should be. */
  lost(): string | null;
  /** Writes out again what the open file holds. Throws where that can't be done. */
  writeAgain(lost: string): void;
}

/** Makes sure that what is written can be found by the next start: a handle alone is no disk. */
export function ensureFileInPlace(file: StoreFile): void {
  const lost = file.lost();
  if (lost !== null) file.writeAgain(lost);
}

/**
 * Writes something, which counts only where it can be found again under its name: that is looked at before, and after, since the name may
 * be lost in between. Where it can't be, `undo` takes back that it counts.
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
