import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { noon } from '../../support/device/values.ts';

const day = 86_400_000;
const one = { kind: 'one' } as const;
const locked = { kind: 'refused', refusal: 'lane-locked', lane: null };
const built = noon - 20 * day;
/** Good for 60 days from noon; locked 30 days before that. */
const soon = '2026-07-31';

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

/** A kiosk with five boxes in lane 1 that expire soon. */
function loaded(): TestKiosk {
  kiosk = testKiosk({ builtAtMs: built }).ready(0);
  kiosk.restock(1, 5, 'CD-M', 'OLD1', soon);
  return kiosk;
}

/** The power fails, and the clock shows `at` when it is back; there is no network. */
function powerCut(at: number): void {
  kiosk.time.at = at;
  kiosk.restart();
  kiosk.boardReady();
  kiosk.pass(61_000);
}
/** The clock advances by `ms`, and the locks are evaluated. */
function later(ms: number): void {
  kiosk.time.at += ms;
  kiosk.pass(61_000);
}
const state = () => kiosk.lane(1).state;
const trust = () => kiosk.agent.health().clock.state;

describe('a lock over an expiry', () => {
  it.each<[string, number]>([
    ['in 1970', 0],
    ['at the build', built],
    ['a month back', noon + 30 * day],
  ])('remains after a power cut with a clock %s', (_, at) => {
    loaded();
    later(70 * day);
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'expired' });
    powerCut(at);
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'expired' });
    expect(kiosk.reply(kiosk.ask(1))).toEqual(locked);
    expect(kiosk.lines('lane').filter(({ state: to }) => to !== 'locked')).toEqual([]);
  });

  it('remains also if the clock was impossibly wrong when it was written', () => {
    loaded();
    kiosk.pass(1);
    powerCut(noon + 4 * 365 * day);
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'expired' });
    powerCut(noon + day);
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'expired' });
  });

  it('remains although the lane’s motor jams meanwhile, and is homed', () => {
    loaded();
    later(70 * day);
    powerCut(0);
    kiosk.tell({ kind: 'lane', lane: 1 as never, state: 'jam' } as never);
    kiosk.pass(61_000);
    expect(kiosk.lane(1).state).toBe('locked');
    expect(kiosk.reply(kiosk.ask(1))).toEqual(locked);
  });

  it('is lifted by the fleet’s time, also by an earlier one', () => {
    loaded();
    kiosk.pass(1);
    powerCut(Date.UTC(2098, 0, 1));
    expect(state()).toBe('locked');
    kiosk.linkUp();
    kiosk.receipt(undefined, { time: noon + day });
    kiosk.pass(61_000);
    expect(state()).toBe('ready');
    expect(kiosk.dispense(1, one)).toMatchObject({ answer: { outcome: 'issued' } });
  });

  it('is lifted by a stock-take once the clock is right again, not while it is wrong', () => {
    loaded();
    kiosk.pass(1);
    powerCut(Date.UTC(2098, 0, 1));
    kiosk.count(1, 5);
    expect(state()).toBe('locked');
    kiosk.time.at = noon + day;
    kiosk.pass(61_000);
    expect(state()).toBe('locked');
    kiosk.count(1, 5);
    expect(state()).toBe('ready');
  });

  it('is not lifted by a stock-take if the ledger proves a later time than the clock', () => {
    loaded();
    later(70 * day);
    powerCut(0);
    kiosk.count(1, 5);
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'expired' });
  });

  it('is lifted with the boxes that caused it', () => {
    loaded();
    kiosk.restock(1, 2, 'CD-M', 'NEW1', '2028-12-31');
    later(70 * day);
    powerCut(0);
    kiosk.remove(1, 5, 'OLD1');
    expect(state()).toBe('ready');
    expect(kiosk.dispense(1, one)).toMatchObject({ answer: { outcome: 'issued' } });
  });

  it('changes from near its day to past it, not back', () => {
    loaded();
    later(40 * day);
    expect(kiosk.lane(1).reason).toBe('closing');
    later(30 * day);
    expect(kiosk.lane(1).reason).toBe('expired');
    powerCut(noon + 40 * day);
    expect(kiosk.lane(1).reason).toBe('expired');
  });
});

