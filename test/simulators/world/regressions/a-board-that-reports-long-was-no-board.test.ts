import { expect, it } from 'vitest';
import { createDriver } from '../../../../device/board/catalogue.ts';
import { ACK, encodeFrame, POLL } from '../../../../device/board/vmc3/frame.ts';
import { ANSWER_MS, NO_RESPONSE_MS, REPORTS_MS } from '../../../../device/board/vmc3/limits.ts';
import { Vmc3Board } from '../../../../simulators/board/model/vmc3/vmc3-board.ts';
import { Bench } from '../../../support/board/bench.ts';

// Seed 74: a VMC that speaks every two seconds was repeatedly lost as `not-a-board`. It reports
// every selection before it polls, and the question that the driver had ready was overdue before it
// could be asked.
it.each([
  { lanes: 5, pollMs: 2_000 },
  { lanes: 60, pollMs: 200 },
])('$lanes lanes, one report each $pollMs ms: the board is greeted', ({ lanes, pollMs }) => {
  const bench = new Bench('vmc3', 1, lanes);
  if (bench.board instanceof Vmc3Board) bench.board.settings.pollMs = pollMs;
  bench.run(60_000);
  expect(bench.events.filter(({ kind: event }) => event === 'lost')).toEqual([]);
  expect(bench.ready).toBe(true);
});

it('a line with endless frames and no answer is given up in the end', () => {
  const driver = createDriver('vmc3');
  driver.opened(0);
  driver.received(encodeFrame(POLL), 10);
  driver.received(encodeFrame(POLL), 210);
  driver.received(encodeFrame(ACK), 220);
  const lost: number[] = [];
  for (let upMs = 1_000; upMs < 3 * REPORTS_MS && lost.length === 0; upMs += 1_000) {
    driver.received(encodeFrame(0x29, [(upMs / 1_000) % 250, 0]), upMs);
    driver.wake(upMs);
    for (const output of driver.take()) if (output.kind === 'core' && output.event.kind === 'lost') lost.push(upMs);
  }
  expect(lost).toHaveLength(1);
  expect(lost[0]).toBeLessThanOrEqual(2 * (REPORTS_MS + ANSWER_MS + NO_RESPONSE_MS));
});
