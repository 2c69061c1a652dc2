import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { one, planned, refused } from '../../support/device/values.ts';

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('door and climate', () => {
  it('thousands of reports of a board at once are all handled', () => {
    kiosk = testKiosk().ready();
    for (let n = 0; n < 3_000; n++) kiosk.board.say({ kind: 'door', state: n % 2 ? 'closed' : 'open' });
    kiosk.tell({ kind: 'climate', tempDeciC: 200, humidityPct: 50 });
    expect(kiosk.dispense(1, one)).toMatchObject({ answer: { outcome: 'issued' } });
  });

  it('an open door stops the machine until it is closed, and each change is one line', () => {
    kiosk = testKiosk().ready();
    for (const state of ['closed', 'open', 'open', 'closed'] as const) kiosk.tell({ kind: 'door', state });
    expect(kiosk.lines('door').map(({ state }) => state)).toEqual(['closed', 'open', 'closed']);
    expect(kiosk.state().service.state).toBe('in-service');
  });

  it('a door that rattles all day takes effect at once, and is recorded a bounded number of times, the last time correctly', () => {
    kiosk = testKiosk().ready();
    const day = 24 * 3_600_000;
    for (let atMs = 0; atMs < day; atMs += 10_000) {
      kiosk.tell({ kind: 'door', state: 'open' });
      expect(kiosk.state().service.reasons).toEqual(['door-open']);
      kiosk.pass(5_000);
      kiosk.tell({ kind: 'door', state: 'closed' });
      expect(kiosk.state().service.reasons).toEqual([]);
      kiosk.pass(5_000);
    }
    expect(kiosk.lines('door').length).toBeGreaterThan(2 * 480);
    expect(kiosk.lines('door').length).toBeLessThanOrEqual(2 * (20 + 480));
    kiosk.tell({ kind: 'door', state: 'open' });
    expect(kiosk.state().service.reasons).toEqual(['door-open']);
    kiosk.pass(180_000);
    expect(kiosk.lines('door').at(-1)).toMatchObject({ state: 'open' });
    kiosk.tell({ kind: 'door', state: 'closed' });
    expect(kiosk.lines('door').at(-1)).toMatchObject({ state: 'closed' });
  });

  it('a board that comes and goes all day, or restarts repeatedly, is recorded a bounded number of times', () => {
    kiosk = testKiosk().ready();
    for (let n = 0; n < 4_320; n++) {
      kiosk.tell({ kind: 'lost', reason: 'mute' });
      kiosk.pass(10_000);
      kiosk.boardReady();
      kiosk.boardReady('LB00417', 'WATCHDOG');
      kiosk.pass(10_000);
    }
    expect(kiosk.lines('board').length).toBeLessThanOrEqual(1 + 2 * (20 + 480));
    expect(kiosk.state().service.reasons).toEqual([]);
    kiosk.tell({ kind: 'lost', reason: 'mute' });
    kiosk.pass(200_000);
    expect(kiosk.lines('board').at(-1)).toMatchObject({ state: 'lost' });
  });

  const climate = (tempDeciC: number | null, humidityPct: number | null) =>
    kiosk.tell({ kind: 'climate', tempDeciC, humidityPct });

  it('heat stops the machine, and a degree under the limit resumes it, without alternating', () => {
    kiosk = testKiosk().ready();
    for (const temp of [400, 401, 400, 395, 391, 390, 395, 400]) climate(temp, 50);
    expect(kiosk.lines('climate').map(({ state, tempDeciC }) => [state, tempDeciC])).toEqual([
      ['out', 401],
      ['ok', 390],
    ]);
    climate(300, 96);
    expect(kiosk.reply(kiosk.ask(1))).toEqual(refused('climate'));
    climate(300, 93);
    expect(kiosk.state().service.state).toBe('out-of-service');
    climate(300, 92);
    expect(kiosk.state().service.state).toBe('in-service');
  });

  it('a sensor that falls silent does not end a heat stop', () => {
    kiosk = testKiosk().ready();
    climate(450, 50);
    climate(null, null);
    expect(kiosk.state().service.reasons).toEqual(['climate']);
    climate(300, null);
    expect(kiosk.state().service.reasons).toEqual([]);
  });

  it('has the limits of the configuration in force', () => {
    kiosk = testKiosk().ready();
    kiosk.hear('config', { version: 1, lanes: [planned(1)], limits: { tempMaxDeciC: 300 } });
    climate(310, 50);
    expect(kiosk.state().service.reasons).toEqual(['climate']);
  });
});
