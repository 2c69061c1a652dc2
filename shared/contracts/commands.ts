import { z } from 'zod';
import { CommandId, Instant, Lane } from './ids.ts';

const Base = { id: CommandId, expires: Instant };

/** What the fleet can ask of a kiosk. No command ever dispenses. */
export const Command = z.discriminatedUnion('kind', [
  /** Publishes the reported state now. */
  z.object({ ...Base, kind: z.literal('report') }),
  /** Homes the motor of a jammed or empty lane and puts the lane back in service. */
  z.object({ ...Base, kind: z.literal('clear'), lane: Lane }),
  /** Ends the agent's process cleanly; the service manager starts it again. */
  z.object({ ...Base, kind: z.literal('restart') }),
]);
export type Command = z.infer<typeof Command>;
/** The kinds of command of this version. */
export type CommandKind = Command['kind'];

/** The part of a command that a kiosk of any version can answer. */
export const AnyCommand = z.looseObject({ ...Base, kind: z.string().min(1).max(32) });

/** The state of a command: accepted, or ended in one of three ways. */
export const ResultState = z.enum(['accepted', 'done', 'failed', 'expired']);
/** The result that a kiosk reports for a command; `code` is null if nothing went wrong. */
export const CommandResult = z.object({
  id: CommandId,
  state: ResultState,
  code: z.string().max(64).nullable(),
  detail: z.string().max(256).nullable(),
});
export type CommandResult = z.infer<typeof CommandResult>;
