import { z } from 'zod';
import { CommandId, ConfigVersion, LedgerId } from '../ids.ts';
import { Plan } from '../plan.ts';
import { Reason, Stamp } from './fields.ts';

/**
 * The agent came up. In the first line of a ledger `ledgerBefore` names the ledger that it
 * continues, if one is known.
 */
export const Booted = z.object({
  kind: z.literal('booted'),
  ...Stamp,
  version: z.string().max(64),
  /** `start`, or why a new ledger was opened: `new-disk`, `fork`, `damaged`. */
  cause: Reason,
  ledgerBefore: LedgerId.nullable(),
  /** This disk had a ledger that is gone, so no earlier one can be named. */
  missing: z.literal(true).optional(),
});

/** A configuration came into force: the planogram from this line on. */
export const Configured = z.object({
  kind: z.literal('configured'),
  ...Stamp,
  /**
   * 0 for the first planogram, which is in kiosk.json, else the desired configuration's version.
   */
  version: ConfigVersion,
  ...Plan.shape,
});

/** A fleet command was taken (before it is acted upon: at most once) or ended. */
export const Commanded = z.object({
  kind: z.literal('command'),
  ...Stamp,
  id: CommandId,
  command: z.string().max(32),
  state: z.enum(['accepted', 'done', 'failed', 'expired']),
  code: Reason.nullable(),
});
