import type { Secret } from '../../shared/secret.ts';
import type { Front } from '../core/screen/front.ts';
import type { CodeVerdict } from '../core/screen/inputs.ts';
import type { Tag, Week } from '../core/screen/person.ts';
import type { Card, ReaderDriver, ReaderLoss } from '../readers/port.ts';

/** The tags of one card, by week. */
export type Tags = ReadonlyMap<Week, Tag>;

/**
 * Turns cards into tags, with a salt and a key for each week that lie outside the ledger's file.
 */
export interface Tagger {
  /**
   * Computes a card's tags for these weeks, wipes the card, and then calls `done`: with null if
   * that is not possible.
   */
  tag(card: Secret<Card>, weeks: readonly Week[], done: (tags: Secret<Tags> | null) => void): void;
  /** Destroys the keys of all weeks before this one. */
  forget(before: Week): void;
}

/**
 * Looks up pick-up codes. Typed codes have no spaces; scanned ones are as the scanner gave them.
 */
export interface CodeBook {
  verdict(code: string, how: 'typed' | 'scanned'): CodeVerdict;
}

/** The code book of a machine that takes no orders: every code is wrong. */
export const noCodes: CodeBook = { verdict: () => ({ kind: 'wrong' }) };

/** A reader or scanner with its serial line; what comes back is passed to the agent. */
export interface ReaderParts {
  readonly driver: ReaderDriver;
  readonly line: { open(): void; send(bytes: Uint8Array): void; close(): void };
}

/** What identifies persons at a cabinet's front. */
export interface IdentityParts {
  readonly front: Front;
  readonly cardReader: ReaderParts | null;
  readonly scanner: ReaderParts | null;
  readonly tagger: Tagger;
  readonly codes: CodeBook;
}

/** The names of the two readers of a front. */
export type ReaderName = 'card-reader' | 'scanner';

/** Reports of the serial lines of readers, by the reader's name. */
export interface ReaderLines {
  opened(reader: ReaderName): void;
  closed(reader: ReaderName, reason: ReaderLoss): void;
  received(reader: ReaderName, bytes: Uint8Array): void;
}
