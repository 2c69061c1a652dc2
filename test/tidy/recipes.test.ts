import { describe, expect, it } from 'vitest';
import { pathsIn } from './docs.ts';
import { projectFiles } from './source.ts';

const text = projectFiles(/^CONTRIBUTING\.md$/).get('CONTRIBUTING.md') ?? '';
const sources = projectFiles(/^(cli|shared|device|fleet|simulators|test)\/.*\.tsx?$/);

/**
 * The text that a recipe's example has in the code: a new one of the kind changes the same files.
 */
const examples: readonly { readonly recipe: string; readonly trace: RegExp; readonly rooms: RegExp }[] = [
  {
    recipe: 'A board driver',
    trace: /'vmc3'|\bvmc3:|\.vmc3\b|\/vmc3\//,
    rooms: /^(shared|device|simulators|test\/fuzz)\//,
  },
  {
    recipe: 'A kind of ledger line',
    trace: /'tested'|\btested:/,
    rooms: /^(shared|fleet|device\/core|simulators\/(world|board))\//,
  },
  { recipe: 'A flag', trace: /\bconfig-pending\b|\bconfigPending/, rooms: /^(shared|fleet)\// },
  {
    recipe: 'A console page',
    trace: /pages\/restock\/|'\/restock|\bkey: 'restock'|from '\.\/restock\.ts'|\brestock: [[(]|\bvisitsPerPage\b/,
    rooms: /^(fleet\/console\/(?!pages\/)|test\/browser\/views)/,
  },
  { recipe: 'A store', trace: /\bsqliteStore\b|'sqlite'/, rooms: /^(shared|fleet)\/|^test\/(ports|bench)\// },
];

describe('recipes in CONTRIBUTING.md', () => {
  it.each(examples)('$recipe: its list has every file that its example changes', ({ recipe, trace, rooms }) => {
    const section = text.split(/^### /m).find((part) => part.startsWith(`${recipe}\n`)) ?? '';
    const listed = pathsIn(section).named;
    const touched = [...sources]
      .filter(([path, source]) => rooms.test(path) && trace.test(source))
      .map(([path]) => path);
    expect(touched.length).toBeGreaterThan(1);
    const isListed = (path: string) =>
      listed.some((each) => path === each || (each.endsWith('/') && path.startsWith(each)));
    expect(touched.filter((path) => !isListed(path))).toEqual([]);
  });
});
