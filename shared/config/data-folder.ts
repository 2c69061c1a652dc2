import type { Bilingual } from '../contracts/meaning.ts';

/** The calls of Node's `node:fs` that are needed here, so that this room stays pure. */
export interface FolderCalls {
  mkdirSync(path: string, options: { readonly recursive: true; readonly mode: number }): unknown;
  lstatSync(path: string, options: { readonly throwIfNoEntry: false }): EntryStatus | undefined;
  realpathSync(path: string): string;
  readdirSync(path: string): string[];
  chmodSync(path: string, mode: number): void;
}

/** What `lstat` says about a path. */
export interface EntryStatus {
  readonly uid: number;
  /** Its permission bits, and its type in higher bits. */
  readonly mode: number;
  isSymbolicLink(): boolean;
  isDirectory(): boolean;
}

/** A data folder, and which of its entries the program opens. */
export interface DataFolder {
  readonly path: string;
  /** Whether the program opens an entry of this name. Other entries are left alone. */
  readonly isOwn: (name: string) => boolean;
}

const folderMode = 0o700;
const fileMode = 0o600;
const permissionBits = 0o777;
/** The permissions of the group and of others. */
export const foreignBits = 0o077;

/**
 * Makes a data folder, if it is missing, and takes the permissions of other users away from it and
 * from the program's own files in it. `uid` is this process's user, null on a system without users
 * of that kind: then nothing is checked. Returns why the folder must not be used, or null: another
 * user owns it or one of these files, or one of them is a symbolic link. Through either, somebody
 * else could read or replace the ledger. Throws the system's errors.
 */
export function protectDataFolder(
  calls: FolderCalls,
  uid: number | null,
  { path, isOwn }: DataFolder,
): Bilingual | null {
  calls.mkdirSync(path, { recursive: true, mode: folderMode });
  if (uid === null) return null;
  // The folder itself may be reached through a link, for example to a larger disk.
  const folder = calls.realpathSync(path);
  const why = protect(calls, uid, folder, folderMode);
  if (why !== null) return why;
  for (const name of calls.readdirSync(folder).filter(isOwn)) {
    const whyNot = protect(calls, uid, `${folder}/${name}`, fileMode);
    if (whyNot !== null) return whyNot;
  }
  return null;
}

function protect(calls: FolderCalls, uid: number, path: string, mode: number): Bilingual | null {
  const status = calls.lstatSync(path, { throwIfNoEntry: false });
  // It may be removed meanwhile, as SQLite does with its write-ahead log.
  if (status === undefined) return null;
  if (status.isSymbolicLink())
    return {
      en: `${path} is a symbolic link, through which somebody else could read or replace it: put the file itself there`,
      zh: `${path} 是符号链接，他人可能借此读取或替换文件：请将文件本身放在此处`,
    };
  if (status.uid !== uid)
    return {
      en: `${path} belongs to another user (number ${status.uid}, and this program runs as ${uid}): run it as that user, or give the folder with all of its files to this one`,
      zh: `${path} 属于另一个系统用户（编号 ${status.uid}，本程序以 ${uid} 号用户运行）：请以该用户运行，或将整个文件夹的所有者改为当前用户`,
    };
  const wanted = status.isDirectory() ? folderMode : mode;
  if ((status.mode & foreignBits) !== 0) calls.chmodSync(path, wanted & status.mode & permissionBits);
  return null;
}
