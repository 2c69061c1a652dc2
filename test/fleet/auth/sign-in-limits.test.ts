import { describe, expect, it } from 'vitest';
import { SignInLimits } from '../../../fleet/auth/sign-in-limits.ts';
import { limits } from '../../../fleet/limits.ts';

const pair = { key: 'ann from here', free: 5 };
const here = { key: 'here', free: 20 };
const fresh = () => new SignInLimits([], () => undefined);
const isRefused = (work: () => unknown): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: 'slow-down' });
    return true;
  }
};

describe('limits of sign-ins', () => {
  it('count an attempt when it begins, so that many at once gain nothing', () => {
    const all = fresh();
    const begun = Array.from({ length: 400 }, () => isRefused(() => all.begin([pair, here], 0)));
    expect(begun.filter((refused) => !refused)).toHaveLength(5);
  });

  it('make each further failure wait twice as long, up to a longest wait', () => {
    const all = fresh();
    const waits: number[] = [];
    let now = 0;
    for (let tries = 0; tries < 12; tries += 1) {
      all.begin([pair], now);
      waits.push(Math.max((all.get(pair.key)?.until ?? 0) - now, 0));
      now = Math.max(all.get(pair.key)?.until ?? 0, now);
    }
    const minute = limits.signInWaitMs;
    expect(waits.slice(0, 8)).toEqual([0, 0, 0, 0, minute, 2 * minute, 4 * minute, 8 * minute]);
    expect(waits.slice(8)).toEqual(Array(4).fill(limits.signInLongestWaitMs));
  });

  it('say how long to wait', () => {
    const all = fresh();
    for (let tries = 0; tries < 5; tries += 1) all.begin([pair], 0);
    expect(() => all.begin([pair], 30_500)).toThrow(expect.objectContaining({ retryAfterS: 30 }));
  });

  it('forget after a success of that user, but not what else the address tried', () => {
    const all = fresh();
    for (let tries = 0; tries < 4; tries += 1) all.begin([pair, here], 0);
    all.begin([pair, here], 0).succeeded();
    expect([all.get(pair.key), all.get(here.key)?.tries]).toEqual([null, 4]);
    all.begin([pair, here], 0).undo();
    expect([all.get(pair.key), all.get(here.key)?.tries]).toEqual([null, 4]);
  });

  it('forget some time after the last failure', () => {
    const all = fresh();
    for (let tries = 0; tries < 7; tries += 1) isRefused(() => all.begin([pair], 0));
    expect(isRefused(() => all.begin([pair], limits.signInForgetMs))).toBe(false);
    expect(all.get(pair.key)?.tries).toBe(1);
  });

  it('go on after a restart, and name what changed', () => {
    const changed: string[] = [];
    const kept = { key: pair.key, tries: 5, at: 0, until: limits.signInWaitMs };
    const all = new SignInLimits([kept], (key) => changed.push(key));
    expect(isRefused(() => all.begin([pair, here], 1))).toBe(true);
    all.begin([here], 1);
    expect(changed).toEqual(['here']);
  });

  it('keep a bounded number of keys, and forget the oldest first', () => {
    const all = fresh();
    for (let number = 0; number <= limits.signInFailures; number += 1)
      all.begin([{ key: `k${number}`, free: 5 }], number);
    expect([all.get('k0'), all.get('k1')?.tries]).toEqual([null, 1]);
  });
});
