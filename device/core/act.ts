import type { CommandResult } from '../../shared/contracts/commands.ts';
import type { Online } from '../../shared/contracts/presence.ts';
import type { BoardAsk } from '../board/port.ts';
import type { Ticket } from './input.ts';
import type { Reply } from './reply.ts';

/** What the loop does after the record is durable. */
export type Act =
  /** Open the serial line to the board. */
  | { readonly act: 'open' }
  | { readonly act: 'ask'; readonly ask: BoardAsk }
  | { readonly act: 'reply'; readonly ticket: Ticket; readonly reply: Reply }
  | { readonly act: 'connect' }
  | { readonly act: 'presence'; readonly presence: Online }
  | { readonly act: 'result'; readonly result: CommandResult }
  /** Publish the reported state. */
  | { readonly act: 'report' }
  /** Publish a batch from line `first` on; the loop answers with a `sent` input. */
  | { readonly act: 'send'; readonly first: number }
  /** Keep the position and the told time for the next start. */
  | { readonly act: 'keep-position'; readonly through: number; readonly timeMs: number }
  /** End the process cleanly; the service manager starts it again. */
  | { readonly act: 'restart' };
