import { notOfThisList } from '../shared/contracts/fleet/common.ts';
import { chineseOf } from '../shared/contracts/meaning.ts';
import { RefusedError } from './refused.ts';

/** What a cursor can hold at one place; `key` is either a text or a number. */
interface Kinds {
  readonly text: string;
  readonly number: number;
  readonly key: string | number;
}
type Kind = keyof Kinds;

/** The position after which a list continues: sort values and id of the last row shown. */
type Position<K extends readonly Kind[]> = { readonly [Place in keyof K]: Kinds[K[Place]] };

/** The cursors of one list in one order. */
export interface Cursors<P extends readonly unknown[]> {
  /** Writes where the list continues, as text that needs no escaping in a URL. */
  write(...position: P): string;
  /**
   * Reads a cursor. Null if there is none or it is empty: the list begins. Refuses every text that
   * this list did not write in this order. `parameter` is the name of the query's parameter.
   */
  read(cursor: string | null | undefined, parameter?: string): P | null;
}

/**
 * The most characters of text in a cursor. Even if all are Chinese, the cursor fits the limit of
 * the API.
 */
export const maxCursorCharacters = 72;

/**
 * 32 bits over a text by FNV-1a, as 8 hexadecimal digits. A change of one character always shows.
 */
function checkOf(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return sum.toString(16).padStart(8, '0');
}

const escaped = (text: string): string =>
  text.replace(/[^A-Za-z0-9_-]/g, (char) => `.${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const unescaped = (text: string): string =>
  text.replace(/\.([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const isKind = (kind: Kind, value: unknown): boolean =>
  (kind !== 'number' && typeof value === 'string') || (kind !== 'text' && typeof value === 'number');

/** The values in a cursor. Null if the text is not one. */
function valuesIn(text: string): readonly unknown[] | null {
  try {
    const values: unknown = JSON.parse(text);
    return Array.isArray(values) ? values : null;
  } catch {
    return null;
  }
}

/**
 * The cursors of a list. `list` names the list and everything that its order depends on; `kinds`
 * are those of the values in a cursor. A checksum over both shows a cursor of another list or
 * order, and one that was changed.
 */
export function cursorsOf<const K extends readonly Kind[]>(list: string, kinds: K): Cursors<Position<K>> {
  const textOf = (values: readonly unknown[]): string => {
    const text = JSON.stringify(values);
    return `${checkOf(`${list}\n${text}`)}${escaped(text)}`;
  };
  return {
    write: (...position) => textOf(position),
    read: (cursor, parameter = 'cursor') => {
      if (!cursor) return null;
      const values = valuesIn(unescaped(cursor.slice(8)));
      // Written again it must be the same text, so that no other spelling of a position passes.
      const isOurs =
        values?.length === kinds.length &&
        kinds.every((kind, place) => isKind(kind, values[place])) &&
        textOf(values) === cursor;
      if (!isOurs) throw new RefusedError('invalid', `${parameter}: ${notOfThisList}`, chineseOf(notOfThisList));
      return values as unknown as Position<K>;
    },
  };
}
