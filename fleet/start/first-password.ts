import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { firstUser } from '../auth/first-administrator.ts';
import { limits } from '../limits.ts';
import { writePrivateFile } from '../pki/private-file.ts';

/** The file with the first password, in the data folder. */
export const firstPasswordFile = (dataDir: string): string => join(dataDir, 'fleet.first-password');

/** Removes the file with the first password, if there is one. */
export const dropFirstPassword = (dataDir: string): void => rmSync(firstPasswordFile(dataDir), { force: true });

const days = limits.firstPasswordMs / 86_400_000;

/** What is said of the first password, wherever it is shown. */
const rules = {
  en: `valid once, for ${days} days, and to be changed at the first sign-in; every start before that makes another one, and so does "yaoju fleet user reset ${firstUser}"`,
  zh: `只能用一次，${days} 天内有效，首次登录须更改；在此之前每次启动都会换一个，也可用 yaoju fleet user reset ${firstUser} 重置`,
};

/**
 * Shows the first password: on a terminal as it is; otherwise it is written to a file for this user
 * alone, because what a program prints may end in a journal that others read and that is kept.
 */
export function showFirstPassword(
  password: string,
  dataDir: string,
  to: { readonly isTTY?: boolean; write(text: string): unknown },
): void {
  const user = `First start · 首次启动：user · 用户 ${firstUser}`;
  if (to.isTTY === true) {
    to.write(`\n${user}, password · 密码 ${password}\nShown once, ${rules.en}.\n仅显示一次，${rules.zh}。\n\n`);
    return;
  }
  const file = firstPasswordFile(dataDir);
  writePrivateFile(file, `${password}\n`);
  to.write(
    `\n${user}, password in the file · 密码在文件中：${file}\nReadable by this system user alone and removed at the first sign-in; ${rules.en}.\n` +
      `该文件仅供本系统用户读取，首次登录后自动删除；${rules.zh}。\n\n`,
  );
}
