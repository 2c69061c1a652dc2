#!/usr/bin/env node
import { tryCrashPoints } from './crash-points.ts';

// The scripted day with a death at every write, sync and publish of the kiosk and at every commit
// and message of the fleet, one per run.
const { quiet, tried, broken } = await tryCrashPoints();
for (const line of broken) process.stdout.write(`${line}\n`);
process.stdout.write(
  `${quiet.kioskPoints} points of the kiosk, ${quiet.fleetPoints} of the fleet: ${tried} days, ${broken.length} broken\n`,
);
process.exitCode = broken.length > 0 ? 1 : 0;
