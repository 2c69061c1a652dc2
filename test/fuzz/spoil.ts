import type { RandomSource } from '../../simulators/board/model/random-source.ts';

const longest = 200_000;
/** Pieces that parsers often fail on. */
const nasty = [
  '',
  '\n',
  '\r\n',
  '*',
  '\u0000',
  '\ud83d',
  '[',
  '{',
  '"',
  '{"__proto__":1}',
  '1e999',
  '-0',
  '9007199254740993',
  'null',
  '[[[[[[[[[[',
  '\ufeff',
  '4294967296',
  '\u202e',
];
const encoder = new TextEncoder();

/**
 * An input made from a well-formed one: unchanged, or damaged several times, or nothing but noise.
 */
export function spoil(samples: readonly string[], random: RandomSource): Uint8Array {
  if (random.chance(0.05, 'noise alone')) return noise(random, random.chance(0.02, 'much noise') ? longest : 300);
  let bytes: Uint8Array = encode(random.pick(samples, 'sample'), random);
  const times = random.below(6, 'times');
  for (let time = 0; time < times; time += 1) bytes = once(bytes, samples, random);
  return bytes.subarray(0, longest);
}

/** Byte protocols have their samples as characters up to 0xFF. */
const encode = (sample: string, random: RandomSource): Uint8Array =>
  random.chance(0.5, 'as bytes')
    ? Uint8Array.from(sample, (char) => char.charCodeAt(0) & 0xff)
    : encoder.encode(sample);

function noise(random: RandomSource, max: number): Uint8Array {
  const bytes = new Uint8Array(random.below(max, 'length'));
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = random.below(256, 'byte');
  return bytes;
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function once(bytes: Uint8Array, samples: readonly string[], random: RandomSource): Uint8Array {
  const at = random.below(bytes.length + 1, 'where');
  const end = Math.min(bytes.length, at + random.below(20, 'how much'));
  const [head, middle, tail] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (random.below(7, 'how')) {
    case 0: {
      const copy = Uint8Array.from(bytes);
      if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8, 'bit'));
      return copy;
    }
    case 1:
      return joined(head, tail);
    case 2:
      return joined(head, middle, middle, middle, tail);
    case 3:
      return joined(head, encoder.encode(random.pick(nasty, 'nasty')), tail);
    case 4:
      return joined(head, encode(random.pick(samples, 'other sample'), random), tail);
    case 5:
      return joined(head, noise(random, 40), tail);
    default:
      return random.chance(0.05, 'very long') ? joined(head, new Uint8Array(50_000).fill(bytes[at] ?? 91), tail) : head;
  }
}
