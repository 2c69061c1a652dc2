import { Children, type ReactNode, startTransition, useEffect, useState } from 'react';

/** Whether the first page after loading is complete. From then on a page that one goes back to must have its full length at once, so that its scroll position is right. */
let isFirstPageRendered = false;

/** How many parts of a long page are rendered at once when it is opened: `few` on the first page, all on later ones. */
export const renderedAtFirst = (few: number): number => (isFirstPageRendered ? Number.POSITIVE_INFINITY : few);
/** Tells that the first page is complete: from now on pages are rendered whole. */
export function firstPageRendered(): void {
  isFirstPageRendered = true;
}

/**
 * How many of several parts are rendered: on the first page one more each time the browser is idle, so that a phone answers taps between
 * them; on all later pages every one at once.
 */
function useRenderedCount(count: number): number {
  const [rendered, setRendered] = useState(() => renderedAtFirst(1));
  useEffect(() => {
    if (rendered >= count) firstPageRendered();
    else startTransition(() => setRendered(rendered + 1));
  }, [rendered, count]);
  return rendered;
}

/** Renders the parts of a page from top to bottom, one at a time. Nothing outside of it may stand below. */
export function Progressive({ children }: { children: ReactNode }) {
  const parts = Children.toArray(children);
  return parts.slice(0, useRenderedCount(parts.length));
}
