/** The position in a list that is sorted by a time: time and id of the last row shown. */
export type TimePosition = readonly [at: number, id: string];

/**
 * A page of a list. `total` counts the whole list; `next` is where the next page begins, null on
 * the last page.
 */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next: TimePosition | null;
}
