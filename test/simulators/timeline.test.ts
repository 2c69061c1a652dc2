import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from '../../simulators/clock/timeline.ts';

const never = (): boolean => false;

describe('virtual time', () => {
  it('lets everything happen in order of time, and of being asked for at the same time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }), (times) => {
        const timeline = new Timeline();
        const seen: { at: number; order: number }[] = [];
        for (const [order, at] of times.entries()) timeline.at(at, () => seen.push({ at: timeline.nowMs, order }));
        timeline.runUntil(50, never);
        const wanted = times.map((at, order) => ({ at, order })).sort((a, b) => a.at - b.at || a.order - b.order);
        expect(seen).toEqual(wanted);
      }),
    );
  });

  it('stops at its end, keeps what is later, and leaves out what was stopped', () => {
    const timeline = new Timeline();
    const seen: string[] = [];
    timeline.at(5, () => seen.push('five'));
    timeline.at(20, () => seen.push('twenty'));
    timeline.at(7, () => seen.push('seven')).stop();
    timeline.runUntil(10, never);
    expect([timeline.nowMs, seen]).toEqual([10, ['five']]);
    timeline.runUntil(30, never);
    expect(seen).toEqual(['five', 'twenty']);
  });

  it('puts what is asked for in the past at the present, and breaks off when told', () => {
    const timeline = new Timeline();
    const seen: number[] = [];
    timeline.at(10, () => {
      timeline.at(3, () => seen.push(timeline.nowMs));
    });
    timeline.at(11, () => seen.push(timeline.nowMs));
    timeline.runUntil(100, () => seen.length === 1);
    expect([seen, timeline.nowMs]).toEqual([[10], 10]);
    timeline.runUntil(100, never);
    expect(seen).toEqual([10, 11]);
  });
});
