import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles } from './source.ts';
import { identifiersOf } from './syntax.ts';

const listPath = 'test/tidy/retired.md';
const list = projectFiles(/^test\/tidy\/retired\.md$/).get(listPath) ?? '';
const files = projectFiles(/^(cli|shared|device|fleet|simulators|test|scripts)\/.*\.(tsx?|mjs)$/);

const quoted = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

/**
 * The rows of the list: words, what to say instead, and the rooms in which they mean something
 * else.
 */
const retired = list
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(' | '))
  .map(([words = '', instead = '', other = '']) => ({
    words: quoted(words),
    instead,
    other: quoted(other),
  }));

/** `takeHTMLPage` and `take-html-page.ts` as `-take-html-page-`. */
const inKebab = (name: string): string =>
  `-${name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()}-`;

/** The names in each file: its own, and its identifiers. */
const names = [...files].map(([path, text]) => ({
  path,
  names: [...new Set([basename(path), ...identifiersOf(path, text)])].map((name) => ({ name, kebab: inKebab(name) })),
}));

describe('words that this project has retired, as listed in test/tidy/retired.md', () => {
  it('splits names into words', () => {
    expect(inKebab('readHTTPBody')).toBe('-read-http-body-');
    expect(inKebab('#noteIssued')).toBe('-note-issued-');
    expect(inKebab('put-aside.test.ts')).toBe('-put-aside-test-ts-');
    expect([...identifiersOf('a.ts', "const dice = { 'desk': 1, knob: /tape/ }; // story")]).toEqual(['dice', 'knob']);
  });

  it.each(retired)('$words: $instead', ({ words, instead, other }) => {
    const uses = names.flatMap(({ path, names: all }) =>
      all.filter(({ kebab }) => words.some((word) => kebab.includes(`-${word}-`))).map(({ name }) => ({ path, name })),
    );
    const news = uses
      .filter(({ path }) => !other.some((room) => dirname(path) === room))
      .map(({ path, name }) => `${path} has ${name}: ${instead}`);
    expect(news).toEqual([]);
  });

  it('has a row for each word, and says what to use instead', () => {
    expect(retired.length).toBeGreaterThan(20);
    expect(retired.filter(({ words, instead }) => words.length === 0 || instead.length < 3)).toEqual([]);
  });
});

describe('the glossary', () => {
  const glossary = projectFiles(/^docs\/glossary\.md$/).get('docs/glossary.md') ?? '';
  const terms = [...glossary.matchAll(/^\| ([^|]+?) \| ([^|]*?) ?\| .+ \|$/gm)]
    .map(([, term = '', chinese = '']) => ({ term, chinese }))
    .filter(({ term }) => term !== 'term' && term !== '---');

  it('has one row for each term', () => {
    expect(terms.length).toBeGreaterThan(60);
    expect(terms.map(({ term }) => term).filter((term, index, all) => all.indexOf(term) !== index)).toEqual([]);
  });

  it('gives the Chinese that screens and documents print', () => {
    const printed = [
      ...projectFiles(
        /^((fleet\/console\/texts\/zh|shared\/words)\/.*\.ts|device\/core\/.*\.ts|README\.zh-CN\.md|docs\/(?!glossary)[^/]*\.md)$/,
      ).values(),
    ].join('\n');
    expect(terms.filter(({ chinese }) => !printed.includes(chinese.trim()))).toEqual([]);
  });
});
