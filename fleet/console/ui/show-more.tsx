import { type ReactNode, startTransition, useEffect, useState } from 'react';
import { useFormat, useTexts } from '../texts/texts.tsx';
import { Button } from './controls.tsx';
import { firstPageRendered, renderedAtFirst } from './progressive.tsx';

/** The part of a list that is shown so far. */
export interface ShownRows<T> {
  readonly shown: readonly T[];
  /** The button that shows more. False if all rows are shown. */
  readonly more: ReactNode;
}

/** Rows that fill a screen. They are rendered before the others. */
const rowsInSight = 8;

/** The pages of a list that are not fetched yet. */
export interface Paging {
  /** Rows on all pages. Null if they were not counted. */
  readonly total: number | null;
  readonly isMore: boolean;
  /** Fetches the next page, with as many rows as one step shows. */
  readonly fetch: () => void;
}

/**
 * Shows the `first` rows of a long list, and `step` more with each click. `paging` is given if the
 * list itself is fetched by pages.
 */
export function useShowMore<T>(all: readonly T[], first: number, step = first, paging?: Paging): ShownRows<T> {
  const [limit, setLimit] = useState(first);
  const [rendered, setRendered] = useState(() => renderedAtFirst(rowsInSight));
  useEffect(() => {
    firstPageRendered();
    startTransition(() => setRendered(limit));
  }, [limit]);
  const { states } = useTexts();
  const format = useFormat();
  const shown = all.slice(0, Math.min(limit, rendered));
  const listed = Math.min(limit, all.length);
  const total = paging ? paging.total : all.length;
  const isMore = paging?.isMore === true;
  const showMore = (): void => {
    setLimit(limit + step);
    if (isMore && limit + step > all.length) paging?.fetch();
  };
  return {
    shown,
    more: (listed < all.length || isMore) && (
      <p className="more">
        <Button onClick={showMore}>{states.more}</Button>
        <span className="soft">
          {total === null
            ? states.showingFirst(format.count(listed))
            : states.showing(format.count(listed), format.count(total))}
        </span>
      </p>
    ),
  };
}
