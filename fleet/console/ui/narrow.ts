import { useSyncExternalStore } from 'react';

const query = matchMedia('screen and (max-width: 860px)');
const subscribe = (listener: () => void) => {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/**
 * Whether the screen is as narrow as a phone, or a window zoomed to 200 %. narrow.css changes at
 * the same width. Never on paper, which has tables from every screen.
 */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => query.matches);
