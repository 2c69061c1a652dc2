import { describe, expect, it } from 'vitest';
import { projectFiles } from './source.ts';
import { functionsOf, linesOf } from './syntax.ts';

const maxInFile = 250;
const maxInFunction = 70;
const maxInPort = 15;

const table = projectFiles(/^test\/tidy\/exceptions\.md$/).get('test/tidy/exceptions.md') ?? '';

/** The exceptions by what they are for: a file's path, or a path and a function's name. */
const exceptions = [...table.matchAll(/^\| `([^`]+)` \| (?:–|`([^`]+)`) \| (\d+) \| (.*) \|$/gm)].map(
  ([, path = '', name, lines, why = '']) => ({
    what: name ? `${path} ${name}` : path,
    isFile: !name,
    lines: Number(lines),
    why,
  }),
);
const listed = (isFile: boolean) =>
  new Map(exceptions.filter((each) => each.isFile === isFile).map(({ what, lines }) => [what, lines]));

const files = projectFiles(/^(cli|shared|device|fleet|simulators|test|scripts)\/.*\.tsx?$/);

/**
 * Compares what is too long now with the list of exceptions, which may only shrink. Returns what to
 * do, one sentence for each offender.
 */
function complaints(max: number, now: ReadonlyMap<string, number>, listed: ReadonlyMap<string, number>): string[] {
  const grown = [...now].flatMap(([what, lines]) => {
    const allowed = listed.get(what);
    if (allowed === undefined) return lines > max ? [`${what} has ${lines} lines, at most ${max}: split it`] : [];
    return lines > allowed ? [`${what} has ${lines} lines, its exception allows ${allowed}: split it`] : [];
  });
  const shrunk = [...listed].flatMap(([what, allowed]) => {
    const lines = now.get(what) ?? 0;
    if (lines <= max) return [`${what} is no exception any more: take it off the list`];
    return lines < allowed ? [`${what} has ${lines} lines now: lower its exception from ${allowed}`] : [];
  });
  return [...grown, ...shrunk];
}

describe('sizes; exceptions are in test/tidy/exceptions.md and may only shrink', () => {
  it(`no file has more than ${maxInFile} lines`, () => {
    const now = new Map([...files].map(([path, text]) => [path, linesOf(text)]));
    expect(complaints(maxInFile, now, listed(true))).toEqual([]);
  });

  it(`no function has more than ${maxInFunction} lines`, () => {
    const now = new Map<string, number>();
    for (const [path, text] of files)
      for (const { name, lines } of functionsOf(path, text))
        now.set(`${path} ${name}`, Math.max(lines, now.get(`${path} ${name}`) ?? 0));
    expect(complaints(maxInFunction, now, listed(false))).toEqual([]);
  });

  it(`no port of the fleet has more than ${maxInPort} methods`, () => {
    const ports = [...files]
      .filter(([path]) => path.startsWith('fleet/ports/'))
      .map(([path, text]) => ({ path, methods: [...text.matchAll(/^ {2}\w+\??\(/gm)].length }));
    expect(ports.filter(({ methods }) => methods > maxInPort)).toEqual([]);
    expect(ports.find(({ path }) => path.endsWith('/ledgers.ts'))?.methods).toBeGreaterThan(10);
  });

  it('every exception says why', () => {
    expect(exceptions.filter(({ why }) => why.length < 10)).toEqual([]);
    expect(exceptions.length).toBe(table.split('\n').filter((line) => line.startsWith('| `')).length);
  });

  it('a new offender, one that grew, one that shrank and one that is gone are distinguished', () => {
    const now = new Map([
      ['new', 300],
      ['grew', 310],
      ['shrank', 260],
      ['kept', 300],
    ]);
    const listed = new Map([
      ['grew', 300],
      ['shrank', 400],
      ['kept', 300],
      ['gone', 300],
    ]);
    expect(complaints(250, now, listed).map((line) => line.split(' ')[0])).toEqual(['new', 'grew', 'shrank', 'gone']);
  });
});
