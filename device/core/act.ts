import type { CommandResult } from '../../shared/contracts/commands.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import type { Online } from '../../shared/contracts/presence.ts';
import type { BoardOrder } from '../board/port.ts';
import type { Ticket } from './input.ts';
import type { Refusal, Reply } from './reply.ts';
import type { Person, Week } from './screen/person.ts';

/** What the loop does once the record is durable. */
export type Act =
  /** Open the serial line to the board. */
  | { readonly kind: 'open' }
  | { readonly kind: 'order'; readonly order: BoardOrder }
  | { readonly kind: 'reply'; readonly ticket: Ticket; readonly reply: Reply }
  | { readonly kind: 'connect' }
  | { readonly kind: 'presence'; readonly presence: Online }
  | { readonly kind: 'result'; readonly result: CommandResult }
  /** Publish the reported state. */
  | { readonly kind: 'report' }
  /** Publish a batch from line `first` on; the loop answers with a `sent` input. */
  | { readonly kind: 'send'; readonly first: number }
  /** Keeps the position and the fleet's time for the next start. */
  | { readonly kind: 'keep-position'; readonly through: number; readonly timeMs: number }
  /** Overwrites what is held of a person: the session is over, or never used it. */
  | { readonly kind: 'forget'; readonly person: Person }
  /** Deletes the kept uses of the weeks before this one, and destroys their keys. */
  | { readonly kind: 'forget-uses'; readonly before: Week }
  /** Ends the process cleanly; the service manager starts it again. */
  | { readonly kind: 'restart' };

/** Refuses a caller. `lane`: the lane that is the reason, for a staff entry that has one. */
export const refuse = (ticket: Ticket, refusal: Refusal, lane: Lane | null = null): Act => ({
  kind: 'reply',
  ticket,
  reply: { kind: 'refused', refusal, lane },
});
