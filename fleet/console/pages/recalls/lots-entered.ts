/** The most lots of one recall. */
export const lotsMax = 100;

/** The typed lots: one per line, or separated by commas or semicolons of either width. */
export const lotsEntered = (typed: string): string[] =>
  typed
    .split(/[\n,;\uff0c\u3001\uff1b]+/)
    .map((lot) => lot.trim())
    .filter((lot) => lot !== '');
