import { z } from 'zod';

/**
 * What a user is, from which their permissions follow: `viewer` looks, `staff` keeps a store and
 * its machines, `technician` maintains machines, `auditor` reads the audit log, `admin` does
 * everything.
 */
export const Role = z.enum(['admin', 'staff', 'viewer', 'technician', 'auditor']);
export type Role = z.infer<typeof Role>;

/**
 * What a request may need: `read` figures and lists; `act` on flags, notes, stops, trips and
 * contacts; change `stock` (planograms, recalls, decisions about lines); command a `machine`
 * (commands, locks, limits); `enrol` a kiosk; read the `audit` log; `administer` users, tokens, the
 * registry and quarantine.
 */
export const Permission = z.enum(['read', 'act', 'stock', 'machine', 'enrol', 'audit', 'administer']);
export type Permission = z.infer<typeof Permission>;
