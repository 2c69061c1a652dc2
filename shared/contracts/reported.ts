import { z } from 'zod';
import { ConfigVersion, Instant, Lane, LedgerId, Mark, ProductCode, RunNumber } from './ids.ts';
import { LaneState } from './lane-state.ts';
import { Stopped } from './plan.ts';

/** Boxes of a lane as a kiosk counts them, even if it counts wrong. */
const Boxes = z.int().min(0).max(1_000_000);

/** Boxes of one lot in a lane; `lot` and `expires` are null if nobody entered them. */
export const ReportedLot = z.object({
  lot: z.string().nullable(),
  expires: z.string().nullable(),
  count: Boxes,
});

/** A lane by the kiosk's own books. */
export const ReportedLane = z.object({
  lane: Lane,
  product: ProductCode,
  capacity: Boxes,
  par: Boxes.optional(),
  /** Boxes in the lane by the books, without the uncertain ones. */
  stock: Boxes,
  /** Boxes that are not certain until a stock-take. */
  uncertain: Boxes,
  state: LaneState,
  reason: z.string().nullable().optional(),
  lots: z.array(ReportedLot),
});
export type ReportedLane = z.infer<typeof ReportedLane>;

/**
 * The faults for which a kiosk gives nothing out. A stop that the fleet requested is not a fault
 * and is listed separately.
 */
export type OutOfService = 'board-lost' | 'door-open' | 'sensor-suspect' | 'disk' | 'climate' | 'starting';

/** The state of what a citizen uses: the screen, and what reads cards and codes. */
export const Front = z.looseObject({
  /**
   * Whether the screen's page is heard as it should be: `shown`, or `silent`; absent: the agent
   * does not say.
   */
  page: z.string().max(32).optional(),
  /** Restarts of the browser since the agent's start that the agent knows of. */
  browserRestarts: z.int().min(0).optional(),
  /** The card reader and the scanner: `ready`, `lost`, or null for none. */
  reader: z.string().max(32).nullable(),
  scanner: z.string().max(32).nullable(),
});
export type Front = z.infer<typeof Front>;

/** A kiosk's report on its own state [MQTT contract, reported state]. */
export const ReportedState = z.object({
  at: Instant,
  run: RunNumber,
  ledger: LedgerId,
  last: Mark,
  config: ConfigVersion,
  lanes: z.array(ReportedLane),
  board: z.looseObject({
    state: z.enum(['ready', 'starting', 'lost']),
    reason: z.string().nullable(),
    driver: z.string(),
    serial: z.string().nullable(),
    model: z.string().nullable(),
    firmware: z.string().nullable(),
    door: z.enum(['open', 'closed', 'unknown']),
    tempDeciC: z.number().min(-99_999).max(99_999).nullable(),
    humidityPct: z.number().min(-99_999).max(99_999).nullable(),
    /**
     * Lines or frames dropped since the start: a noisy cable is visible here before it becomes a
     * fault.
     */
    dropped: z.int().min(0),
  }),
  service: z.object({
    state: z.enum(['in-service', 'out-of-service']),
    /**
     * See `OutOfService`. A kiosk of a newer version may name other reasons, so a report is never
     * refused for one.
     */
    reasons: z.array(z.string().max(64)).max(32),
    /**
     * The stop in force; absent or null for none. It is not among `reasons`, because fleets of
     * version 1.0 refuse a whole report for a reason that they don't know.
     */
    stopped: Stopped.nullable().optional(),
  }),
  sensor: z.enum(['trusted', 'suspect']),
  /**
   * Lanes whose content the ledger does not know, since it began without an earlier one: staff must
   * count them. Absent: there are none.
   */
  uncounted: z.array(Lane).optional(),
  /**
   * How good the kiosk's time is: `told` by the fleet in this run, its `own` clock's, or
   * `doubtful`. Absent from older kiosks.
   */
  clock: z.string().max(32).optional(),
  /**
   * True: the link to the fleet goes to another computer without encryption. Absent: it does not,
   * or the kiosk is an older one.
   */
  plain: z.boolean().optional(),
  /** The cabinet's front; absent: it has no screen, or the kiosk is an older one. */
  front: Front.optional(),
  agent: z.looseObject({ version: z.string(), uptime: z.number(), rss: z.number() }),
});
export type ReportedState = z.infer<typeof ReportedState>;
