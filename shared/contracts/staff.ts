import { z } from 'zod';

/** What staff do at a machine: a filler loads and counts boxes, a technician repairs. */
export const StaffRole = z.enum(['filler', 'technician']);
export type StaffRole = z.infer<typeof StaffRole>;

/** The id of a person who works at machines: given by the fleet, and never given again. */
export const StaffId = z.string().regex(/^[0-9a-z-]{1,36}$/, '工作人员编号不对 · not an id of the list of staff');
export type StaffId = z.infer<typeof StaffId>;

/** How many digits a PIN has. Kiosks have no keyboard, so it is digits only. */
export const pinDigits = { least: 6, most: 8 } as const;

/** Bytes in base64. */
const base64 = (bytes: number) => z.base64().length(Math.ceil(bytes / 3) * 4);

/**
 * A PIN as it is kept: `key` is scrypt of its digits with `salt`, 32 bytes, at the cost N = 2^`ln`,
 * `r` and `p`. `salt` (16 bytes) and `key` are base64. It is a secret too, because a short PIN can
 * be guessed from it: it goes from the fleet to the kiosk only, and is in no ledger line.
 */
export const PinHash = z.object({
  ln: z.int().min(10).max(16),
  r: z.int().min(1).max(8),
  p: z.int().min(1).max(4),
  salt: base64(16),
  key: base64(32),
});
export type PinHash = z.infer<typeof PinHash>;

/** A person who may work at a machine, as the machine knows them. */
export const StaffMember = z.object({
  id: StaffId,
  /** As the screen and the ledger show it. */
  name: z.string().min(1).max(64),
  role: StaffRole,
  pin: PinHash,
});
export type StaffMember = z.infer<typeof StaffMember>;

/** The most persons of one machine. */
export const staffMax = 100;

/** Everybody who may work at a machine; each id once. */
export const StaffList = z
  .array(StaffMember)
  .max(staffMax)
  .refine((staff) => new Set(staff.map(({ id }) => id)).size === staff.length, {
    message: '人员重复 · a person stands twice',
  });
