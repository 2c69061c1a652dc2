import { randomBytes } from 'node:crypto';
import { tokenHash } from './tokens.ts';

/** Crockford's base32: no letter that looks like a digit. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 4;
const groupLetters = 5;

/**
 * A code that a person types once: 20 letters and digits in four groups, 100 random bits. It is
 * stored as `codeHash`, which such a code needs no salt for.
 */
export function newCode(): string {
  const random = randomBytes(groups * groupLetters);
  const code = Array.from(random, (byte) => letters[byte % letters.length]).join('');
  return code.replace(/.{5}(?!$)/g, '$&-');
}

/**
 * The hash of a code, however it was typed: in lower case, with other separators, `O` for 0, `I` or
 * `L` for 1.
 */
export const codeHash = (typed: string): string =>
  tokenHash(
    typed
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
      .replaceAll('O', '0')
      .replace(/[IL]/g, '1'),
  );
