import { useSyncExternalStore } from 'react';

/**
 * The state of the console's connection to the fleet's stream. `since` is when this state began, in
 * ms.
 */
export interface LiveState {
  readonly state: 'opening' | 'live' | 'lost';
  readonly since: number;
  /**
   * The screen contains everything that the stream sent until then, in ms. Null if it sent nothing
   * yet.
   */
  readonly asOf: number | null;
}

const listeners = new Set<() => void>();
let current: LiveState = { state: 'opening', since: Date.now(), asOf: null };

/** The current state. */
export const liveState = (): LiveState => current;

/** Changes the state and re-renders the components that use it. */
export function setLiveState(next: LiveState): void {
  current = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The state of the live connection. A component that uses it is re-rendered when it changes. */
export const useLive = (): LiveState => useSyncExternalStore(subscribe, liveState);
