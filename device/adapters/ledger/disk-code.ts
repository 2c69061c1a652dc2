import Database from 'better-sqlite3';
import { type DiskCode, DiskFailure } from '../../ports.ts';

const ofSystem: Readonly<Record<string, DiskCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'disk-read-only',
  EACCES: 'disk-read-only',
  EPERM: 'disk-read-only',
};

/**
 * What SQLite's result code means for the disk [sqlite.org, result codes]; the extended codes begin
 * with their primary one.
 */
function ofSqlite(code: string): DiskCode {
  // The WAL's index couldn't be given its 32 KiB.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return 'disk-full';
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM') return 'disk-read-only';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'disk-damaged';
  return 'disk-error';
}

/** SQLite's codes for a mistake in our own statements: the disk is not the cause. */
const ours = new Set(['SQLITE_ERROR', 'SQLITE_MISUSE', 'SQLITE_RANGE', 'SQLITE_MISMATCH', 'SQLITE_ABORT']);

/** An error of SQLite or of the file system as a disk failure; null for any other. */
export function diskFailure(error: unknown): DiskFailure | null {
  if (error instanceof DiskFailure) return error;
  if (error instanceof Database.SqliteError) {
    const own = ours.has(error.code) || error.code.startsWith('SQLITE_CONSTRAINT');
    return own ? null : new DiskFailure(ofSqlite(error.code), `${error.message} (${error.code})`);
  }
  if (error instanceof Error && 'syscall' in error && 'code' in error)
    return new DiskFailure(ofSystem[String(error.code)] ?? 'disk-error', error.message);
  return null;
}

/** Runs work on the disk. Its errors are thrown as DiskFailure, our own mistakes unchanged. */
export function onDisk<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw diskFailure(error) ?? error;
  }
}
