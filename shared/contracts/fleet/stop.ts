import { z } from 'zod';
import { Moment, Note, ReasonCode } from './common.ts';
import { noteWhereOther } from './history.ts';

/**
 * POST /machines/{id}/stop: the machine must give nothing out until a person resumes it. `other`
 * needs a note.
 */
export const NewStop = z
  .object({ reason: ReasonCode, note: Note.nullable().default(null) })
  .superRefine(noteWhereOther);
export type NewStop = z.infer<typeof NewStop>;

/** A stop as a person requested it. */
export const StopAsked = z.object({ reason: z.string(), note: z.string().nullable(), at: Moment, by: z.string() });
export type StopAsked = z.infer<typeof StopAsked>;

/**
 * Whether a machine gives out. `none`: no stop is requested. `asked`: a stop is requested, and the
 * machine has not confirmed it: it may go on giving out. `in-force`: the machine's own ledger says
 * so. `unsupported`: the machine took over the configuration, but its version does not know stops:
 * it goes on giving out. `ending`: resuming is requested and not in force yet.
 */
export const StopState = z.enum(['none', 'asked', 'in-force', 'unsupported', 'ending']);
export type StopState = z.infer<typeof StopState>;

/**
 * The requested state and the state in force, which only the machine reports. `since` is null if
 * nobody can know.
 */
export const StopView = z.object({
  state: StopState,
  asked: StopAsked.nullable(),
  inForce: z.object({ reason: z.string(), since: Moment.nullable() }).nullable(),
});
export type StopView = z.infer<typeof StopView>;
