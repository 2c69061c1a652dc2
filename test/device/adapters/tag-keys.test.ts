import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tagKeys } from '../../../device/adapters/tag-keys.ts';
import type { Tags } from '../../../device/agent/identity.ts';
import type { Week } from '../../../device/core/screen/person.ts';
import type { Secret } from '../../../shared/secret.ts';
import { card } from '../../support/device/front.ts';
import { isWiped } from '../../support/device/screen-side.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

const weeks = [2900, 2901, 2902].map((week) => week as Week);
const number = '000000199001010018';

/** The tags of a card, with the card that was given. */
function tagged(folder: string, of = number, wanted = weeks): Promise<{ tags: Map<Week, string>; wiped: boolean }> {
  const given = card(of);
  return new Promise((resolve, reject) =>
    tagKeys(folder, () => {}).tag(given, wanted, (tags: Secret<Tags> | null) => {
      if (tags === null) reject(new Error('no tags'));
      else resolve({ tags: tags.use((each) => new Map(each)), wiped: isWiped(given) });
    }),
  );
}

it('the same number gives the same tag in a week, another one in another week or at another kiosk', async () => {
  const folder = join(freshDirectory(), 'tags');
  const [first, again, other] = [
    await tagged(folder),
    await tagged(folder),
    await tagged(folder, '000000196606010017'),
  ];
  expect(first.wiped).toBe(true);
  expect([...first.tags.keys()]).toEqual([2901, 2902]);
  expect(again.tags).toEqual(first.tags);
  expect(new Set([...first.tags.values(), ...other.tags.values()]).size).toBe(4);
  for (const tag of first.tags.values()) expect(tag).toMatch(/^[0-9a-f]{32}$/);
  const elsewhere = await tagged(join(freshDirectory(), 'tags'));
  expect([...elsewhere.tags.values()]).not.toEqual([...first.tags.values()]);
});

it('keys are for the owner alone, and none is made for a week that is over', async () => {
  const folder = join(freshDirectory(), 'tags');
  await tagged(folder);
  expect(readdirSync(folder).toSorted()).toEqual(['salt', 'week-2901', 'week-2902']);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
});

it('a destroyed key is overwritten, and its tags cannot be made again', async () => {
  const folder = join(freshDirectory(), 'tags');
  const before = await tagged(folder);
  const key = readFileSync(join(folder, 'week-2901'));
  tagKeys(folder, () => {}).forget(2902 as Week);
  expect(readdirSync(folder).toSorted()).toEqual(['salt', 'week-2902']);
  const after = await tagged(folder);
  expect(after.tags.get(2902 as Week)).toBe(before.tags.get(2902 as Week));
  expect(after.tags.get(2901 as Week)).not.toBe(before.tags.get(2901 as Week));
  expect(readFileSync(join(folder, 'week-2901')).equals(key)).toBe(false);
});

it('without a salt that can be written, nobody is identified', async () => {
  const folder = join(freshDirectory(), 'tags');
  writeFileSync(folder, 'a file in place of the folder');
  await expect(tagged(folder)).rejects.toThrow('no tags');
});
