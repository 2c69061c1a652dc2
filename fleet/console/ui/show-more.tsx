import { type ReactNode, startTransition, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useFormat, useTexts } from '../texts/texts.tsx';
import { useAct } from './actions.tsx';
import { Button } from './controls.tsx';
import { drawnAtFirst, firstPageShown } from './progressive.tsx';

/** The rows of a list that are shown so far. */
export interface Some<T> {
  readonly some: readonly T[];
  /** The way to the rest; nothing where all is shown. */
  readonly more: ReactNode;
}

/** Those that fill a screen: drawn before the others. */
const inSight = 8;

/** A list of which only some pages came. */
export interface Beyond {
  /** Lines on all pages; null where nobody counted them. */
  readonly total: number | null;
  readonly isMore: boolean;
  /** Asks for the next page, which holds so many as are shown more. */
  readonly fetch: () => void;
}

/** The first so many of a long list, and so many more whenever that is asked for; also of one that comes by pages. */
export function useSome<T>(all: readonly T[], first: number, step = first, beyond?: Beyond): Some<T> {
  const [most, setMost] = useState(first);
  const [drawn, setDrawn] = useState(() => drawnAtFirst(inSight));
  useEffect(() => {
    firstPageShown();
    startTransition(() => setDrawn(most));
  }, [most]);
  const { states } = useTexts();
  const format = useFormat();
  const some = all.slice(0, Math.min(most, drawn));
  const listed = Math.min(most, all.length);
  const total = beyond ? beyond.total : all.length;
  const isMore = beyond?.isMore === true;
  const showMore = (): void => {
    setMost(most + step);
    if (isMore && most + step > all.length) beyond?.fetch();
  };
  return {
    some,
    more: (listed < all.length || isMore) && (
      <p className="more no-print">
        <Button onClick={showMore}>{states.more}</Button>
        {total !== null && <span className="soft">{states.showing(format.count(listed), format.count(total))}</span>}
      </p>
    ),
  };
}

/** Asks for the whole of a long answer, shows it and prints: paper holds all, though the screen holds a page. */
export function usePrint<T>(ask: () => Promise<T>): { whole: T | null; print: () => void; isAsking: boolean } {
  const [whole, setWhole] = useState<T | null>(null);
  const { mutate, isPending } = useAct({
    run: ask,
    stale: [],
    said: null,
    done: (all) => {
      flushSync(() => setWhole(all));
      window.print();
      setWhole(null);
    },
  });
  return { whole, print: () => mutate(), isAsking: isPending };
}

interface PrintGiven {
  of: { print: () => void; isAsking: boolean };
  primary?: boolean;
}

/** The button that prints a list whole. */
export function PrintButton({ of: { print, isAsking }, primary = false }: PrintGiven) {
  const { restock } = useTexts();
  return (
    <Button tone={primary ? 'primary' : 'plain'} icon="print" onClick={print} disabled={isAsking} aria-busy={isAsking}>
      {restock.print}
    </Button>
  );
}
