import { describe, expect, it } from 'vitest';
import { projectFiles } from './source.ts';
import { type Exported, exportsOf } from './syntax.ts';

/** The least share of exported functions, classes and types with a docstring. It may only rise. */
const leastShare = 0.99;

const offered = (files: RegExp): (Exported & { readonly path: string })[] =>
  [...projectFiles(files)].flatMap(([path, text]) => exportsOf(path, text).map((each) => ({ path, ...each })));

describe('docstrings', () => {
  it('everything that shared/contracts exports has one', () => {
    const bare = offered(/^shared\/contracts\/.*\.ts$/).filter(({ documented }) => !documented);
    expect(bare.map(({ path, name }) => `${path}: ${name} has no docstring`)).toEqual([]);
  });

  it(`at least ${leastShare * 100} % of exported functions, classes and types have one`, () => {
    const all = offered(/^(shared|device|fleet|simulators|scripts)\/.*\.tsx?$/).filter(
      ({ what }) => what !== 'constant',
    );
    const bare = all.filter(({ documented }) => !documented);
    const share = 1 - bare.length / all.length;
    expect(share, bare.map(({ path, name }) => `${path}: ${name}`).join('\n')).toBeGreaterThanOrEqual(leastShare);
  });
});
