import { z } from 'zod';

/**
 * The screen of a cabinet, from `screen` of kiosk.json. The page gets it as the JSON of
 * `GET /api/screen/display`, once when it loads, and computes all sizes in mm from it.
 */
export const Display = z.object({
  widthPx: z.int().min(320).max(7680),
  heightPx: z.int().min(320).max(7680),
  diagonalInch: z.number().min(3).max(100),
  /** Height of the screen's lower edge above the floor, in mm. */
  bottomEdgeAboveFloorMm: z.int().min(0).max(2500),
  touch: z.boolean(),
  /** Hardware buttons next to the screen. */
  buttons: z.union([z.literal(0), z.literal(4)]),
});
export type Display = z.infer<typeof Display>;

/**
 * GET /api/screen/page: for the program that restarts the browser. `heardMs` is how long ago the
 * page was last heard, null if it never was in this run of the agent; it must be heard every
 * `withinMs`.
 */
export const PageAnswer = z.object({ heardMs: z.int().min(0).nullable(), withinMs: z.int().min(0) });
export type PageAnswer = z.infer<typeof PageAnswer>;
