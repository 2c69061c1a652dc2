import type { Receipt } from '../../shared/contracts/batch.ts';
import type { Command } from '../../shared/contracts/commands.ts';
import type { CommandId, Head, Lane, LedgerId, ProductCode, RequestId } from '../../shared/contracts/ids.ts';
import type { DesiredConfig, PlannedLane } from '../../shared/contracts/plan.ts';
import type { BoardCapabilities, BoardEvent } from '../board/port.ts';
import type { Front } from './screen/front.ts';
import type { CodeInput, IdentifiedInput, ReaderInput, ScreenInput } from './screen/inputs.ts';

/**
 * The time and the random number that come with every input: the core has no clock and draws no
 * random numbers.
 */
export interface Now {
  /** ms since 1970 by the kiosk's clock, right or wrong. */
  readonly at: number;
  /** Monotonic ms since the agent's start, a whole number. */
  readonly monoMs: number;
  /** A fresh random number, 0 ≤ random < 1. */
  readonly random: number;
}

/**
 * Why a line could not be recorded: a fault of the disk, or (`line-unreadable`) the line could not
 * be read back.
 */
export type DiskCode = 'disk-full' | 'disk-read-only' | 'disk-damaged' | 'disk-gone' | 'disk-error' | 'line-unreadable';

/** Names one HTTP caller who waits for a reply. */
export type Ticket = number;

/** Boxes that staff put into one lane. */
export interface Load {
  readonly lane: Lane;
  readonly product: ProductCode;
  readonly lot: string | null;
  /** The lot as staff typed it, if that is another spelling. */
  readonly lotTyped?: string | undefined;
  readonly expires: string | null;
  readonly added: number;
}

/** What staff enter at the kiosk. `ticket` identifies the caller that gets the reply. */
export type StaffInput =
  | { readonly kind: 'restock'; readonly ticket: Ticket; readonly by: string; readonly lanes: readonly Load[] }
  | {
      readonly kind: 'count';
      readonly ticket: Ticket;
      readonly by: string;
      readonly lanes: readonly { readonly lane: Lane; readonly stock: number }[];
    }
  | {
      readonly kind: 'remove';
      readonly ticket: Ticket;
      readonly by: string;
      readonly lane: Lane;
      readonly removed: number;
      readonly reason: string;
      /** Which lot was taken out; absent: the unfit ones first, then from the front. */
      readonly lot?: string | null;
    }
  | { readonly kind: 'clear'; readonly ticket: Ticket; readonly by: string; readonly lane: Lane }
  | { readonly kind: 'trust-sensor'; readonly ticket: Ticket; readonly by: string };

/** Whether an input is a staff entry: something that staff did or want done. */
export function isEntry(input: Input): input is StaffInput {
  switch (input.kind) {
    case 'restock':
    case 'count':
    case 'remove':
    case 'clear':
    case 'trust-sensor':
      return true;
    default:
      return false;
  }
}

/** Everything that can happen to a kiosk. */
export type Input =
  /** The agent came up; `lanes` is the first planogram of kiosk.json. */
  | {
      readonly kind: 'booted';
      readonly version: string;
      /**
       * `start`, or why the store is not as it was left; `missing`: there was a ledger, and its
       * file is gone.
       */
      readonly cause: 'start' | 'new-disk' | 'damaged' | 'missing';
      /** The ledger that an empty one continues, if the disk has one. */
      readonly ledgerBefore: LedgerId | null;
      readonly lanes: readonly PlannedLane[];
      readonly capabilities: BoardCapabilities;
      /** What the cabinet's front has. */
      readonly front: Front;
      /** The requests whose kept use is still open. */
      readonly openUses: readonly RequestId[];
    }
  | {
      readonly kind: 'dispense';
      readonly ticket: Ticket;
      readonly request: RequestId;
      readonly want: { readonly product: ProductCode } | { readonly lane: Lane };
    }
  /** The caller with this ticket waits no longer. */
  | { readonly kind: 'left'; readonly ticket: Ticket }
  | StaffInput
  | ScreenInput
  | ReaderInput
  | IdentifiedInput
  | CodeInput
  | { readonly kind: 'board'; readonly event: BoardEvent }
  | { readonly kind: 'link'; readonly state: 'up' }
  | { readonly kind: 'link'; readonly state: 'down'; readonly reason: string }
  /**
   * `mine` is this kiosk's own chain state after `receipt.through`, null if its ledger ends before
   * it.
   */
  | { readonly kind: 'receipt'; readonly receipt: Receipt; readonly mine: Head | null }
  | { readonly kind: 'config'; readonly config: DesiredConfig }
  | { readonly kind: 'command'; readonly command: Command }
  /** A command of a kind that this version doesn't know. */
  | { readonly kind: 'unknown-command'; readonly id: CommandId }
  /** The last line of the batch that was requested and has gone out. */
  | { readonly kind: 'sent'; readonly through: number }
  /** What had to be recorded for `input` could not be: nothing of it has happened. */
  | { readonly kind: 'write-failed'; readonly input: Input; readonly code: DiskCode }
  /** Writing works again. */
  | { readonly kind: 'disk-ok' }
  | { readonly kind: 'wake' };
