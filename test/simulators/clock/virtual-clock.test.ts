import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../simulators/clock/virtual-clock.ts';

const never = (): boolean => false;

describe('virtual time', () => {
  it('does everything in order of time, and of planning for the same time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }), (times) => {
        const clock = new VirtualClock();
        const seen: { at: number; order: number }[] = [];
        for (const [order, at] of times.entries()) clock.at(at, () => seen.push({ at: clock.nowMs, order }));
        clock.runUntil(50, never);
        const wanted = times.map((at, order) => ({ at, order })).sort((a, b) => a.at - b.at || a.order - b.order);
        expect(seen).toEqual(wanted);
      }),
    );
  });

  it('stops at its end, keeps what is later, and skips an alarm that was switched off', () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    clock.at(5, () => seen.push('five'));
    clock.at(20, () => seen.push('twenty'));
    const alarm = clock.alarm(() => seen.push('seven'));
    alarm.set(7);
    alarm.set(null);
    clock.runUntil(10, never);
    expect([clock.nowMs, seen]).toEqual([10, ['five']]);
    clock.runUntil(30, never);
    expect(seen).toEqual(['five', 'twenty']);
  });

  it('runs an alarm once, at the time of its last setting', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 50 })), { minLength: 1, maxLength: 20 }), (times) => {
        const clock = new VirtualClock();
        const seen: number[] = [];
        const alarm = clock.alarm(() => seen.push(clock.nowMs));
        for (const at of times) alarm.set(at);
        clock.runUntil(50, never);
        const last = times.at(-1) ?? null;
        expect(seen).toEqual(last === null ? [] : [last]);
      }),
    );
  });

  it('does at once what is planned for the past, and stops when requested', () => {
    const clock = new VirtualClock();
    const seen: number[] = [];
    clock.at(10, () => {
      clock.at(3, () => seen.push(clock.nowMs));
    });
    clock.at(11, () => seen.push(clock.nowMs));
    clock.runUntil(100, () => seen.length === 1);
    expect([seen, clock.nowMs]).toEqual([[10], 10]);
    clock.runUntil(100, never);
    expect(seen).toEqual([10, 11]);
  });
});
