import { describe, expect, it } from 'vitest';
import { eventReader } from '../../../device/screen/link/event-reader.ts';

const event = (data: string) => `event: view\ndata: ${data}\n\n`;

describe('the stream of views', () => {
  it('is read in pieces of any size, and other events and comments are skipped', () => {
    const text = `retry: 2000\n\n${event('{"seq":1}')}: alive\n\nevent: line\ndata: {}\n\n${event('{"seq":2}')}`;
    for (const size of [1, 2, 7, 1_000]) {
      const received: string[] = [];
      const take = eventReader((data) => received.push(data));
      for (let at = 0; at < text.length; at += size) expect(take(text.slice(at, at + size))).toBe(true);
      expect(received).toEqual(['{"seq":1}', '{"seq":2}']);
    }
  });

  it('ends when an event is longer than any view, so that the page keeps no more than that', () => {
    const take = eventReader(() => {});
    expect(take('data: '.padEnd(200_000, 'x'))).toBe(true);
    expect(take('x'.repeat(100_000))).toBe(false);
  });
});
