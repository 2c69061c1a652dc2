import { z } from 'zod';

/** What a lane is, seen from outside. */
export const LaneState = z.enum(['ready', 'empty', 'jam', 'absent', 'locked']);
export type LaneState = z.infer<typeof LaneState>;
