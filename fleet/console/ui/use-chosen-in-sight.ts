import { type RefObject, useEffect, useRef } from 'react';

/** For a row of choices that may be wider than the screen: scrolls it so that the chosen one is in sight, whenever `chosen` changes. */
export function useChosenInSight(chosen: string): RefObject<HTMLDivElement | null> {
  const row = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice alone is a reason to scroll
  useEffect(() => {
    const choice = row.current?.querySelector<HTMLElement>('[aria-pressed="true"], [aria-selected="true"]');
    if (!row.current || !choice) return;
    // By hand: scrollIntoView would move the page, too.
    const before = choice.getBoundingClientRect().left - row.current.getBoundingClientRect().left;
    row.current.scrollLeft += before - (row.current.clientWidth - choice.offsetWidth) / 2;
  }, [chosen]);
  return row;
}
