import { type ReactNode, startTransition, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useFormat, useTexts } from '../texts/texts.tsx';
import { Button } from './controls.tsx';
import { drawnAtFirst, firstPageShown } from './in-pieces.tsx';

export interface Some<T> {
  readonly some: readonly T[];
  /** The way to the rest; nothing where all is shown. */
  readonly more: ReactNode;
  /** Shows all first, so that paper holds what the list holds. */
  readonly print: () => void;
}

/** Those that fill a screen: drawn before the others. */
const inSight = 8;

/** The first so many of a long list, and so many more whenever that is asked for. */
export function useSome<T>(all: readonly T[], first: number, step = first): Some<T> {
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
  return {
    some,
    more: listed < all.length && (
      <p className="more no-print">
        <Button onClick={() => setMost(most + step)}>{states.more}</Button>
        <span className="soft">{states.showing(format.count(listed), format.count(all.length))}</span>
      </p>
    ),
    print: () => {
      flushSync(() => {
        setMost(all.length);
        setDrawn(all.length);
      });
      window.print();
    },
  };
}

export function PrintButton({ print, primary = false }: { print: () => void; primary?: boolean }) {
  const { restock } = useTexts();
  return (
    <Button tone={primary ? 'primary' : 'plain'} icon="print" onClick={print}>
      {restock.print}
    </Button>
  );
}
