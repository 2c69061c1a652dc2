import { expect, it } from 'vitest';
import { fleetWithKiosk } from '../support/fleet/fleet-with-kiosk.ts';

const setup = fleetWithKiosk();

/** A kiosk's reported state; `more` are the fields that only newer kiosks send. */
const report = (more: object) => ({
  at: setup.now,
  run: 1,
  ledger: '00000000-0000-4000-8000-000000000001',
  last: 0,
  config: 0,
  lanes: [],
  board: {
    state: 'ready',
    reason: null,
    driver: 'lbp',
    serial: null,
    model: null,
    firmware: null,
    door: 'closed',
    tempDeciC: null,
    humidityPct: null,
    dropped: 0,
  },
  service: { state: 'in-service', reasons: [] },
  sensor: 'trusted',
  agent: { version: '1.0.0', uptime: 1, rss: 1 },
  ...more,
});

/** Sends a reported state and returns the plain link's flag, if there is one. */
async function flagAfter(more: object) {
  await setup.kiosk.say('state', JSON.stringify(report(more)));
  return flag();
}
const flag = async () => (await setup.machine()).flags.find(({ kind }: { kind: string }) => kind === 'plain-link');

it('a kiosk that reports a plain link is flagged, over a restart, until it reports another', async () => {
  expect(await flagAfter({})).toBeUndefined();
  expect(await flagAfter({ plain: true })).toMatchObject({ severity: 'normal', next: 'encrypt-link' });
  await setup.restart();
  expect(await flag()).toBeDefined();
  await setup.connect();
  expect(await flagAfter({ plain: false })).toBeUndefined();
});
