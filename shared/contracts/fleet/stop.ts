import { z } from 'zod';
import { Moment, Note, ReasonCode } from './common.ts';
import { noteWhereOther } from './history.ts';

/** POST /machines/{id}/stop: nothing is to be given out there until somebody resumes it. `other` needs a note. */
export const NewStop = z
  .object({ reason: ReasonCode, note: Note.nullable().default(null) })
  .superRefine(noteWhereOther);
export type NewStop = z.infer<typeof NewStop>;

/** A stop as a person asked for it. */
export const StopAsked = z.object({ reason: z.string(), note: z.string().nullable(), at: Moment, by: z.string() });
export type StopAsked = z.infer<typeof StopAsked>;

/**
 * How a machine stands to giving out. `none`: it gives out, as far as people asked. `asked`: a stop is asked for, and the machine has not
 * said that it is in force: it may go on giving out. `in-force`: the machine's own ledger says so. `unsupported`: the machine took the
 * configuration over, but its version knows no stop: it goes on giving out. `ending`: resuming is asked for and not in force yet.
 */
export const StopState = z.enum(['none', 'asked', 'in-force', 'unsupported', 'ending']);
export type StopState = z.infer<typeof StopState>;

/** What is asked for beside what is in force, which the machine alone says. `since` is null where nobody can know. */
export const StopView = z.object({
  state: StopState,
  asked: StopAsked.nullable(),
  inForce: z.object({ reason: z.string(), since: Moment.nullable() }).nullable(),
});
export type StopView = z.infer<typeof StopView>;
