import { describe, expect, it } from 'vitest';
import { type TouchGuard, touchGuard } from '../../../device/screen/input/touch-guard.ts';

/** One finger presses and lifts; whether the press counts. */
function tap(guard: TouchGuard, target: string, atMs: number, pointer = 1): boolean {
  guard.down(pointer, atMs);
  guard.up(pointer, atMs + 80);
  return guard.accepts(target, atMs + 80);
}

describe('a touch', () => {
  it('of one finger counts, and the same target again only after half a second', () => {
    const guard = touchGuard();
    expect(tap(guard, 'start', 1_000)).toBe(true);
    expect(tap(guard, 'start', 1_300)).toBe(false);
    expect(tap(guard, 'other', 1_400)).toBe(true);
    expect(tap(guard, 'other', 1_950)).toBe(true);
  });

  it('with a second finger on the glass does not count, and the next one does', () => {
    const guard = touchGuard();
    guard.down(1, 1_000);
    guard.down(2, 1_050);
    guard.up(1, 1_100);
    expect(guard.accepts('a', 1_100)).toBe(false);
    guard.up(2, 1_150);
    expect(guard.accepts('b', 1_150)).toBe(false);
    expect(tap(guard, 'a', 2_000)).toBe(true);
  });

  it('is dropped for five seconds after more than ten within one, which are counted as ghosts [case 33]', () => {
    const guard = touchGuard();
    let accepted = 0;
    for (let at = 0; at < 60_000; at += 50) if (tap(guard, `t${at}`, at, at)) accepted += 1;
    // Until the eleventh touch nobody can know.
    expect(accepted).toBeLessThanOrEqual(10);
    expect(guard.ghosts).toBeGreaterThan(1_000);
    expect(tap(guard, 'late', 62_000)).toBe(false);
    expect(tap(guard, 'later', 66_000)).toBe(true);
  });

  it('that is held for longer than a minute no longer blocks the others', () => {
    const guard = touchGuard();
    guard.down(7, 0);
    expect(tap(guard, 'a', 30_000)).toBe(false);
    expect(tap(guard, 'a', 61_000)).toBe(true);
    guard.up(7, 120_000);
    expect(tap(guard, 'b', 130_000)).toBe(true);
  });

  it('that began before the screen changed does not act on the new one', () => {
    const guard = touchGuard();
    guard.down(1, 1_000);
    guard.changed(1_040);
    guard.up(1, 1_080);
    expect(guard.accepts('new', 1_080)).toBe(false);
    expect(tap(guard, 'new', 1_200)).toBe(false);
    expect(tap(guard, 'new', 1_900)).toBe(true);
  });
});
