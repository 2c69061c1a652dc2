import { it } from 'vitest';
import { giveOut } from '../support/live/boxes.ts';

it('counts the boxes of a VMC3 board once, and those that nobody can know as uncertain', { timeout: 300_000 }, () =>
  giveOut({
    driver: 'vmc3',
    requests: 12,
    kills: new Map([
      [3, 'agent'],
      [6, 'board'],
      [9, 'agent and fleet'],
    ]),
    boxMs: 1_500,
    // The board's protocol has no question about an earlier transaction: each kill may leave one.
    maxUncertain: 3,
  }),
);
