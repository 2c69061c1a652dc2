import type { Kiosk } from './kiosk.ts';
import type { Scenario } from './scenario.ts';
import type { WorldParts } from './world-parts.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/**
 * One kind of fault: its mean interval, for each kiosk or for the world as a whole, and its effect.
 */
export type FaultAction =
  | { readonly to: 'kiosk'; readonly everyMs: number; readonly does: (kiosk: Kiosk, parts: WorldParts) => void }
  | { readonly to: 'world'; readonly everyMs: number; readonly does: (parts: WorldParts) => void };

/** A fault that happens to each kiosk independently. */
export const eachKiosk = (everyMs: number, does: (kiosk: Kiosk, parts: WorldParts) => void): FaultAction => ({
  to: 'kiosk',
  everyMs,
  does,
});

/** A fault of the world as a whole. */
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

/** A random whole number between two bounds, for the duration or size of a fault. */
export const somewhat = (scenario: Scenario, low: number, high: number): number =>
  scenario.random.between(low, high, 'trouble: how long');

/** Does something at the worst moment: now, or some seconds into the next turn. */
export function atWorst(kiosk: Kiosk, does: () => void): void {
  const { scenario } = kiosk;
  if (!scenario.random.chance(0.7, 'trouble: in a turn')) {
    does();
    return;
  }
  // Exactly when the order goes out, or at any time during the turn.
  const maxMs = scenario.random.chance(0.5, 'trouble: with the order') ? 30 : 3_500;
  kiosk.atNextTurn(() => {
    scenario.time.after(scenario.random.between(0, maxMs, 'trouble: into the turn'), () => scenario.calm || does());
  });
}
