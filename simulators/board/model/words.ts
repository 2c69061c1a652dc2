import { type Bilingual, bilingual } from '../../../shared/contracts/meaning.ts';

/** The words and numbers of typed commands. */

/** The typed text is not a command; the message says what would be valid. */
export class WrongWords extends Error {
  readonly text: Bilingual;

  constructor(en: string, zh: string) {
    super(en);
    this.text = bilingual(en, zh);
  }
}

/** A word that is the same in both languages, such as the name of a command. */
export const named = (word: string): Bilingual => bilingual(word, word);

/** `2s`, `500ms`, `1.5m` or a bare number of seconds, in ms. */
export function durationMs(word: string | undefined, what: Bilingual): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(word ?? '');
  if (match === null) throw wrong(what, word, bilingual('a time such as 2s or 500ms', '应为时间，如 2s 或 500ms'));
  const unitMs = match[2] === 'ms' ? 1 : match[2] === 'm' ? 60_000 : 1000;
  return Number(match[1]) * unitMs;
}

/**
 * A typed word as a whole number within bounds. Throws with a sentence for the tester if it is not
 * one.
 */
export function wholeNumber(word: string | undefined, low: number, high: number, what: Bilingual): number {
  const value = /^\d{1,10}$/.test(word ?? '') ? Number(word) : Number.NaN;
  if (value >= low && value <= high) return value;
  throw wrong(what, word, bilingual(`a whole number from ${low} to ${high}`, `应为 ${low} 至 ${high} 的整数`));
}

/** A share of all messages, 0 to 1. */
export function chanceOf(word: string | undefined, what: Bilingual): number {
  const value = /^\d*\.?\d+$/.test(word ?? '') ? Number(word) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw wrong(what, word, bilingual('a chance from 0 to 1 such as 0.02', '应为 0 至 1 的概率，如 0.02'));
}

/**
 * A typed word as one of several choices. Throws with a sentence for the tester if it is not one.
 */
export function oneOf<const T extends string>(word: string | undefined, choices: readonly T[], what: Bilingual): T {
  const found = choices.find((choice) => choice === word);
  if (found !== undefined) return found;
  throw wrong(what, word, bilingual(choices.join(' or '), `应为 ${choices.join(' 或 ')}`));
}

function wrong(what: Bilingual, word: string | undefined, right: Bilingual): WrongWords {
  const typed = word === undefined ? 'nothing' : JSON.stringify(word);
  const isGiven = word === undefined ? '没有填写' : `不能是“${word}”`;
  return new WrongWords(`${what.en}: ${right.en}, not ${typed}`, `${what.zh}：${right.zh}，${isGiven}`);
}
