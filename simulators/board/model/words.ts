/** The words and numbers of typed commands. */

/** The typed text is not a command; the message says what would be valid. */
export class WrongWords extends Error {}

/** `2s`, `500ms`, `1.5m` or a bare number of seconds, in ms. */
export function durationMs(word: string | undefined, what: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(word ?? '');
  if (match === null) throw new WrongWords(`${what}: a time such as 2s or 500ms, not ${quoted(word)}`);
  const unitMs = match[2] === 'ms' ? 1 : match[2] === 'm' ? 60_000 : 1000;
  return Number(match[1]) * unitMs;
}

/**
 * A typed word as a whole number within bounds. Throws with a sentence for the tester if it is not
 * one.
 */
export function wholeNumber(word: string | undefined, low: number, high: number, what: string): number {
  const value = /^\d{1,10}$/.test(word ?? '') ? Number(word) : Number.NaN;
  if (value >= low && value <= high) return value;
  throw new WrongWords(`${what}: a whole number from ${low} to ${high}, not ${quoted(word)}`);
}

/** A share of all messages, 0 to 1. */
export function chanceOf(word: string | undefined, what: string): number {
  const value = /^\d*\.?\d+$/.test(word ?? '') ? Number(word) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new WrongWords(`${what}: a chance from 0 to 1 such as 0.02, not ${quoted(word)}`);
}

/**
 * A typed word as one of several choices. Throws with a sentence for the tester if it is not one.
 */
export function oneOf<const T extends string>(word: string | undefined, choices: readonly T[], what: string): T {
  const found = choices.find((choice) => choice === word);
  if (found !== undefined) return found;
  throw new WrongWords(`${what}: ${choices.join(' or ')}, not ${quoted(word)}`);
}

function quoted(word: string | undefined): string {
  return word === undefined ? 'nothing' : JSON.stringify(word);
}
