/** Where a store's file stands, and how it is written out again where it stands there no more. */
export interface Names {
  /** The first of its names under which something else stands, or nothing; null while all is as it should be. */
  lost(): string | null;
  /** Writes out again what the open file holds. Throws where that can't be done. */
  writeAgain(lost: string): void;
}

/** Makes sure that what is written can be found by the next start: a handle alone is no disk. */
export function beUnderName(names: Names): void {
  const lost = names.lost();
  if (lost !== null) names.writeAgain(lost);
}

/**
 * Writes something, which counts only where it can be found again under its name: that is looked at before, and after, since the name may
 * be lost in between. Where it can't be, `undo` takes back that it counts.
 */
export function keptUnderName<T>(names: Names, write: () => T, undo: () => void): T {
  beUnderName(names);
  const written = write();
  try {
    beUnderName(names);
  } catch (error) {
    undo();
    throw error;
  }
  return written;
}
