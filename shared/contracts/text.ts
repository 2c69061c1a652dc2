import { z } from 'zod';
import { searchKey } from './spelling.ts';

/** Invisible format characters, except those that join letters and emoji. */
const format = /(?![\u200c\u200d])\p{Cf}/gu;

/** Composed (NFC), without format signs, line ends as LF, trimmed. */
function composed(text: string): string {
  const plain = text.replace(/\r\n?/g, '\n').replace(format, '').normalize('NFC').trim();
  return plain === text ? plain : composed(plain);
}

/**
 * Control characters, halves of surrogate pairs, noncharacters, and line and paragraph separators:
 * no displayed text contains them.
 */
const unshown = '\\p{Cc}\\p{Cs}\\p{Noncharacter_Code_Point}\\u2028\\u2029';
const inLine = new RegExp(`[${unshown}]`, 'u');
const inLines = new RegExp(`(?![\\n\\t])[${unshown}]`, 'u');

const unshownMessage = '含有控制字符或残缺字符 · holds a control sign or a broken character';

/**
 * One line of text that a person typed, at most `max` characters (code points) after composing;
 * with `min` 1, something in it must be visible.
 */
export const typedLine = (max: number, min: 0 | 1 = 1) =>
  z
    .string()
    .max(4 * max)
    .overwrite(composed)
    .refine((text) => !inLine.test(text), unshownMessage)
    .refine((text) => min === 0 || searchKey(text) !== '', '没有可见字符 · holds nothing to be seen')
    .max(max);

/** Several lines of text that a person typed, limited in the same way; it may be empty. */
export const typedLines = (max: number) =>
  z
    .string()
    .max(4 * max)
    .overwrite(composed)
    .refine((text) => !inLines.test(text), unshownMessage)
    .max(max);
