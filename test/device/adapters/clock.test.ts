import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../../device/adapters/clock.ts';

function fakeTime() {
  vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return systemClock();
}

describe('the process’s clock', () => {
  it('counts whole ms since its own start, whatever the wall clock does', () => {
    const clock = fakeTime();
    expect(clock.monoMs()).toBe(0);
    vi.advanceTimersByTime(1_234);
    vi.setSystemTime(1_000);
    expect(clock.monoMs()).toBe(1_234);
    expect(clock.at()).toBe(1_000);
  });

  it('wakes once, at its time, and only for the last caller', () => {
    const clock = fakeTime();
    const [first, second] = [vi.fn(), vi.fn()];
    clock.wakeAt(100, first);
    clock.wakeAt(50, second);
    vi.advanceTimersByTime(49);
    expect(second).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(second).toHaveBeenCalledOnce();
    expect(first).not.toHaveBeenCalled();
  });

  it('wakes at once for a time in the past, and never for null', () => {
    const clock = fakeTime();
    const wake = vi.fn();
    vi.advanceTimersByTime(100);
    clock.wakeAt(10, wake);
    expect(wake).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(wake).toHaveBeenCalledOnce();
    clock.wakeAt(500, wake);
    clock.wakeAt(null, wake);
    vi.advanceTimersByTime(10_000);
    expect(wake).toHaveBeenCalledOnce();
  });

  it('sleeps longer than a timer can', () => {
    const clock = fakeTime();
    const wake = vi.fn();
    const daysMs = 60 * 86_400_000;
    clock.wakeAt(daysMs, wake);
    vi.advanceTimersByTime(daysMs - 1);
    expect(wake).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(wake).toHaveBeenCalledOnce();
  });
});
