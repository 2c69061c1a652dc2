import { z } from 'zod';
import { Lane, ProductCode, RequestId, Txn } from '../ids.ts';
import { LaneState } from '../lane-state.ts';
import { BoardSerial, By, Lot, Person, Reading, Reason, Stamp } from './fields.ts';

/** A lane's state changed, with the reason if there is one. */
export const LaneChanged = z.object({
  kind: z.literal('lane'),
  ...Stamp,
  lane: Lane,
  state: LaneState,
  reason: Reason.nullable(),
});

/** The door was opened or closed. */
export const DoorChanged = z.object({ kind: z.literal('door'), ...Stamp, state: z.enum(['open', 'closed']) });

/** The board was found, lost, replaced by another, or restarted. */
export const BoardChanged = z.object({
  kind: z.literal('board'),
  ...Stamp,
  state: z.enum(['found', 'lost', 'swapped', 'reset']),
  serial: BoardSerial.nullable(),
  model: z.string().max(64).nullable().optional(),
  firmware: z.string().max(64).nullable().optional(),
  reason: Reason.nullable(),
});

/** A motor turn that becomes uncertain because the sensor cannot be trusted. */
const UnseenTurn = z.object({ request: RequestId, txn: Txn, lane: Lane, product: ProductCode, lot: Lot });

/**
 * The drop sensor. `suspect` stops the machine and makes the boxes of `turns` uncertain: they gave
 * `no-drop`, but the sensor may be blind. `trusted` puts it back in service after somebody has
 * checked it.
 */
export const SensorChanged = z.object({
  kind: z.literal('sensor'),
  ...Stamp,
  state: z.enum(['suspect', 'trusted']),
  reason: Reason.nullable(),
  turns: z.array(UnseenTurn).max(32).optional(),
  by: By.optional(),
  person: Person,
});

/** Temperature (0.1 °C) or humidity (%) left its bounds or came back; null without a sensor. */
export const ClimateChanged = z.object({
  kind: z.literal('climate'),
  ...Stamp,
  state: z.enum(['ok', 'out']),
  tempDeciC: Reading.nullable(),
  humidityPct: Reading.nullable(),
});
