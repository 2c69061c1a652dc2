/**
 * The identity of the file under a name: different files give different texts; null if there is no
 * file.
 */
export type IdentityOf = (path: string) => string | null;

/** SQLite's files of one database, by the end of their names. */
export const databaseSuffixes = ['', '-wal', '-shm'] as const;

/**
 * Remembers which files an open database's names refer to. The returned function gives the first
 * name that no longer refers to its file (deleted, moved, or replaced by another file), null if
 * none does. An open handle would go on writing to files that can't be found any more.
 */
export function watchOpenFiles(file: string, identityOf: IdentityOf): () => string | null {
  const noted = databaseSuffixes.flatMap((end) => {
    const path = `${file}${end}`;
    const identity = identityOf(path);
    return identity === null ? [] : [{ path, identity }];
  });
  return () => noted.find(({ path, identity }) => identityOf(path) !== identity)?.path ?? null;
}
