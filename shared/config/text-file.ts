import type { Bilingual } from '../contracts/meaning.ts';
import { decodeUtf8 } from '../contracts/utf8.ts';
import { errorText } from '../error-text.ts';

/** What is wrong with a file's text, in both languages. */
class UnreadableText extends Error {
  readonly why: Bilingual;
  constructor(why: Bilingual) {
    super(`${why.en} · ${why.zh}`);
    this.why = why;
  }
}

/**
 * The text of a file's bytes, without a byte order mark. Throws if they are not UTF-8;
 * `whyUnreadable` gives the reason.
 */
export function textOf(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  if (text !== null) return text;
  throw new UnreadableText({
    en: 'it is not UTF-8 text: save it again with the encoding UTF-8',
    zh: '不是 UTF-8 编码：请以 UTF-8 编码重新保存',
  });
}

/**
 * The text of a file that holds one value, such as a password: without a byte order mark and the
 * white space around it.
 */
export const settingOf = (bytes: Uint8Array): string => textOf(bytes).trim();

/** Why a file can't be read, in both languages. */
export function whyUnreadable(error: unknown): Bilingual {
  if (error instanceof UnreadableText) return error.why;
  const code = (error as { code?: unknown }).code;
  if (code === 'ENOENT') return { en: 'there is no such file', zh: '没有这个文件' };
  if (code === 'EACCES' || code === 'EPERM') return { en: 'it may not be read by this user', zh: '当前用户无权读取' };
  if (code === 'EISDIR') return { en: 'it is a folder', zh: '这是文件夹，不是文件' };
  return { en: errorText(error), zh: '读取时出错' };
}
