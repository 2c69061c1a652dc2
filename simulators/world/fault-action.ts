import type { Kiosk } from './kiosk.ts';
import type { Scenario } from './scenario.ts';
import type { WorldParts } from './world-parts.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** One kind of fault: how often it comes on average, to each kiosk or to the world as a whole, and what it does. */
export type FaultAction =
  | { readonly to: 'kiosk'; readonly everyMs: number; readonly does: (kiosk: Kiosk, parts: WorldParts) => void }
  | { readonly to: 'world'; readonly everyMs: number; readonly does: (parts: WorldParts) => void };

/** A fault that comes to each kiosk by itself. */
export const eachKiosk = (everyMs: number, does: (kiosk: Kiosk, parts: WorldParts) => void): FaultAction => ({
  to: 'kiosk',
  everyMs,
  does,
});

/** A fault that comes to the world as a whole. */
export const wholeWorld = (everyMs: number, does: (parts: WorldParts) => void): FaultAction => ({
  to: 'world',
  everyMs,
  does,
});

/** Begins something, and ends it after `ms`. */
export function during(scenario: Scenario, ms: number, begin: () => void, end: () => void): void {
  begin();
  scenario.time.after(ms, end);
}

/** A random whole number between two bounds, for how long or how much a fault is. */
export const somewhat = (scenario: Scenario, low: number, high: number): number =>
  scenario.random.between(low, high, 'trouble: how long');

/** Does something at the moment at which it hurts most: now, or some seconds into the next turn. */
export function atWorst(kiosk: Kiosk, does: () => void): void {
  const { scenario } = kiosk;
  if (!scenario.random.chance(0.7, 'trouble: in a turn')) {
    does();
    return;
  }
  // Just as the order goes out, or anywhere in the turn.
  const maxMs = scenario.random.chance(0.5, 'trouble: with the order') ? 30 : 3_500;
  kiosk.atNextTurn(() => {
    scenario.time.after(scenario.random.between(0, maxMs, 'trouble: into the turn'), () => scenario.calm || does());
  });
}
