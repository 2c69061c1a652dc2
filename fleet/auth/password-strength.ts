import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { RefusedError } from '../refused.ts';
import { guessedWords } from './guessed-words.ts';

/** A new password has at least this many characters. */
export const passwordLeast = 10;
/** The part of a password that is rated: rating a long text takes seconds, and need not. */
const rated = 40;
/** The lowest rating that is accepted: some 10⁸ guesses by somebody who knows common passwords. */
const leastScore = 3;
/** What has to be left of a password without words that are guessed, years and separators. */
const restLeast = 5;
const longestFirst = [...guessedWords].sort((a, b) => b.length - a.length);
const guessed = new RegExp(`(?:19|20)\\d\\d|${longestFirst.join('|')}`, 'g');

const withoutGuessed = (password: string, user: string): string =>
  password
    .toLowerCase()
    .replaceAll(user.normalize('NFKC').toLowerCase(), '')
    .replace(/[\s\p{P}\p{S}]/gu, '')
    .replace(guessed, '');

let rating: Promise<ZxcvbnFactory> | null = null;

/** The lists of common passwords and keyboards. They are large, so they are read when needed. */
async function loadRating(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
}

/**
 * Whether a password is too short or easy to guess, also for those who know the user's name, and
 * the words and places of the programme.
 */
export async function isWeakPassword(password: string, user: string): Promise<boolean> {
  const normal = password.normalize('NFKC');
  if (normal.length < passwordLeast || withoutGuessed(normal, user).length < restLeast) return true;
  rating ??= loadRating();
  return (await rating).check(normal.slice(0, rated), [user, ...guessedWords]).score < leastScore;
}

/** Refuses a password that is too short or easy to guess. */
export async function requireStrongPassword(password: string, user: string): Promise<void> {
  if (await isWeakPassword(password, user))
    throw new RefusedError(
      'weak-password',
      'too short, common, or like the user name',
      '密码太短、太常见，或与用户名相近',
    );
}