describe('the floor under the clock', () => {
  it('is the newest line: what would expire by it is locked, although no lock was ever written', () => {
    kiosk = testKiosk({ builtAtMs: built }).ready(0);
    later(70 * day);
    kiosk.restock(2, 1);
    powerCut(0);
    expect(kiosk.restock(1, 1, 'CD-M', 'OLD1', soon)).toMatchObject({ refusal: 'already-expired' });
    expect(trust()).toBe('doubtful');
  });

  it('is the build of the program if there is no line and no receipt, and the kiosk reports that', () => {
    kiosk = testKiosk({ builtAtMs: noon, at: 0 }).ready(0);
    expect(kiosk.restock(1, 1, 'CD-M', 'OLD1', '2026-05-01')).toMatchObject({ refusal: 'already-expired' });
    expect(kiosk.restock(1, 1)).toMatchObject({ kind: 'done' });
    expect(trust()).toBe('doubtful');
    expect(kiosk.state().clock).toBe('doubtful');
    expect(kiosk.logged).toContainEqual(expect.stringMatching(/^the clock cannot be right.* · 时钟不可信/));
  });

  it('is the fleet’s time, continued while the agent runs, over restarts, whatever the own clock shows', () => {
    kiosk = testKiosk({ builtAtMs: built, at: 0 }).ready(0);
    kiosk.linkUp();
    kiosk.receipt(undefined, { time: noon });
    expect(trust()).toBe('told');
    kiosk.agent.link.down('gone');
    for (const expires of ['2026-07-03', '2026-07-05']) {
      expect(kiosk.restock(1, 1, 'CD-M', expires, expires)).toMatchObject({ kind: 'done' });
      kiosk.pass(2 * day);
      powerCut(0);
      expect(kiosk.restock(1, 1, 'CD-M', expires, expires)).toMatchObject({ refusal: 'already-expired' });
    }
  });

  it('is not raised by a line with an impossible time, nor by one that the fleet had when it sent the time', () => {
    kiosk = testKiosk({ builtAtMs: built }).ready(0);
    kiosk.time.at = Date.UTC(2098, 0, 1);
    kiosk.count(1, 0);
    kiosk.time.at = noon + 300 * day;
    kiosk.count(2, 0);
    kiosk.linkUp();
    kiosk.receipt(undefined, { time: noon + day });
    powerCut(noon + day);
    expect(trust()).toBe('own');
    expect(kiosk.restock(1, 1, 'CD-M', 'A1', '2026-12-31')).toMatchObject({ kind: 'done' });
    expect(state()).toBe('ready');
  });

  it('is raised by a wrong clock only until the fleet sends the time', () => {
    kiosk = testKiosk({ builtAtMs: built }).ready(0);
    kiosk.time.at = noon + 300 * day;
    kiosk.count(2, 0);
    powerCut(noon + day);
    expect(kiosk.restock(1, 1, 'CD-M', 'A1', '2026-12-31')).toMatchObject({ refusal: 'already-expired' });
    kiosk.linkUp();
    kiosk.receipt(undefined, { time: noon + day });
    expect(kiosk.restock(1, 1, 'CD-M', 'A1', '2026-12-31')).toMatchObject({ kind: 'done' });
  });

  it('is continued when the clock goes back while the agent runs', () => {
    loaded();
    kiosk.time.at = noon + 29 * day;
    kiosk.restock(1, 1, 'CD-M', 'OLD1', soon);
    kiosk.time.at = 0;
    expect(state()).toBe('ready');
    kiosk.pass(2 * day);
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'closing' });
  });
});
