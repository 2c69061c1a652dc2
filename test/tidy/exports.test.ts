import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles } from './source.ts';
import { exportsOf, takenBy } from './syntax.ts';

/** Exports that Node or a tool uses by their name. */
const takenByTools = new Set([
  'simulators/world/run/mutant-hook.ts initialize',
  'simulators/world/run/mutant-hook.ts load',
  'test/attacks/support/hole-hook.ts initialize',
  'test/attacks/support/hole-hook.ts load',
]);

/** Contracts are for both sides and for outsiders, so they are offered as a whole. */
const isContract = (path: string): boolean => /^shared\/(contracts|screen)\//.test(path);

const files = projectFiles(/^(cli|shared|device|fleet|simulators|test|scripts)\/.*\.tsx?$/);

/** The exports that some other file imports, as `path name`; `path *` if all are imported. */
const taken = new Set(
  [...files].flatMap(([path, text]) =>
    takenBy(path, text).flatMap(({ from, names }) =>
      from.startsWith('.') ? names.map((name) => `${normalize(join(dirname(path), from))} ${name}`) : [],
    ),
  ),
);

const isTaken = (path: string, name: string): boolean => taken.has(`${path} ${name}`) || taken.has(`${path} *`);

const offering = [...files].filter(([path]) => !isContract(path));

/** How often a name occurs in a text as a whole word. */
const mentions = (text: string, name: string): number => text.split(new RegExp(`\\b${name}\\b`)).length - 1;

describe('exports', () => {
  it('every exported function, class and constant is used by another file', () => {
    const unused = offering.flatMap(([path, text]) =>
      exportsOf(path, text)
        .filter(({ name, what }) => what !== 'type' && !isTaken(path, name) && !takenByTools.has(`${path} ${name}`))
        .map(({ name }) => `${path}: ${name} is only used in its own file, if at all: do not export it`),
    );
    expect(unused).toEqual([]);
  });

  it('every exported type is used by another file, or part of what its own file exports', () => {
    const unused = offering.flatMap(([path, text]) =>
      exportsOf(path, text)
        .filter(({ name, what }) => what === 'type' && !isTaken(path, name) && mentions(text, name) < 2)
        .map(({ name }) => `${path}: nobody uses the type ${name}`),
    );
    expect(unused).toEqual([]);
  });
});
