import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../simulators/board/model/random-source.ts';
import { Wire, type WireFaults } from '../../../simulators/board/model/wire.ts';

interface Arrival {
  readonly atMs: number;
  readonly bytes: number[];
}

/** Writes each piece at its time and records what arrives, byte by byte in order. */
function carry(wire: Wire, pieces: readonly { atMs: number; bytes: number[] }[]): Arrival[] {
  const arrived: Arrival[] = [];
  const take = (untilMs: number): void => {
    for (let atMs = wire.wakeAtMs; atMs !== null && atMs <= untilMs; atMs = wire.wakeAtMs) {
      const bytes = wire.toHost.arrived(atMs);
      if (bytes !== null) arrived.push({ atMs, bytes: [...bytes] });
    }
  };
  for (const piece of pieces) {
    take(piece.atMs);
    wire.fromBoard(Uint8Array.from(piece.bytes), piece.atMs);
  }
  take(Infinity);
  return arrived;
}

const all = (arrived: readonly Arrival[]): number[] => arrived.flatMap((one) => one.bytes);
const faulty = (faults: Partial<WireFaults>, seed = 1, baudRate = 115_200): Wire => {
  const wire = new Wire({ random: seededRandom(seed), baudRate });
  Object.assign(wire.toHost.faults, faults);
  return wire;
};

const pieces = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1 })))
  .map((list) => {
    let atMs = 0;
    return list.map(([gapMs, bytes]) => {
      atMs += gapMs;
      return { atMs, bytes };
    });
  });

test('a working line delivers every byte in order, in the time that it takes', () => {
  fc.assert(
    fc.property(pieces, fc.constantFrom(0, 9600, 57_600, 115_200), (sent, baudRate) => {
      const wire = faulty({}, 1, baudRate);
      const arrived = carry(wire, sent);
      expect(all(arrived)).toEqual(sent.flatMap((piece) => piece.bytes));
      for (const [at, one] of arrived.entries()) {
        const ownMs = baudRate === 0 ? 0 : (one.bytes.length * 10_000) / baudRate;
        expect(one.atMs).toBeGreaterThanOrEqual((sent[at]?.atMs ?? 0) + Math.floor(ownMs));
      }
    }),
  );
});

test('split and delayed bytes still come whole and in order', () => {
  fc.assert(
    fc.property(pieces, fc.integer(), (sent, seed) => {
      const wire = faulty({ split: 0.7, delay: 0.3, delayMs: 100 }, seed);
      const arrived = carry(wire, sent);
      expect(all(arrived)).toEqual(sent.flatMap((piece) => piece.bytes));
      const times = arrived.map((one) => one.atMs);
      expect(times).toEqual([...times].sort((one, other) => one - other));
    }),
  );
});

describe('each fault does what its name says', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => ({ atMs: at * 100, bytes: [at, 1, 2, 3] }));

  test('lose', () => {
    expect(carry(faulty({ lose: 1 }), hundred)).toEqual([]);
    const wire = faulty({ lose: 0.5 });
    const { length } = carry(wire, hundred);
    expect(length).toBeGreaterThan(20);
    expect(length).toBe(100 - wire.toHost.counts.lose);
  });

  test('cut leaves the beginning', () => {
    for (const one of carry(faulty({ cut: 1 }), hundred)) {
      expect(one.bytes.length).toBeLessThan(4);
      expect(one.bytes.slice(1)).toEqual([1, 2, 3].slice(0, one.bytes.length - 1));
    }
  });

  test('duplicate', () => {
    expect(all(carry(faulty({ duplicate: 1 }), hundred.slice(0, 1)))).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });

  test('corrupt flips one bit, and does not change the sender’s bytes', () => {
    const bytes = Uint8Array.of(0, 0, 0, 0);
    const wire = faulty({ corrupt: 1 });
    wire.fromBoard(bytes, 0);
    const arrived = wire.toHost.arrived(10) ?? [];
    const ones = [...arrived].map((byte) => byte.toString(2).replaceAll('0', '').length);
    expect(ones.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect([...bytes]).toEqual([0, 0, 0, 0]);
  });

  test('noise comes before the message', () => {
    const arrived = all(carry(faulty({ noise: 1 }), hundred.slice(0, 1)));
    expect(arrived.length).toBeGreaterThan(4);
    expect(arrived.slice(-4)).toEqual([0, 1, 2, 3]);
  });

  test('a muted direction carries nothing, an unplugged cable neither, and what was under way is lost', () => {
    const wire = faulty({});
    wire.fromBoard(Uint8Array.of(1), 0);
    wire.unplug();
    wire.fromBoard(Uint8Array.of(2), 0);
    wire.fromHost(Uint8Array.of(3), 0);
    expect(wire.wakeAtMs).toBeNull();
    wire.plug();
    wire.toHost.muted = true;
    wire.fromBoard(Uint8Array.of(4), 0);
    wire.toHost.muted = false;
    wire.fromBoard(Uint8Array.of(5), 0);
    expect([...(wire.toHost.arrived(10) ?? [])]).toEqual([5]);
  });
});

describe('a seeded source of random numbers', () => {
  const draws = (seed: number): string[] => {
    const reasons: string[] = [];
    const random = seededRandom(seed, (reason, raw) => reasons.push(`${reason} ${raw}`));
    for (let i = 0; i < 50; i += 1) {
      random.chance(0.5, 'coin');
      random.below(6, 'die');
      random.pick(['a', 'b'], 'letter');
    }
    return reasons;
  };

  test('the same seed draws the same, another seed differently', () => {
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
    expect(draws(7)).not.toEqual(draws(7 + 2 ** 32));
    expect(draws(7)).toHaveLength(150);
  });

  test('no draw where there is no chance', () => {
    const reasons: string[] = [];
    const random = seededRandom(1, (reason) => reasons.push(reason));
    expect(random.chance(0, 'never')).toBe(false);
    expect(random.chance(1, 'always')).toBe(true);
    expect(reasons).toEqual(['always']);
  });

  test('is fair enough', () => {
    const random = seededRandom(3);
    const sixes = Array.from({ length: 60_000 }, () => random.below(6, 'die'));
    for (let side = 0; side < 6; side += 1) {
      const count = sixes.filter((one) => one === side).length;
      expect(Math.abs(count - 10_000)).toBeLessThan(500);
    }
  });
});
