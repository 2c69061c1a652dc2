import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { planned } from '../../support/device/values.ts';

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('a command', () => {
  const id = '00000000-0000-4000-a000-000000000001';
  const command = (kind: string, over: Record<string, unknown> = {}) => ({
    id,
    kind,
    expires: kiosk.time.at + 60_000,
    ...over,
  });
  const results = () => kiosk.said('results').map(({ state, code }) => (code === null ? state : `${state}: ${code}`));

  it('is executed once, and answered as often as it comes, also over restarts', () => {
    kiosk = testKiosk().ready();
    kiosk.linkUp();
    const restart = command('restart');
    kiosk.hear('commands', restart);
    kiosk.hear('commands', restart);
    expect(kiosk.restarts).toBe(1);
    kiosk.restart();
    kiosk.linkUp();
    kiosk.hear('commands', restart);
    expect(kiosk.restarts).toBe(1);
    expect(results()).toEqual(['done', 'done', 'done']);
    expect(kiosk.lines('command').map(({ state }) => state)).toEqual(['accepted', 'done']);
  });

  it('that homes a motor is accepted, then done; its motor turns once', () => {
    kiosk = testKiosk().ready();
    kiosk.linkUp();
    kiosk.tell({ kind: 'lane', lane: planned(1).lane, hardware: 'jam', drops: 0 });
    const clear = command('clear', { lane: 1 });
    kiosk.hear('commands', clear);
    kiosk.hear('commands', clear);
    kiosk.tell({ kind: 'homed', lane: planned(1).lane, hardware: 'ready', reason: null });
    kiosk.hear('commands', clear);
    expect(kiosk.ordered('home')).toHaveLength(1);
    expect(results()).toEqual(['accepted', 'accepted', 'done', 'done']);
    expect(kiosk.lane(1).state).toBe('ready');
  });

  it('that a restart interrupted has failed, and its motor does not turn again', () => {
    kiosk = testKiosk().ready();
    kiosk.linkUp();
    const clear = command('clear', { lane: 1 });
    kiosk.hear('commands', clear);
    kiosk.restart();
    kiosk.boardReady();
    kiosk.linkUp();
    kiosk.hear('commands', clear);
    expect(results()).toEqual(['accepted', 'failed: interrupted']);
    expect(kiosk.ordered('home')).toHaveLength(1);
    expect(kiosk.lines('tested').map(({ result }) => result)).toEqual([null, 'interrupted']);
  });

  it('expires by the fleet’s clock, not by the kiosk’s', () => {
    kiosk = testKiosk().ready();
    kiosk.linkUp();
    const now = kiosk.time.at;
    kiosk.time.at += 10 * 365 * 86_400_000;
    kiosk.receipt(undefined, { time: now });
    kiosk.hear('commands', command('restart', { expires: now + 60_000 }));
    expect(kiosk.restarts).toBe(1);
    kiosk.hear('commands', { ...command('restart', { expires: now - 1 }), id: id.replace('1', '2') });
    expect(kiosk.restarts).toBe(1);
    expect(results()).toEqual(['done', 'expired']);
  });

  it('of an unknown kind is refused, and no known kind could dispense', () => {
    kiosk = testKiosk().ready();
    kiosk.linkUp();
    kiosk.hear('commands', command('dispense', { lane: 1 }));
    expect(results()).toEqual(['failed: unknown-command']);
    expect(kiosk.board.orders).toEqual([]);
  });

  it('whose acceptance cannot be recorded is not executed', () => {
    kiosk = testKiosk().ready();
    kiosk.linkUp();
    kiosk.disk.failing = 'disk-full';
    const restart = command('restart');
    kiosk.hear('commands', restart);
    expect(kiosk.restarts).toBe(0);
    expect(results()).toEqual([]);
    kiosk.disk.failing = null;
    kiosk.hear('commands', restart);
    expect(kiosk.restarts).toBe(1);
  });
});
