import { describe, expect, it } from 'vitest';
import {
  fileKeysOf,
  firstRequestsOf,
  machinePage,
  machineParts,
  pages,
  placeAt,
  signInPage,
} from '../../fleet/console/manifest.ts';
import { texts as en } from '../../fleet/console/texts/en/texts.ts';
import { texts as zh } from '../../fleet/console/texts/zh/texts.ts';
import { projectFiles } from './source.ts';

const sources = projectFiles(/^fleet\/console\/.*\.tsx?$/);
const sourceOf = (path: string): string => sources.get(`fleet/console/${path}`) ?? '';
const entries = [signInPage, machinePage, ...pages, ...machineParts];
/** Pages whose files are listed in page-files.ts without a group. */
const alone = new Map<string, string>([
  [signInPage.key, 'export const signInFile ='],
  [machinePage.key, 'export const machineFile ='],
]);
const none = new URLSearchParams();

describe('pages of the console, in fleet/console/manifest.ts', () => {
  it('are complete: every folder of pages has its page in the manifest', () => {
    const folders = [...sources.keys()].flatMap((path) => path.match(/^fleet\/console\/(pages\/[^/]+)\//)?.[1] ?? []);
    const listed = entries.map(({ source }) => source.split('/').slice(0, 2).join('/'));
    expect(new Set(folders)).toEqual(new Set(listed));
  });

  it('have unique names', () => {
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  });

  it.each(entries)('$key: its file exists and is fetched when it is shown', ({ key, source }) => {
    expect(sourceOf(source)).toMatch(/^export default /m);
    const name = alone.get(key) ?? `  ${key}:`;
    expect(sourceOf('page-files.ts')).toContain(`${name} lazyPage(() => import('./${source}'))`);
  });

  it.each(pages)('$key: it has its address, a title and first requests', ({ key, path }) => {
    const place = placeAt(path, none);
    expect(place && fileKeysOf(place)).toEqual([key]);
    expect(place && Array.isArray(firstRequestsOf(place, none, '36'))).toBe(true);
    expect([zh.frame[key], en.frame[key]].every((title) => title.length > 0)).toBe(true);
  });

  it.each(machineParts)('$key: it has its address, a title and the machine as first request', ({ key }) => {
    const place = placeAt('/machines/JX%2F1', new URLSearchParams({ part: key }));
    expect(place && fileKeysOf(place)).toEqual([machinePage.key, key]);
    expect(place && firstRequestsOf(place, none, '36')[0]).toEqual(['/machines/JX%2F1']);
    expect([zh.machine.tabs[key], en.machine.tabs[key]].every((title) => title.length > 0)).toBe(true);
  });

  it('are found at no other address', () => {
    for (const path of ['/nowhere', '/areas/36', '/machines/%', '/machines/A/b'])
      expect(placeAt(path, none)).toBeNull();
    expect(placeAt('/machines/A', new URLSearchParams({ part: 'nothing' }))).toMatchObject({ part: { key: 'now' } });
  });

  it('are taken from the manifest by router, menu, prefetch and build', () => {
    for (const path of ['app/routes.tsx', 'app/frame.tsx', 'prefetch.ts', 'vite.config.ts'])
      expect(sourceOf(path), path).toMatch(/from '\.{1,2}\/manifest\.ts'/);
    // No other file may contain the file name of a page, so that nothing must be kept in sync by
    // hand.
    const naming = [...sources].filter(
      ([path, text]) => /(app|ui|api)\//.test(path) && /['"/]pages\/[a-z-]+\//.test(text),
    );
    expect(naming.map(([path]) => path)).toEqual([]);
  });
});
