import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTexts } from '../texts/texts.tsx';
import { Button } from './controls.tsx';
import { useAction } from './use-action.tsx';

/** Fetches the whole of a long answer, shows it and prints: paper holds every row, though the screen holds a page. */
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

/** The button that prints a list whole. */
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
