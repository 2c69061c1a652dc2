import { useSyncExternalStore } from 'react';

const paper = matchMedia('print');
let isPrinting = paper.matches;

function subscribe(listener: () => void): () => void {
  const begin = () => {
    isPrinting = true;
    listener();
  };
  const look = () => {
    isPrinting = paper.matches;
    listener();
  };
  // Before the browser lays out the paper. The change of the medium alone may come too late.
  addEventListener('beforeprint', begin);
  addEventListener('afterprint', look);
  paper.addEventListener('change', look);
  return () => {
    removeEventListener('beforeprint', begin);
    removeEventListener('afterprint', look);
    paper.removeEventListener('change', look);
  };
}

/**
 * Whether the page is being laid out for paper. What is then shown in addition is on paper,
 * whichever way printing was started.
 */
export const usePrinting = (): boolean => useSyncExternalStore(subscribe, () => isPrinting);
