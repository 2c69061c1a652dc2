import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { NewUse, Tag, UseChange, Week } from '../../../device/core/screen/person.ts';
import type { LocalDay } from '../../../shared/rules/calendar.ts';
import { Secret } from '../../../shared/secret.ts';
import { openIn } from '../../support/device/open-ledger.ts';
import { requestNumber } from '../../support/device/values.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

const line = '{"kind":"x"}';
const tagOf = (n: number): Tag => `${n}a`.padStart(32, 'f') as Tag;
const opened = (n: number, week = 2900): UseChange => {
  const use: NewUse = { tag: tagOf(n), week: week as Week, group: 'all', day: (week * 7) as LocalDay };
  return { kind: 'open', request: requestNumber(n), use: new Secret(use, () => {}) };
};
const tags = (...of: readonly number[]) => new Map(of.map((n) => [n as Week, tagOf(n)]));

it('a use is written with its line, follows its outcome, and is there after a restart', () => {
  const dataDir = freshDirectory();
  const { ledger } = openIn(dataDir);
  ledger.append([line], [opened(1)]);
  ledger.append([line], [opened(2)]);
  expect(ledger.openUses().toSorted()).toEqual([requestNumber(1), requestNumber(2)]);
  ledger.append([line], [{ kind: 'keep', request: requestNumber(1) }]);
  ledger.append([line], [{ kind: 'drop', request: requestNumber(2) }]);
  ledger.close();
  const again = openIn(dataDir).ledger;
  expect(again.usesOf(tags(1, 2, 3))).toEqual([{ group: 'all', day: 20_300, state: 'issued' }]);
  expect(again.openUses()).toEqual([]);
  expect(again.last).toBe(4);
});

it('neither the line nor the use is written if one of them cannot be', () => {
  const { ledger } = openIn(freshDirectory());
  const broken = { ...opened(1), request: null } as unknown as UseChange;
  const wrong = new Secret({ tag: tagOf(1), week: null, group: 'all', day: 1 } as unknown as NewUse, () => {});
  expect(() => ledger.append([line], [opened(2), { ...broken, use: wrong } as UseChange])).toThrow();
  expect([ledger.last, ledger.openUses()]).toEqual([0, []]);
});

it('two uses of one person on one day are two, also while one is open', () => {
  const { ledger } = openIn(freshDirectory());
  const twice = { ...opened(1), request: requestNumber(2) } as UseChange;
  ledger.append([line], [opened(1), twice, { kind: 'drop', request: requestNumber(1) }, opened(1)]);
  expect(ledger.usesOf(tags(1))).toHaveLength(2);
});

it('a forgotten use is in no byte of the database or its log', () => {
  const dataDir = freshDirectory();
  const { ledger } = openIn(dataDir);
  ledger.append([line], [opened(1), opened(2, 2905)]);
  const files = (): Buffer =>
    Buffer.concat(['ledger.db', 'ledger.db-wal'].map((name) => readFileSync(join(dataDir, name))));
  expect(files().includes(Buffer.from(tagOf(1), 'hex'))).toBe(true);
  ledger.forgetUses(2905 as Week);
  expect(files().includes(Buffer.from(tagOf(1), 'hex'))).toBe(false);
  expect(ledger.usesOf(tags(1, 2))).toHaveLength(1);
});

it('case 38: the uses of 29 days with 400 cards each take less than 2 MB', () => {
  const dataDir = freshDirectory();
  const { ledger } = openIn(dataDir);
  const size = (): number => statSync(join(dataDir, 'ledger.db')).size;
  ledger.append([line], []);
  ledger.forgetUses(0 as Week);
  const before = size();
  const all = Array.from({ length: 29 * 400 }, (_, n) => opened(n, 2900 + (n % 5)));
  ledger.append([line], all);
  ledger.append(
    [line],
    all.map(({ request }) => ({ kind: 'keep', request })),
  );
  ledger.forgetUses(0 as Week);
  expect(size() - before).toBeLessThan(2_000_000);
  expect(ledger.usesOf(tags(1, 2, 3, 4, 5))).toHaveLength(5);
});
