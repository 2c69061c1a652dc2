/** What stands under a name: another text for another file, null where nothing does. */
export type IdentityOf = (path: string) => string | null;

/** SQLite's files of one database, by the end of their names. */
export const databaseSuffixes = ['', '-wal', '-shm'] as const;

/**
 * Notes what stands under an open database's names. The answer tells, whenever it is called, the first name under which that stands no
 * more: deleted, moved, or replaced by another file; null while all is as it was. A handle goes on writing then, to files that nobody
 * will ever find.
 */
export function watchOpenFiles(file: string, identityOf: IdentityOf): () => string | null {
  const noted = databaseSuffixes.flatMap((end) => {
    const path = `${file}${end}`;
    const identity = identityOf(path);
    return identity === null ? [] : [{ path, identity }];
  });
  return () => noted.find(({ path, identity }) => identityOf(path) !== identity)?.path ?? null;
}
