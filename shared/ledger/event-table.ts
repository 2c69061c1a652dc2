import type { Event, EventKind, EventOf } from '../contracts/events.ts';

/**
 * What is done with each kind of ledger line, or what is known of it. Every kind must have an
 * entry, so that a new kind is a compile error in each table until somebody has considered it
 * there. An entry is called with the event and `Args`.
 */
export type EventTable<Args extends readonly unknown[], Result = void> = {
  readonly [K in EventKind]: (event: EventOf<K>, ...args: Args) => Result;
};

/**
 * The entry of a table for an event's kind. It must be called with that event: the compiler does
 * not relate the two.
 */
export const entryFor = <Args extends readonly unknown[], Result>(table: EventTable<Args, Result>, { kind }: Event) =>
  table[kind] as (event: Event, ...args: Args) => Result;

/** An entry for kinds of line that change nothing. */
export const unchanged = (): void => undefined;
