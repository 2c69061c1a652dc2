import type { Document } from '../../shared/rules/eligibility.ts';
import type { Secret } from '../../shared/secret.ts';

/** The kinds of identity card that a reader can read. */
export type CardKind =
  /** The resident identity card. */
  | 'resident'
  /** The residence permit for residents of Hong Kong, Macao and Taiwan. */
  | 'hmt-resident'
  /** The foreigners' permanent residence card of 2017, and of 2023. */
  | 'foreigner-2017'
  | 'foreigner-2023';

/** What is read from a card: nothing else of it leaves the driver. */
export interface Card {
  readonly kind: CardKind;
  /** The number in ASCII: 18 characters, or 15 on the foreigners' card of 2017. */
  readonly number: Uint8Array;
  readonly document: Document;
  /** A constructed card for tests: its number begins with a place that does not exist. */
  readonly isTest: boolean;
}

/** Why a reader can't be used. */
export type ReaderLoss =
  | 'starting'
  | 'port-missing'
  | 'port-busy'
  | 'port-denied'
  | 'port-gone'
  | 'port-error'
  | 'mute'
  /** Its self-test failed, or its module is not licensed. */
  | 'out-of-order';

/** Why nothing was read from a card that was laid down. */
export type CardFailure =
  /** It was taken away, or did not answer: it can be laid down again. */
  | 'lifted'
  /** A kind that this reader or version does not know, or a text that cannot be true. */
  | 'unreadable'
  /** Card and module do not trust each other, or its content failed the module's check. */
  | 'refused';

/** What a reader reports. */
export type ReaderEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'lost'; readonly reason: ReaderLoss }
  /** A card is on the reader. It is read if the reader is armed. */
  | { readonly kind: 'card-laid' }
  | { readonly kind: 'card-failed'; readonly failure: CardFailure }
  /** The caller of `take` wipes the card. */
  | { readonly kind: 'card'; readonly card: Secret<Card> }
  /** A code was scanned: text of at most `maxScanLength` ASCII characters. */
  | { readonly kind: 'scanned'; readonly text: Secret<string> };

/** The longest code that a scanner may bring; anything longer is noise. */
export const maxScanLength = 512;

/** What a driver asks for, in order. */
export type ReaderOutput =
  | { readonly kind: 'line'; readonly bytes: Uint8Array }
  /** Closes the line and opens it again. */
  | { readonly kind: 'reopen'; readonly reason: ReaderLoss }
  | { readonly kind: 'event'; readonly event: ReaderEvent };

/**
 * The port to one card reader or scanner: a state machine without clock, port or timer, like a
 * `BoardDriver`. After any call `take()` returns what is to be done, and `wake` must be called at
 * `wakeMonoMs` at the latest. Bytes given to `received` are overwritten by the driver once used.
 */
export interface ReaderDriver {
  readonly name: string;
  /** Frames, bytes and scans that were dropped since the start. */
  readonly dropped: number;
  /**
   * Whether a card that is laid down is read, and a scan reported. While not armed, a card is
   * noticed, and nothing is read from it.
   */
  arm(armed: boolean, monoMs: number): void;
  opened(monoMs: number): void;
  closed(reason: ReaderLoss, monoMs: number): void;
  received(bytes: Uint8Array, monoMs: number): void;
  wake(monoMs: number): void;
  readonly wakeMonoMs: number | null;
  take(): ReaderOutput[];
}
