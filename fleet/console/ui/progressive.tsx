import { Children, type ReactNode, startTransition, useEffect, useState } from 'react';

/** Whether the console has shown a first page. From then on a page that is gone back to must be as long at once as it was. */
let shown = false;

/** How many of a long page's parts are drawn at once, when it is opened. */
export const drawnAtFirst = (few: number): number => (shown ? Number.POSITIVE_INFINITY : few);
/** Tells that the first page is drawn: from now on pages are drawn whole. */
export function firstPageShown(): void {
  shown = true;
}

/**
 * How many of several pieces are drawn: on the first page one more each time the browser is free, so that a phone answers a tap between
 * them; on all later pages every one at once.
 */
function usePieces(count: number): number {
  const [drawn, setDrawn] = useState(() => drawnAtFirst(1));
  useEffect(() => {
    if (drawn >= count) firstPageShown();
    else startTransition(() => setDrawn(drawn + 1));
  }, [drawn, count]);
  return drawn;
}

/** Parts of a page below each other, the first at once and each of the others for itself. Nothing may stand below that is not in it. */
export function InPieces({ children }: { children: ReactNode }) {
  const pieces = Children.toArray(children);
  return pieces.slice(0, usePieces(pieces.length));
}
