import type { Now } from './input.ts';
import { limits } from './limits.ts';
import type { RuntimeState } from './runtime-state.ts';

/**
 * What may come and go by itself, over and over: a rattling door, a plug that hangs by a wire. The ledger lines of its beginnings are
 * rate-limited, those of its ends never, so that the ledger always ends in the true state.
 */
export type Fluttering = 'door' | 'board';

const burstMs = (limits.flutterBurst - 1) * limits.flutterEveryMs;

/** When its beginning may be recorded next, in monotonic ms [generic cell rate algorithm, ITU-T I.371 Annex A]. */
export const flutterMonoMs = (runtime: RuntimeState, what: Fluttering): number => runtime.flutter[what] - burstMs;

/** The runtime state after its beginning was recorded. */
export const fluttered = (runtime: RuntimeState, what: Fluttering, { monoMs }: Now): RuntimeState => ({
  ...runtime,
  flutter: { ...runtime.flutter, [what]: Math.max(runtime.flutter[what], monoMs) + limits.flutterEveryMs },
});
