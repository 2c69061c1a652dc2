import type { Mutant } from '../../../../simulators/world/run/mutant.ts';
import { deviceMistakes } from './device-mistakes.ts';
import { driverMistakes } from './driver-mistakes.ts';
import { fleetMistakes } from './fleet-mistakes.ts';
import { frontMistakes } from './front-mistakes.ts';
import { sharedMistakes } from './shared-mistakes.ts';
import { staffMistakes } from './staff-mistakes.ts';

/** One-line mistakes, each of which the world must catch within its bound of seeds. */
export const mistakes: readonly Mutant[] = [
  ...driverMistakes,
  ...deviceMistakes,
  ...sharedMistakes,
  ...fleetMistakes,
  ...frontMistakes,
  ...staffMistakes,
];
