import { Children, type ReactNode, startTransition, useEffect, useState } from 'react';

/**
 * Whether the first page after loading is complete. After that, a page must have its full length at
 * once, so that going back restores its scroll position.
 */
let isFirstPageRendered = false;

/**
 * How many parts of a long page are rendered at once: `few` on the first page, all on later ones.
 */
export const renderedAtFirst = (few: number): number => (isFirstPageRendered ? Number.POSITIVE_INFINITY : few);
/** Notes that the first page is complete. From then on, pages are rendered as a whole. */
export function firstPageRendered(): void {
  isFirstPageRendered = true;
}

/**
 * How many of several parts are rendered. On the first page, one more each time the browser is
 * idle, so that a phone reacts to taps in between. On later pages, all at once.
 */
function useRenderedCount(count: number): number {
  const [rendered, setRendered] = useState(() => renderedAtFirst(1));
  useEffect(() => {
    if (rendered >= count) firstPageRendered();
    else startTransition(() => setRendered(rendered + 1));
  }, [rendered, count]);
  return rendered;
}

/** Renders the parts of a page from top to bottom, one at a time. Nothing may follow below it. */
export function Progressive({ children }: { children: ReactNode }) {
  const parts = Children.toArray(children);
  return parts.slice(0, useRenderedCount(parts.length));
}
