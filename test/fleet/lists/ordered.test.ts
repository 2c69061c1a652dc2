import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstAfter, Ordered } from '../../../fleet/lists/ordered.ts';

test('an ordered list always has what was added and not removed, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(30), fc.boolean())), (changes) => {
      const items = Array.from({ length: 31 }, (_, key) => ({ key }));
      const held = new Set<{ key: number }>();
      const ordered = new Ordered<{ key: number }>((a, b) => a.key - b.key);
      for (const [key, look] of changes) {
        const item = items[key];
        if (!item) continue;
        if (held.delete(item)) ordered.remove(item);
        else {
          held.add(item);
          ordered.add(item);
        }
        const plain = [...held].map((each) => each.key).sort((a, b) => a - b);
        if (look) expect(ordered.all().map((each) => each.key)).toEqual(plain);
        if (look)
          expect(firstAfter(ordered.all(), (each) => each.key > key)).toBe(plain.filter((at) => at <= key).length);
      }
    }),
  );
});
