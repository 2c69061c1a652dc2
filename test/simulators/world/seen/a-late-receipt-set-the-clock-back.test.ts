import { expect, it } from 'vitest';
import { desk } from '../../../support/kiosk-desk.ts';

const expired = { id: '00000000-0000-4000-a000-000000000001', kind: 'restart' };

// Seed 1000953: receipts that were nearly a minute on their way set a right clock back by as much, and a command ran that was over.
it.each([1, 60_000, 119_000])('a receipt that was %i ms on its way gives a command no longer life', (lateMs) => {
  const kiosk = desk().ready();
  kiosk.linkUp();
  const sentAt = kiosk.time.at;
  kiosk.pass(lateMs);
  kiosk.receipt(undefined, { time: sentAt });
  kiosk.hear('commands', { ...expired, expires: kiosk.time.at });
  expect(kiosk.restarts).toBe(0);
  expect(kiosk.said('results').map(({ state }) => state)).toEqual(['expired']);
});

it('an own clock that is wrong by more, or behind, is not believed', () => {
  for (const wrongMs of [120_001, 86_400_000, -1, -86_400_000]) {
    const kiosk = desk().ready();
    kiosk.linkUp();
    const trueMs = kiosk.time.at;
    kiosk.time.at += wrongMs;
    kiosk.receipt(undefined, { time: trueMs });
    kiosk.hear('commands', { ...expired, expires: trueMs + 1 });
    kiosk.hear('commands', { ...expired, id: expired.id.replace('1', '2'), expires: trueMs });
    expect(kiosk.said('results').map(({ state }) => state)).toEqual(['done', 'expired']);
  }
});
