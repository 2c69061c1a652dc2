import type { z } from 'zod';
import type { Bilingual } from '../contracts/meaning.ts';
import { type FolderCalls, foreignBits } from './data-folder.ts';
import { leavesOf, metaOf, schemaAt } from './schema-keys.ts';

/**
 * A warning if a file with secrets can be read by other users of this computer. null if it cannot,
 * or if the system has no permissions of that kind (`uid` is null).
 */
export function readableByOthers(
  { lstatSync, realpathSync }: Pick<FolderCalls, 'lstatSync' | 'realpathSync'>,
  uid: number | null,
  file: string,
): Bilingual | null {
  if (uid === null) return null;
  const status = lstatSync(realpathSync(file), { throwIfNoEntry: false });
  if (status === undefined || (status.mode & foreignBits) === 0) return null;
  return {
    en: `${file} holds secrets, and other users of this computer may read it: chmod 600 ${file}`,
    zh: `${file} 中有密钥，本机其他用户可以读取：请执行 chmod 600 ${file}`,
  };
}

/** A warning for a program that runs as the system's administrator; null for any other user. */
export const runsAsRoot = (uid: number | null): Bilingual | null =>
  uid === 0
    ? {
        en: 'this program runs as root and does not need to: run it as a user of its own',
        zh: '本程序正以 root 身份运行，并无必要：请为其建立专用的系统用户',
      }
    : null;

/** A URL with a password in it. */
const urlWithPassword = /\/\/[^/\s]*:[^/\s]*@/;

/**
 * Whether a configuration, as it was read, holds a secret: a value of a secret key, or a URL with a
 * password.
 */
export const hasSecretValues = (schema: z.ZodType, config: unknown): boolean =>
  leavesOf(schema).some((path) => {
    const value = path.reduce<unknown>((here, key) => (here as Record<string, unknown> | undefined)?.[key], config);
    return typeof value === 'string' && (metaOf(schemaAt(schema, path)).secret === true || urlWithPassword.test(value));
  });
