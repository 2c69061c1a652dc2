import { firstAfter } from './ordered.ts';

/** Separates the texts of rows. */
const end = '\n';

/** The texts of many rows joined into one, so that a search scans a single string. */
export class SearchText {
  readonly #text: string;
  /** The beginning of each row's text, in order, with its row. */
  readonly #rows: readonly { readonly from: number; readonly slot: number }[];

  constructor(texts: readonly (readonly [slot: number, words: string])[]) {
    let from = 0;
    this.#rows = texts.map(([slot, words]) => {
      const row = { from, slot };
      from += words.length + end.length;
      return row;
    });
    this.#text = texts.map(([, words]) => words + end).join('');
  }

  /** The rows whose text contains every one of some words. Words must not contain a line end. */
  slotsWith(words: readonly string[]): Set<number> {
    const [longest = '', ...others] = [...words].sort((a, b) => b.length - a.length);
    const found = new Set<number>();
    for (let at = this.#text.indexOf(longest); at >= 0; ) {
      const next = firstAfter(this.#rows, (row) => row.from > at);
      const row = this.#rows[next - 1];
      const after = this.#rows[next];
      const text = this.#text.slice(row?.from, after?.from);
      if (row && others.every((word) => text.includes(word))) found.add(row.slot);
      at = after ? this.#text.indexOf(longest, after.from) : -1;
    }
    return found;
  }
}
