import { expect } from 'vitest';

/** Expects a value that becomes true by itself, on a machine that may be busy. */
export function soon<T>(value: () => T, message = ''): ReturnType<typeof expect.poll<T>> {
  return expect.poll(value, { timeout: 10_000, interval: 2, message });
}
