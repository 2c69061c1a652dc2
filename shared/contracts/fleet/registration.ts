import { z } from 'zod';
import { MachineId } from '../ids.ts';
import { EnteredLane } from '../plan.ts';
import { typedLine } from '../text.ts';
import { CountyCode, Day, Note, Text } from './common.ts';
import { Position } from './screen.ts';

/** Kinds of site that have a text in the console; any other text is shown as it is. */
export const siteKinds = [
  'clinic',
  'community-hall',
  'campus',
  'hospital',
  'government-hall',
  'factory',
  'station',
  'transport',
  'marriage-registry',
  'hotel',
  'building-site',
] as const;

const Address = typedLine(256, 0);

/**
 * POST /machines. `lanes` is a first desired planogram; if absent, the kiosk keeps the one in its
 * kiosk.json.
 */
export const NewMachine = z.object({
  machine: MachineId,
  name: Text,
  region: CountyCode,
  site: Text,
  address: Address.nullable().default(null),
  inServiceFrom: Day,
  lanes: z.array(EnteredLane).max(100).optional(),
});
export type NewMachine = z.infer<typeof NewMachine>;

/** 201 of POST /machines and POST /machines/{id}/secret: the secret is shown only this once. */
export const MachineSecret = z.object({ machine: MachineId, secret: z.string() });
export type MachineSecret = z.infer<typeof MachineSecret>;

/**
 * PATCH /machines/{id}: corrects what was entered wrong. A move to another place is POST …/move, so
 * that the history has it.
 */
export const MachineChange = z
  .object({
    ...{ name: Text, site: Text, address: Address.nullable(), inServiceFrom: Day, why: Note },
    position: Position.nullable(),
  })
  .partial();
export type MachineChange = z.infer<typeof MachineChange>;

/**
 * POST /machines/{id}/move: the machine is elsewhere from that day on; its history stays with it.
 */
export const Move = z.object({
  region: CountyCode,
  site: Text,
  name: Text.optional(),
  address: Address.nullable().optional(),
  from: Day,
});
export type Move = z.infer<typeof Move>;

/** POST /machines/{id}/retire: its last day of service; its secret stops working at once. */
export const Retire = z.object({ until: Day, reason: Text });
export type Retire = z.infer<typeof Retire>;
