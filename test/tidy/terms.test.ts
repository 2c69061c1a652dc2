import { describe, expect, it } from 'vitest';
import { projectFiles } from './source.ts';

const list = projectFiles(/^test\/tidy\/terms\.md$/).get('test/tidy/terms.md') ?? '';

/** The rows of the list: a pattern of words that are not said, and what to say instead. */
const terms = list
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => /^\| (.*?) \| (.*) \|$/.exec(line.replaceAll('\\|', '\u0000')) ?? [])
  .map(([, not = '', instead = '']) => ({ not: not.replaceAll('\u0000', '|'), instead }));

const han = /[\u3400-\u9fff]/;
const isComment = (line: string): boolean => /^\s*(\*|\/\/|\/\*)/.test(line);

/** All lines with Chinese that people read: documents, and source that is not a comment. */
const lines = [
  ...projectFiles(/^(cli|shared|device|bin|simulators|fleet)\/.*\.(tsx?|js)$/),
  ...projectFiles(/^(docs\/|README).*\.md$/),
].flatMap(([path, text]) =>
  text
    .split('\n')
    .map((line, index) => ({ path, at: `${path}:${index + 1}`, line }))
    .filter(({ line }) => han.test(line) && !(path.endsWith('.md') ? false : isComment(line))),
);

describe('Chinese terms, as listed in test/tidy/terms.md', () => {
  it('are looked for in many lines', () => {
    expect(terms.length).toBeGreaterThan(25);
    expect(lines.length).toBeGreaterThan(1000);
  });

  it.each(terms)('not “$not” but “$instead”', ({ not }) => {
    const pattern = new RegExp(not);
    expect(lines.filter(({ line }) => pattern.test(line)).map(({ at, line }) => `${at}: ${line.trim()}`)).toEqual([]);
  });
});
