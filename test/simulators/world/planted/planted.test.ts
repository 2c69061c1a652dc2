import { describe, expect, it } from 'vitest';
import { places, tryMutant } from '../../../../simulators/world/run/mutant.ts';
import { mistakes } from './mistakes.ts';

/** Each is caught within seconds; the whole list is `npm run planted`. */
const quick = [
  'the motor turns before it is written down',
  'an uncertain turn is booked as issued',
  'request ids are forgotten',
  'the receipt goes out before the commit',
  'a gap is accepted',
  'lines that came twice are stored twice',
];

describe('planted mistakes', () => {
  it.each(mistakes)('$name: the text that it replaces occurs once', (mistake) => {
    expect(places(mistake)).toBe(1);
  });

  it.each(mistakes.filter(({ name }) => quick.includes(name)))(
    '$name: caught within $within seeds',
    { timeout: 240_000 },
    async (mistake) => {
      expect(await tryMutant(mistake)).not.toBeNull();
    },
  );

  it('names only mistakes of the list', () => {
    expect(mistakes.filter(({ name }) => quick.includes(name))).toHaveLength(quick.length);
  });
});
