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
  // Before the browser lays the paper out: the change of the medium alone may come when that is done.
  addEventListener('beforeprint', begin);
  addEventListener('afterprint', look);
  paper.addEventListener('change', look);
  return () => {
    removeEventListener('beforeprint', begin);
    removeEventListener('afterprint', look);
    paper.removeEventListener('change', look);
  };
}

/** Whether the page is being laid out for paper. What then is shown in addition is on paper, however the printing was begun. */
export const usePrinting = (): boolean => useSyncExternalStore(subscribe, () => isPrinting);
