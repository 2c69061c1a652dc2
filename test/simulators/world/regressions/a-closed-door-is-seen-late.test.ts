import { expect, it } from 'vitest';
import { createDriver } from '../../../../device/board/catalogue.ts';
import { Bench } from '../../../support/board/bench.ts';

const idlePollMs = 30_000;

// Seeds 500023, 500084: a VMC reports its door only when asked, and was asked at every second idle
// poll: a kiosk stayed out of service for two of them after staff had closed it.
it.each([0, 1])('a closed door is noticed at the next idle poll, after %i other polls', (polls) => {
  const bench = new Bench('vmc3', 1, 3, 50, () => createDriver('vmc3', { idlePollMs }));
  bench.until(() => bench.ready).run(5_000 + polls * idlePollMs);
  bench.cabinet.setDoor(true, bench.upMs);
  bench.until(() => bench.last('door')?.state === 'open');
  bench.cabinet.setDoor(false, bench.upMs);
  bench.run(idlePollMs + 3_000);
  expect(bench.last('door')?.state).toBe('closed');
});
