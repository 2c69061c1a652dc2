import { it } from 'vitest';
import { giveOut } from '../support/live/boxes.ts';

it('counts a hundred boxes of an LBP/1 board once, whichever process is killed meanwhile', { timeout: 300_000 }, () =>
  giveOut({
    driver: 'lbp',
    requests: 100,
    kills: new Map([
      [12, 'agent'],
      [24, 'fleet'],
      [37, 'agent'],
      [50, 'board'],
      [63, 'agent and fleet'],
      [76, 'agent'],
    ]),
    boxMs: 60,
    // The board itself reports what happened, except while it was without power.
    maxUncertain: 1,
  }),
);
