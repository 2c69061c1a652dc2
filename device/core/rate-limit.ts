import type { Now } from './input.ts';
import { limits } from './limits.ts';
import type { RuntimeState } from './runtime-state.ts';

/**
 * What may come and go repeatedly by itself: a rattling door, a loose plug. The ledger lines for a
 * beginning are rate-limited, those for an end never, so that the ledger always ends in the true
 * state.
 */
export type RateLimited = 'door' | 'board';

const burstMs = (limits.rateLimitBurst - 1) * limits.rateLimitEveryMs;

/**
 * When its next beginning may be recorded, in monotonic ms [generic cell rate algorithm, ITU-T
 * I.371 Annex A].
 */
export const nextBeginningMonoMs = (runtime: RuntimeState, what: RateLimited): number =>
  runtime.rateLimit[what] - burstMs;

/** The runtime state after its beginning was recorded. */
export const beginningCounted = (runtime: RuntimeState, what: RateLimited, { monoMs }: Now): RuntimeState => ({
  ...runtime,
  rateLimit: { ...runtime.rateLimit, [what]: Math.max(runtime.rateLimit[what], monoMs) + limits.rateLimitEveryMs },
});
