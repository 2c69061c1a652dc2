import { z } from 'zod';
import { Instant, LedgerId, Mark } from './ids.ts';

/** "Here I am", after each connect and every 60 s. */
export const Online = z.object({
  online: z.literal(true),
  run: z.int().min(0),
  at: Instant,
  up: z.int().min(0),
  ledger: LedgerId,
  last: Mark,
  /** The version of the configuration in force, 0 for the first planogram. */
  config: z.int().min(0),
});
export type Online = z.infer<typeof Online>;

/** The last will; one of an older `run` or connection means nothing. */
export const Offline = z.object({ online: z.literal(false), run: z.int().min(0) });

export const Presence = z.discriminatedUnion('online', [Online, Offline]);
export type Presence = z.infer<typeof Presence>;
