import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

const folder = join(import.meta.dirname, '../../../../test/contracts/v1');
const golden = (file: string): string => readFileSync(join(folder, file), 'utf8');

type Json = Record<string, unknown>;

/** A line of every kind, as kiosks write them. */
const soundLines = golden('batch-every-kind.ndjson')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => JSON.parse(line) as Json);

const inherited = ['constructor', '__proto__', 'valueOf', 'toString', 'hasOwnProperty', 'then', 'toJSON', 'length'];

/** Numbers at and beyond every bound. */
const number = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 1e308, -1e308, 2 ** 31, 2 ** 32, 8_640_000_000_000_000, 9999, 10_000),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, Date.UTC(2026, 5, 1), Date.UTC(9999, 11, 31)),
  fc.integer(),
  fc.double({ noNaN: true }),
);

const word = fc.oneof(
  fc.constantFrom(...inherited),
  fc.string({ unit: 'binary', maxLength: 70 }),
  fc.constantFrom('0001-01-01', '9999-12-31', '2026-02-30', '\u202e', '\ud800', '<img onerror=x>', '=1+1'),
);

/** Any JSON value. */
const anything = fc.oneof(number, word, fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 6 }));

const changed = (sound: readonly Json[]): fc.Arbitrary<Json> =>
  fc
    .tuple(
      fc.constantFrom(...sound),
      fc.array(fc.tuple(fc.nat(), anything), { maxLength: 3 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...inherited), fc.string()), anything, { maxKeys: 2 }),
    )
    .map(([base, changes, more]) => {
      const names = Object.keys(base);
      const altered = changes.map(([at, value]) => [names[at % names.length] ?? 'kind', value] as const);
      return { ...base, ...more, ...Object.fromEntries(altered) };
    });

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/**
 * A line of a ledger as a hostile machine may write it: valid, out of range, of an unknown kind,
 * deeply nested, or not JSON; without a line feed.
 */
export const hostileLine: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 6, arbitrary: changed(soundLines).map((line) => JSON.stringify(line)) },
    { weight: 1, arbitrary: fc.constantFrom(...soundLines).map((line) => JSON.stringify(line)) },
    {
      weight: 1,
      arbitrary: fc.tuple(word, number, number).map(([kind, run, up]) => JSON.stringify({ kind, at: 0, run, up })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(33, 5000)
        .map((depth) => `{"kind":"door","at":0,"run":1,"up":0,"state":"open","x":${nested(depth)}}`),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '{"kind":{"toString":"issued"},"at":0,"run":1,"up":0}',
        '{"kind":"configured","at":0,"run":1,"up":0,"stopped":{"reason":{"toString":1,"valueOf":1}}}',
        '{"kind":"lane","at":0,"run":1,"up":0,"lane":{"toString":1},"reason":["constructor"]}',
      ),
    },
    { weight: 1, arbitrary: fc.oneof(fc.json(), fc.string()) },
  )
  .map((line) => line.replaceAll('\n', ' ') || ' ');

/** What a hostile machine may publish under `presence` and under `state`. */
export const hostilePresence = changed([JSON.parse(golden('presence-online.json')) as Json]).map((it) =>
  JSON.stringify(it),
);
export const hostileState = changed([JSON.parse(golden('state.json')) as Json]).map((it) => JSON.stringify(it));

/** Lanes of a configuration that the office may ask for. */
export const anyPlan = fc.uniqueArray(
  fc
    .record({
      lane: fc.integer({ min: 1, max: 99 }),
      product: fc.constantFrom('CD-M', 'CD-L', 'OP-1'),
      capacity: fc.integer({ min: 1, max: 200 }),
      par: fc.integer({ min: 0, max: 200 }),
    })
    .map((lane) => ({ ...lane, par: Math.min(lane.par, lane.capacity) })),
  { selector: ({ lane }) => lane, maxLength: 20 },
);
