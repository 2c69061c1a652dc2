/**
 * A page of a list. `total` counts the whole list; `next` is the cursor of the next page, null on
 * the last page.
 */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next: string | null;
}
