import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTexts } from '../texts/texts.tsx';
import { Button } from './controls.tsx';
import { useAction } from './use-action.tsx';

/**
 * Fetches a long answer completely, renders it and prints, because paper needs every row and the
 * screen has only a page.
 */
export function usePrint<T>(fetchAll: () => Promise<T>): { whole: T | null; print: () => void; isFetching: boolean } {
  const [whole, setWhole] = useState<T | null>(null);
  const { mutate, isPending } = useAction({
    run: fetchAll,
    stale: [],
    message: null,
    done: (all) => {
      flushSync(() => setWhole(all));
      window.print();
      setWhole(null);
    },
  });
  return { whole, print: () => mutate(), isFetching: isPending };
}

interface PrintProps {
  of: { print: () => void; isFetching: boolean };
  primary?: boolean;
}

/** The button that prints a complete list. */
export function PrintButton({ of: { print, isFetching }, primary = false }: PrintProps) {
  const { restock } = useTexts();
  return (
    <Button
      tone={primary ? 'primary' : 'plain'}
      icon="print"
      onClick={print}
      disabled={isFetching}
      aria-busy={isFetching}
    >
      {restock.print}
    </Button>
  );
}
