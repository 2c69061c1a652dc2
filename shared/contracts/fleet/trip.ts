import { z } from 'zod';
import { AreaCode, asOf, Cursor, Day, Moment, Note, pageLimit, ShownDay, Text } from './common.ts';
import { RestockPlan } from './restock.ts';

const machines = z.array(z.string().max(32)).max(500).default([]);

/**
 * POST /trips: keeps the restock sheet of this moment as a trip. The machines are selected as in
 * GET /restock. A trip books nothing: what was loaded is in the machines' ledgers.
 */
export const NewTrip = z.object({
  name: Text,
  day: Day,
  /** Who drives. */
  person: Text,
  region: AreaCode,
  machine: machines,
  also: machines,
  without: machines,
});
export type NewTrip = z.infer<typeof NewTrip>;

/** How a trip ended. */
export const TripEnd = z.enum(['done', 'cancelled']);

/** POST /trips/{id}/close */
export const CloseTrip = z.object({ state: TripEnd, note: Note.default('') });
export type CloseTrip = z.infer<typeof CloseTrip>;

/** A trip as it was planned, with the restock sheet of that moment. */
export const Trip = z.object({
  id: z.string(),
  name: z.string(),
  day: ShownDay,
  person: z.string(),
  region: AreaCode,
  at: Moment,
  by: z.string(),
  /** Null while the trip is open. */
  closed: z.object({ state: TripEnd, at: Moment, by: z.string(), note: z.string() }).nullable(),
  plan: RestockPlan,
});
export type Trip = z.infer<typeof Trip>;

/** GET /trips */
export const TripQuery = z.object({
  region: AreaCode.optional(),
  cursor: Cursor.optional(),
  limit: pageLimit(200, 30),
});
export type TripQuery = z.infer<typeof TripQuery>;

/** One page of the trips of an area, the newest first, without their sheets. */
export const TripList = z.object({
  asOf,
  total: z.int(),
  trips: z.array(Trip.omit({ plan: true }).extend({ machines: z.int(), boxes: z.int() })),
  next: Cursor.nullable(),
});
export type TripList = z.infer<typeof TripList>;
