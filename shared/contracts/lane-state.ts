import { z } from 'zod';

/** The state of a lane, as reported to the outside. */
export const LaneState = z.enum(['ready', 'empty', 'jam', 'absent', 'locked']);
export type LaneState = z.infer<typeof LaneState>;
