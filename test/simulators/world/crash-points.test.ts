import { describe, expect, it } from 'vitest';
import { tryCrashPoints } from '../../../simulators/world/run/crash-points.ts';

describe('a process that dies at a point of a scripted day', () => {
  it('keeps every promise, at every ninth point (npm run crash-points: at each)', { timeout: 300_000 }, async () => {
    const { quiet, tried, broken } = await tryCrashPoints(9);
    console.log(`crash points: ${tried} of ${quiet.kioskPoints} of the kiosk and ${quiet.fleetPoints} of the fleet`);
    expect(broken).toEqual([]);
    expect(quiet.fell).toBeGreaterThanOrEqual(3);
    expect(quiet.kioskPoints + quiet.fleetPoints).toBeGreaterThan(400);
  });
});
