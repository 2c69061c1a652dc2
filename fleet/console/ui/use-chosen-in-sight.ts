import { type RefObject, useEffect, useRef } from 'react';

/**
 * Scrolls a row of choices that may be wider than the screen, so that the chosen one is in sight
 * whenever `chosen` changes.
 */
export function useChosenInSight(chosen: string): RefObject<HTMLDivElement | null> {
  const row = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another choice is a reason to scroll
  useEffect(() => {
    const choice = row.current?.querySelector<HTMLElement>('[aria-pressed="true"], [aria-selected="true"]');
    if (!row.current || !choice) return;
    // Not `scrollIntoView`, which would also scroll the page.
    const before = choice.getBoundingClientRect().left - row.current.getBoundingClientRect().left;
    row.current.scrollLeft += before - (row.current.clientWidth - choice.offsetWidth) / 2;
  }, [chosen]);
  return row;
}
