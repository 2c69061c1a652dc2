/** Separates the touches of a person from those of a wet or broken glass. Times are in ms. */
export interface TouchGuard {
  down(pointer: number, atMs: number): void;
  up(pointer: number, atMs: number): void;
  /** Whether a press that ends now counts. `target`: what was pressed. */
  accepts(target: string, atMs: number): boolean;
  /** Another screen is shown: a touch that began before does not act on it. */
  changed(atMs: number): void;
  /** Touches that were dropped as ghosts since the page was loaded. */
  readonly ghosts: number;
}

/** More touches within a second are not a person's. */
const mostPerSecond = 10;
/** How long all touches are dropped after that. */
const deafMs = 5_000;
/** A touch that lasts longer is a stuck one: it no longer counts as a finger on the glass. */
const stuckAfterMs = 60_000;
/** The same target pressed twice within this time counts once [EN 301 549, 5.8]. */
const sameWithinMs = 500;
/** A new screen takes no touch for this time: the second half of a double tap. */
const settleMs = 250;

/** A new guard. It keeps a second of touches, and one entry for each finger on the glass. */
export function touchGuard(): TouchGuard {
  const fingers = new Map<number, number>();
  let recent: number[] = [];
  let deafUntil = 0;
  let spoiled = false;
  let began = 0;
  let changedAt = Number.NEGATIVE_INFINITY;
  let last = { target: '', at: Number.NEGATIVE_INFINITY };
  let ghosts = 0;

  const forgetStuck = (atMs: number): void => {
    for (const [pointer, since] of fingers) if (atMs - since > stuckAfterMs) fingers.delete(pointer);
  };

  return {
    down(pointer, atMs) {
      forgetStuck(atMs);
      recent = [...recent.filter((each) => atMs - each < 1_000), atMs].slice(-2 * mostPerSecond);
      if (recent.length > mostPerSecond) deafUntil = atMs + deafMs;
      if (atMs < deafUntil) ghosts += 1;
      spoiled = fingers.size > 0;
      fingers.set(pointer, atMs);
      began = atMs;
    },
    up(pointer, atMs) {
      const since = fingers.get(pointer);
      fingers.delete(pointer);
      if (since !== undefined && atMs - since > stuckAfterMs) ghosts += 1;
    },
    accepts(target, atMs) {
      forgetStuck(atMs);
      if (spoiled || fingers.size > 0 || atMs < deafUntil) return false;
      if (began < changedAt + settleMs) return false;
      if (target === last.target && atMs - last.at < sameWithinMs) return false;
      last = { target, at: atMs };
      return true;
    },
    changed(atMs) {
      changedAt = atMs;
      last = { target: '', at: Number.NEGATIVE_INFINITY };
    },
    get ghosts() {
      return ghosts;
    },
  };
}
