import { expect, it } from 'vitest';
import { testKiosk } from '../../../support/device/test-kiosk.ts';

const expired = { id: '00000000-0000-4000-a000-000000000001', kind: 'restart' };

// Seed 1000953: receipts that took nearly a minute to arrive set a right clock back by that much,
// and a command ran that was over.
it.each([1, 60_000, 119_000])('a receipt that took %i ms to arrive does not extend a command’s life', (lateMs) => {
  const kiosk = testKiosk().ready();
  kiosk.linkUp();
  const sentAt = kiosk.time.at;
  kiosk.pass(lateMs);
  kiosk.receipt(undefined, { time: sentAt });
  kiosk.hear('commands', { ...expired, expires: kiosk.time.at });
  expect(kiosk.restarts).toBe(0);
  expect(kiosk.said('results').map(({ state }) => state)).toEqual(['expired']);
});

it('an own clock that is wrong by more, or too early, is not believed', () => {
  for (const wrongMs of [120_001, 86_400_000, -1, -86_400_000]) {
    const kiosk = testKiosk().ready();
    kiosk.linkUp();
    const trueMs = kiosk.time.at;
    kiosk.time.at += wrongMs;
    kiosk.receipt(undefined, { time: trueMs });
    kiosk.hear('commands', { ...expired, expires: trueMs + 1 });
    kiosk.hear('commands', { ...expired, id: expired.id.replace('1', '2'), expires: trueMs });
    expect(kiosk.said('results').map(({ state }) => state)).toEqual(['done', 'expired']);
  }
});

// Seeds 1061, 1082 and 1248: a receipt from long ago came again, set the time back, and a command
// ran that was over.
it('a receipt that comes again after an hour does not set the time back', () => {
  const kiosk = testKiosk().ready();
  kiosk.linkUp();
  const first = kiosk.time.at;
  kiosk.receipt(undefined, { time: first });
  kiosk.pass(3_600_000);
  kiosk.receipt(undefined, { time: first + 3_600_000 });
  kiosk.receipt(undefined, { time: first });
  kiosk.hear('commands', { ...expired, expires: first + 1_800_000 });
  expect(kiosk.restarts).toBe(0);
});

it('the first receipt of a connection may, since the fleet’s clock was corrected', () => {
  const kiosk = testKiosk().ready();
  kiosk.linkUp();
  const trueMs = kiosk.time.at;
  kiosk.receipt(undefined, { time: trueMs + 7_200_000 });
  kiosk.agent.link.down('away');
  kiosk.pass(60_000);
  kiosk.linkUp();
  kiosk.receipt(undefined, { time: trueMs + 60_000 });
  kiosk.hear('commands', { ...expired, expires: trueMs + 120_000 });
  expect(kiosk.restarts).toBe(1);
});
