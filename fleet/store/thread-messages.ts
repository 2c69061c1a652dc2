import type { OpenedStore } from '../ports/fleet-store.ts';

/** A call to a thread of the store. */
export interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** Ends the thread. It is the last message and is answered when the connection is closed. */
export interface Close {
  readonly id: number;
  readonly close: true;
}

/** The thread's answer to the call with this id. `passing`: the same call may succeed later. */
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string; readonly passing: boolean };

/**
 * The database lost this file name and was written again. A connection to the lost file no longer
 * sees changes.
 */
export interface Rewritten {
  readonly rewritten: string;
}

/** The thread's first message: whether it could open the store. */
export type Opened = ({ readonly opened: true } & OpenedStore) | { readonly opened: false; readonly error: string };
