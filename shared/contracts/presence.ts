import { z } from 'zod';
import { ConfigVersion, Instant, LedgerId, Mark, RunNumber, UpTime } from './ids.ts';

/** The heartbeat, after each connect and every 60 s. */
export const Online = z.object({
  online: z.literal(true),
  run: RunNumber,
  at: Instant,
  up: UpTime,
  ledger: LedgerId,
  last: Mark,
  /** The version of the configuration in force, 0 for the first planogram. */
  config: ConfigVersion,
});
export type Online = z.infer<typeof Online>;

/** The last will; one of an older `run` or connection is ignored. */
export const Offline = z.object({ online: z.literal(false), run: RunNumber });

/** What a kiosk publishes as its presence: a heartbeat, or the last will. */
export const Presence = z.discriminatedUnion('online', [Online, Offline]);
export type Presence = z.infer<typeof Presence>;
