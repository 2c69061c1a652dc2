import { useSyncExternalStore } from 'react';

const query = matchMedia('(max-width: 860px)');
const subscribe = (listener: () => void) => {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** Whether the page is as narrow as a phone or a window at twice its size: the width at which narrow.css changes over, too. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => query.matches);
