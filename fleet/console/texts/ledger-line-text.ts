import type { words as zhWords } from '../../../shared/words/zh.ts';
import type { Format } from './format.ts';

/** The word lists in which a ledger line's `state` or another field is looked up. */
type WordList =
  | 'lane'
  | 'doorState'
  | 'boardState'
  | 'sensorState'
  | 'climateState'
  | 'command'
  | 'commandState'
  | 'reason';

/** The values in a ledger line's sentence. A missing field is an empty text. */
export interface LineTextValues {
  readonly lane: string;
  readonly product: string;
  readonly lot: string;
  readonly expires: string;
  readonly reason: string;
  readonly by: string;
  /** Why giving out is stopped from this line on. */
  readonly stopped: string;
  readonly temperature: string;
  text(field: string): string;
  count(field: string): string;
  is(field: string): boolean;
  word(list: WordList, field?: string): string;
}

/** The values of a ledger line for its sentence. */
export function lineTextValues(
  line: Readonly<Record<string, unknown>>,
  words: typeof zhWords,
  format: Format,
  productName: (code: string) => string,
  reasonName: (code: string) => string,
): LineTextValues {
  const text = (field: string): string => {
    const value = line[field];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const lookUp = (list: WordList, value: string): string => words[list][value] ?? value;
  const tenths = line.tempDeciC;
  const { stopped } = line;
  const stopReason =
    typeof stopped === 'object' && stopped !== null && 'reason' in stopped && typeof stopped.reason === 'string'
      ? stopped.reason
      : '';
  return {
    lane: text('lane'),
    product: productName(text('product')),
    lot: text('lot'),
    expires: /^\d{4}-\d\d-\d\d$/.test(text('expires')) ? format.dayLong(text('expires')) : text('expires'),
    reason: lookUp('reason', text('reason')),
    by: text('by'),
    stopped: stopReason === '' ? '' : reasonName(stopReason),
    temperature: typeof tenths === 'number' ? `${format.decimal(tenths / 10)} °C` : '',
    text,
    count: (field) => {
      const value = line[field];
      return typeof value === 'number' ? format.count(value) : '–';
    },
    is: (field) => line[field] === true,
    word: (list, field = 'state') => lookUp(list, text(field)),
  };
}
