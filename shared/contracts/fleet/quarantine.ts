import { z } from 'zod';
import { AreaCode, Moment, Text } from './common.ts';

/**
 * POST /machines/{id}/quarantine and …/release: its books stand aside, or count again. The reason
 * is kept in the audit log.
 */
export const QuarantineChange = z.object({ why: Text });
export type QuarantineChange = z.infer<typeof QuarantineChange>;

/**
 * A machine's books stand aside: lines that were received after `at` are kept in its ledger and are
 * in no figure until somebody releases it whose area has all of `area`, the area of who decided it;
 * absent if an earlier version did.
 */
export const Quarantine = z.object({ at: Moment, by: z.string(), why: z.string(), area: AreaCode.optional() });
export type Quarantine = z.infer<typeof Quarantine>;

/** A machine whose lines after `at` are missing in the figures with which it is named. */
export const QuarantinedMachine = z.object({ machine: z.string(), name: z.string(), at: Moment });
export type QuarantinedMachine = z.infer<typeof QuarantinedMachine>;
