import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxesOf, drawnBoxes } from '../../fleet/console/pages/machine/lane-boxes.ts';
import { lineOrText } from '../../fleet/ledger/stored-line.ts';
import { withNullPrototype } from '../../shared/contracts/null-prototype.ts';
import { readLine } from '../../shared/contracts/events.ts';
import { jsonMaxDepth, readJson } from '../../shared/contracts/json.ts';
import { DesiredConfig } from '../../shared/contracts/plan.ts';
import { Presence } from '../../shared/contracts/presence.ts';

const door = { kind: 'door', at: 0, run: 1, up: 0, state: 'open' };
const presence = {
  online: true,
  run: 1,
  at: 0,
  up: 0,
  ledger: '3f0e8a52-5c1d-4a7e-9b21-6d0c8f4e1a77',
  last: 0,
  config: 0,
};
const beyond = [Number.MAX_SAFE_INTEGER, 1e308, -1, 0.5];

describe('a number from a machine', () => {
  it.each(['at', 'run', 'up'])('out of its range makes the line unreadable: %s', (field) => {
    expect(readLine(JSON.stringify(door)).kind).toBe('known');
    for (const value of beyond) expect(readLine(JSON.stringify({ ...door, [field]: value })).kind).toBe('unreadable');
  });

  it.each(['run', 'at', 'up', 'config'])('out of its range is not a valid presence: %s', (field) => {
    expect(Presence.safeParse(presence).success).toBe(true);
    for (const value of beyond) expect(Presence.safeParse({ ...presence, [field]: value }).success).toBe(false);
  });

  it('is a version of a configuration only if there can be a next one', () => {
    const config = { lanes: [], recalls: [], limits: {} };
    expect(DesiredConfig.safeParse({ version: 1_000_000_000, ...config }).success).toBe(true);
    for (const version of [...beyond, 0, 1_000_000_001])
      expect(DesiredConfig.safeParse({ version, ...config }).success).toBe(false);
  });
});

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('JSON from outside', () => {
  it('is read down to a depth, and no deeper', () => {
    expect(readJson(nested(jsonMaxDepth)).ok).toBe(true);
    for (const text of [nested(jsonMaxDepth + 1), nested(30_000), '{"a":'.repeat(33) + 1 + '}'.repeat(33)])
      expect(readJson(text)).toEqual({ ok: false, why: 'nested too deep' });
  });

  it('may have any brackets in its texts, and any number of them next to each other', () => {
    const depth = (json: unknown): number =>
      typeof json === 'object' && json !== null
        ? 1 + Math.max(0, ...Object.values(json as object).map((each) => depth(each)))
        : 0;
    fc.assert(
      fc.property(fc.json({ maxDepth: 40, stringUnit: fc.constantFrom('[', '{', ']', '"', '\\', 'a') }), (text) => {
        expect(readJson(text).ok).toBe(depth(JSON.parse(text)) <= jsonMaxDepth);
      }),
    );
    expect(readJson(JSON.stringify(Array.from({ length: 500 }, () => ['[[[', { '{{': [] }]))).ok).toBe(true);
  });

  it('nested too deep makes an unreadable line, which is shown as its text', () => {
    const line = JSON.stringify(door).replace('"open"', nested(30_000));
    expect(readLine(line)).toEqual({ kind: 'unreadable', why: 'nested too deep' });
    expect(lineOrText(line)).toEqual({ line: null, text: line });
  });
});

describe('a table of words', () => {
  it('has nothing that every object inherits, at any level', () => {
    const words: Record<string, Record<string, string>> = withNullPrototype({ event: { door: 'Door' } });
    for (const word of ['constructor', '__proto__', 'valueOf', 'toString', 'hasOwnProperty']) {
      expect(words[word]).toBeUndefined();
      expect(words.event?.[word]).toBeUndefined();
    }
    expect(words.event?.door).toBe('Door');
  });
});

describe('a lane of two million boxes', () => {
  it('is drawn as no more than a lane can hold', () => {
    const lot = { lot: 'A', expires: null, state: 'fit' as const };
    const boxes = boxesOf([
      { ...lot, count: 3 },
      { ...lot, count: 2_000_000 },
    ]);
    expect(boxes).toHaveLength(drawnBoxes);
    expect(boxes.findIndex(({ edge }) => edge)).toBe(3);
  });
});
