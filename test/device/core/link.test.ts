import { afterEach, describe, expect, it } from 'vitest';
import { Online } from '../../../shared/contracts/presence.ts';
import { ReportedState } from '../../../shared/contracts/reported.ts';
import { scriptedFront } from '../../support/device/front.ts';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('the connection', () => {
  it('is tried at the start, and its will is of this run', () => {
    kiosk = testKiosk().start();
    kiosk.restart();
    kiosk.pass(0);
    expect(kiosk.wills).toEqual(['{"online":false,"run":1}', '{"online":false,"run":2}']);
  });

  it('backs off from one second to sixty with full jitter, one attempt at a time', () => {
    kiosk = testKiosk().start();
    kiosk.time.random = 0.999;
    const waits = [];
    for (let n = 0; n < 9; n++) {
      const tried = kiosk.connects.length;
      kiosk.agent.link.down('refused');
      kiosk.agent.link.down('closed');
      const from = kiosk.up;
      while (kiosk.connects.length === tried) kiosk.pass(1);
      waits.push(Math.round((kiosk.up - from) / 1000));
      expect(kiosk.connects).toHaveLength(tried + 1);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    kiosk.time.random = 0;
    kiosk.agent.link.down('refused');
    kiosk.pass(1);
    expect(kiosk.connects).toHaveLength(11);
  });

  it('that was accepted and soon closed does not reset the back-off; one that lasted does', () => {
    kiosk = testKiosk().start();
    kiosk.time.random = 0.999;
    const waitAfter = (heldMs: number) => {
      kiosk.agent.link.up();
      kiosk.pass(heldMs);
      const [tried, from] = [kiosk.connects.length, kiosk.up];
      kiosk.agent.link.down('closed');
      while (kiosk.connects.length === tried) kiosk.pass(10);
      return Math.round((kiosk.up - from) / 1000);
    };
    expect([waitAfter(0), waitAfter(59_000), waitAfter(0)]).toEqual([1, 2, 4]);
    expect([waitAfter(60_000), waitAfter(0)]).toEqual([1, 2]);
  });

  it('that never comes is given up after 45 s and tried again', () => {
    kiosk = testKiosk().start();
    expect(kiosk.connects).toHaveLength(1);
    kiosk.pass(45_000);
    expect(kiosk.agent.health().link).toEqual({ state: 'down', reason: 'connect-timeout', plain: false });
    kiosk.pass(1_000);
    expect(kiosk.connects).toHaveLength(2);
  });
});

describe('presence', () => {
  it('is published after each connect and every 60 s with jitter, and writes nothing', () => {
    kiosk = testKiosk().ready();
    kiosk.linkUp();
    kiosk.receipt();
    const tries = kiosk.disk.tries;
    kiosk.time.random = 0;
    kiosk.pass(3_600_000);
    const beats = kiosk.heard('presence');
    expect(Online.parse(kiosk.said('presence')[0])).toMatchObject({ run: 1, ledger: kiosk.state().ledger, config: 0 });
    expect(beats.length).toBeGreaterThan(60);
    const gaps = beats.slice(2).map((beat, n) => beat.up - (beats[n + 1]?.up ?? 0));
    expect(new Set(gaps)).toEqual(new Set([54_000]));
    expect(kiosk.disk.tries).toBe(tries);
  });
});

describe('the reported state', () => {
  it('is sent on connecting, on change at most once in 5 s, and every 15 minutes', () => {
    kiosk = testKiosk().ready();
    kiosk.linkUp();
    for (const said of kiosk.said('state')) ReportedState.parse(said);
    expect(kiosk.heard('state')).toHaveLength(1);
    kiosk.pass(10_000);
    const before = kiosk.heard('state').length;
    for (let n = 0; n < 100; n++) {
      kiosk.count(1, 5);
      kiosk.pass(100);
    }
    expect(kiosk.heard('state').length - before).toBeLessThanOrEqual(3);
    kiosk.pass(10_000);
    const quiet = kiosk.heard('state').length;
    kiosk.pass(3_600_000);
    expect(kiosk.heard('state').length - quiet).toBe(4);
    expect(kiosk.said('state').at(-1)).toMatchObject({ last: kiosk.last() });
  });

  it('says whether the link is plain, as the health does, and nothing otherwise', () => {
    kiosk = testKiosk().ready();
    kiosk.linkUp();
    expect(kiosk.said('state').at(-1)).not.toHaveProperty('plain');
    expect(kiosk.agent.health().link.plain).toBe(false);
    kiosk.linkUp(true);
    expect(kiosk.agent.reported()).toMatchObject({ plain: true });
    expect(kiosk.agent.health().link.plain).toBe(true);
  });

  it('says how the card reader and the scanner are, if any is fitted', () => {
    kiosk = testKiosk().ready();
    expect(kiosk.agent.reported()).not.toHaveProperty('front');
    kiosk.check();
    kiosk = testKiosk({ identity: scriptedFront().identity }).ready();
    expect(kiosk.agent.reported()).toMatchObject({ front: { reader: 'lost', scanner: null } });
  });

  it('is not sent more often because the connection comes and goes', () => {
    kiosk = testKiosk().ready();
    kiosk.time.random = 0;
    for (let n = 0; n < 20; n++) {
      kiosk.linkUp();
      kiosk.agent.link.down('closed');
      kiosk.pass(100);
    }
    expect(kiosk.heard('state')).toHaveLength(1);
    kiosk.linkUp();
    kiosk.pass(5_000);
    expect(kiosk.heard('state')).toHaveLength(2);
  });
});

describe('an invalid message', () => {
  it.each([
    ['receipt', '{'],
    ['receipt', '{"ledger":"x","through":1,"head":"00","time":1}'],
    ['config', '{"version":0,"lanes":[]}'],
    ['config', '{"version":9,"lanes":[{"lane":1,"product":"CD-M","capacity":5,"par":9}]}'],
    ['config', '[]'],
    ['commands', '{"id":"1","kind":"restart","expires":1}'],
    ['commands', 'null'],
  ] as const)('on %s is counted and changes nothing: %s', (channel, payload) => {
    kiosk = testKiosk().ready();
    kiosk.linkUp();
    const before = kiosk.last();
    kiosk.hear(channel, payload);
    expect(kiosk.agent.health().unreadable).toBe(1);
    expect(kiosk.last()).toBe(before);
    expect(kiosk.restarts).toBe(0);
  });
});
