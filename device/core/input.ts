import type { Receipt } from '../../shared/contracts/batch.ts';
import type { Command } from '../../shared/contracts/commands.ts';
import type { CommandId, Head, Lane, LedgerId, ProductCode, RequestId } from '../../shared/contracts/ids.ts';
import type { DesiredConfig, PlannedLane } from '../../shared/contracts/plan.ts';
import type { StaffId } from '../../shared/contracts/staff.ts';
import type { BoardCapabilities, BoardEvent } from '../board/port.ts';
import type { CountedLane, Load, Removal } from './entry/parts.ts';
import type { Front } from './screen/front.ts';
import type { CodeInput, IdentifiedInput, ReaderInput, ScreenInput } from './screen/inputs.ts';
import type { HostInput, SignInInput, StaffPerson, StaffScanInput } from './screen/staff/state.ts';

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

/** The caller that gets the reply, and who made the entry: the person if they signed in. */
interface Who {
  readonly ticket: Ticket;
  readonly by: string;
  readonly person?: StaffId | undefined;
}

/** What staff enter at the kiosk. `round`: all of a guided round, in one record. */
export type StaffInput = Who &
  (
    | { readonly kind: 'restock'; readonly lanes: readonly Load[] }
    | { readonly kind: 'count'; readonly lanes: readonly CountedLane[] }
    | ({ readonly kind: 'remove' } & Removal)
    | {
        readonly kind: 'round';
        readonly counts: readonly CountedLane[];
        readonly removals: readonly Removal[];
        readonly loads: readonly Load[];
      }
    | { readonly kind: 'clear'; readonly lane: Lane }
    | { readonly kind: 'trust-sensor' }
  );

/** Whether an input is a staff entry: something that staff did or want done. */
export function isEntry(input: Input): input is StaffInput {
  switch (input.kind) {
    case 'restock':
    case 'count':
    case 'remove':
    case 'round':
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
  | SignInInput
  | StaffScanInput
  | HostInput
  /** The list of staff in force, at a start and when it changes. */
  | { readonly kind: 'people'; readonly people: readonly StaffPerson[] }
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
