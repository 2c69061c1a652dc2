import { expect, it } from 'vitest';
import { testKiosk } from '../../../support/device/test-kiosk.ts';
import { lane, planned } from '../../../support/device/values.ts';

const noDrop = { kind: 'none', reason: 'no-drop' } as const;

// Seed 1000649: a lane of two boxes turned three times and gave nothing. Three of its boxes were in
// doubt, and the stock-take that found both booked the third as issued.
it('a blind sensor puts no more boxes in doubt than the lane holds, and a count that finds all of them books none as issued', () => {
  const kiosk = testKiosk({ lanes: [planned(1)] }).ready(2);
  for (let turn = 0; turn < 3; turn += 1) {
    kiosk.dispense(1, noDrop);
    kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    kiosk.tell({ kind: 'homed', lane: lane(1), hardware: 'ready', reason: null });
  }
  expect(kiosk.lines('sensor')).toMatchObject([{ state: 'suspect', turns: [{ txn: 1 }, { txn: 2 }] }]);
  expect(kiosk.lane(1)).toMatchObject({ stock: 0, uncertain: 2 });
  kiosk.count(1, 2);
  expect(kiosk.lines('settled').map(({ issued }) => issued)).toEqual([false, false]);
  expect(kiosk.lines('counted')).toMatchObject([{ stock: 2, was: 2 }]);
  kiosk.check();
});

it('a turn that is in doubt already has its box among them', () => {
  const kiosk = testKiosk({ lanes: [planned(1)] }).ready(1);
  const reason = 'power-lost';
  for (const result of [noDrop, noDrop]) {
    kiosk.dispense(1, result);
    kiosk.hand({ kind: 'clear', by: '王', lane: lane(1) });
    kiosk.tell({ kind: 'homed', lane: lane(1), hardware: 'ready', reason: null });
  }
  for (let turn = 0; turn < 4; turn += 1) {
    kiosk.dispense(1, { kind: 'unknown', reason });
    if (turn < 3) kiosk.restock(1, 1);
  }
  expect(kiosk.lines('sensor')).toMatchObject([{ state: 'suspect', turns: [] }]);
  expect(kiosk.lane(1)).toMatchObject({ stock: 0, uncertain: 4 });
  kiosk.check();
});
