import { z } from 'zod';
import { MachineId } from '../ids.ts';
import { pinDigits, StaffId, StaffRole } from '../staff.ts';
import { typedLine } from '../text.ts';
import { AreaCode, asOf, Moment } from './common.ts';

/** A PIN as somebody chooses it. An easy one is refused with `weak-pin`. */
export const Pin = z
  .string()
  .regex(
    new RegExp(`^\\d{${pinDigits.least},${pinDigits.most}}$`),
    `PIN 为 ${pinDigits.least} 至 ${pinDigits.most} 位数字 · ${pinDigits.least} to ${pinDigits.most} digits`,
  );

/** Whom a person works for: every machine of the area, or only these of its machines. */
const place = { area: AreaCode, machines: z.array(MachineId).max(200) };

/**
 * A person who works at machines, as the API shows them: never with the PIN, nor with anything from
 * which it could be guessed.
 */
export const StaffPerson = z.object({
  id: StaffId,
  name: z.string(),
  role: StaffRole,
  area: AreaCode,
  /** Empty: every machine of the area, also those that come later. */
  machines: z.array(z.string()),
  /** When the PIN was set last. */
  pinSet: Moment,
  entered: Moment,
  by: z.string(),
  /** Since when this person may work nowhere; null if they may. */
  stopped: z.object({ at: Moment, by: z.string() }).nullable(),
  /** The newest entry of stock at a machine with this person's own PIN; null if there is none. */
  lastSeen: z.object({ at: Moment, machine: z.string() }).nullable(),
});
export type StaffPerson = z.infer<typeof StaffPerson>;

/** POST /staff: without `pin`, one is drawn, and the answer shows it this once. */
export const NewStaff = z.object({
  name: typedLine(32),
  role: StaffRole,
  area: place.area,
  machines: place.machines.default([]),
  pin: Pin.optional(),
});
export type NewStaff = z.infer<typeof NewStaff>;

/** PATCH /staff/{id}; what is absent stays. `stopped: false` lets somebody work again. */
export const StaffChange = z.object({ name: typedLine(32), role: StaffRole, ...place, stopped: z.boolean() }).partial();
export type StaffChange = z.infer<typeof StaffChange>;

/** POST /staff/{id}/pin: another PIN; without `pin`, one is drawn. */
export const NewStaffPin = z.object({ pin: Pin.optional() });
export type NewStaffPin = z.infer<typeof NewStaffPin>;

/** A person whose PIN was just set. `pin` is the one that was drawn, null if it was chosen. */
export const StaffWithPin = StaffPerson.extend({ pin: z.string().nullable() });
export type StaffWithPin = z.infer<typeof StaffWithPin>;

/** GET /staff: people who may work at a machine of the area. */
export const StaffQuery = z.object({ region: AreaCode.optional() });
/** People by name, those who are stopped last. */
export const StaffPeople = z.object({ asOf, staff: z.array(StaffPerson) });
export type StaffPeople = z.infer<typeof StaffPeople>;
