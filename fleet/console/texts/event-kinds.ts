import type { EventKind } from '../../../shared/contracts/events.ts';

/** Kinds of ledger line that have a word in both languages; one of a newer version is shown by its own name. */
export type KioskEventKind = EventKind;
