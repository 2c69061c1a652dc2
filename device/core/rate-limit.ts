import type { Now } from './input.ts';
import { limits } from './limits.ts';
import type { RuntimeState } from './runtime-state.ts';

/**
 * What may come and go by itself, over and over: a rattling door, a plug that hangs by a wire. Only its beginning is held back, never its
 * end, so that the ledger comes to the truth, and lines for it stay few.
 */
export type Fluttering = 'door' | 'board';

const burstMs = (limits.flutterBurst - 1) * limits.flutterEveryMs;

/** When its beginning may be written down next, as monotonic ms [generic cell rate algorithm, ITU-T I.371 Annex A]. */
export const flutterMonoMs = (runtime: RuntimeState, what: Fluttering): number => runtime.flutter[what] - burstMs;

/** The run after its beginning was written down. */
export const fluttered = (runtime: RuntimeState, what: Fluttering, { monoMs }: Now): RuntimeState => ({
  ...runtime,
  flutter: { ...runtime.flutter, [what]: Math.max(runtime.flutter[what], monoMs) + limits.flutterEveryMs },
});
