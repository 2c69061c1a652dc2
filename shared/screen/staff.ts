import { z } from 'zod';

/** What staff did in staff mode. Every further part of staff mode adds its own kinds. */
export const StaffAction = z.discriminatedUnion('do', [
  /** `person` is an id of the list; null for the one shared PIN of kiosk.json. */
  z.object({ do: z.literal('sign-in'), person: z.string().max(64).nullable(), pin: z.string().max(64) }),
  /** Leaves staff mode. */
  z.object({ do: z.literal('sign-out') }),
]);
export type StaffAction = z.infer<typeof StaffAction>;

/**
 * A screen of staff mode. Every further part of staff mode (the guided round, the technician's
 * page) adds its own steps.
 */
export const StaffView = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('sign-in'),
    /** Who may sign in with a PIN of their own. Empty: only the shared PIN. */
    people: z.array(z.object({ id: z.string().max(64), name: z.string().max(64) })).max(100),
    /** Whether the last PIN was wrong. */
    wrong: z.boolean(),
    /** After wrong PINs: seconds until the next one is compared, 0 for none. */
    waitSeconds: z.int().min(0),
  }),
]);
export type StaffView = z.infer<typeof StaffView>;
