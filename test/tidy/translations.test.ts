import { describe, expect, it } from 'vitest';
import { projectFiles } from './source.ts';

const files = projectFiles(/\.md$/);
const translations = [...files.keys()]
  .filter((path) => path.endsWith('.zh-CN.md') && path.startsWith('docs/'))
  .map((path) => ({ path, english: path.replace('.zh-CN.md', '.md') }));

const text = (path: string): string => files.get(path) ?? '';
const nameOf = (path: string): string => path.replace(/^.*\//, '');

/** The levels of the headings, the number of rows in tables, and the kinds of code blocks. */
function outlineOf(markdown: string) {
  const prose = markdown.replaceAll(/```[\s\S]*?```/g, '');
  return {
    headings: [...prose.matchAll(/^(#+) /gm)].map(([, level = '']) => level.length),
    rows: [...prose.matchAll(/^\|/gm)].length,
    blocks: [...markdown.matchAll(/^```(\w+)$/gm)].map(([, kind]) => kind),
  };
}

/** The lines of the code blocks, without comments and without words of one language. */
const typedIn = (markdown: string): string[] =>
  [...markdown.matchAll(/^```\w+\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block
      .replaceAll(
        /"[^"\n]*\p{Script=Han}[^"\n]*"|"(Wang|tester|damaged|recalled|the secret that the console showed)"/gu,
        '"…"',
      )
      .replaceAll(/ --lang zh\b/g, '')
      .split('\n')
      .map((line) =>
        line
          .replace(/\s+#.*$/, '')
          .replace(/\s+/g, ' ')
          .trim(),
      )
      .filter((line) => line !== ''),
  );

describe('documents in Chinese', () => {
  it('are there for every person who works with the machines', () => {
    const names = [
      'citizen-notice',
      'console',
      'filler-card',
      'integrator',
      'kiosk',
      'mqtt',
      'rules',
      'running',
      'tester',
    ];
    expect(translations.map(({ english }) => nameOf(english).replace('.md', '')).toSorted()).toEqual(names);
  });

  it.each(translations)('$path leads to the English page, and that one back', ({ path, english }) => {
    expect(text(path).split('\n').slice(0, 3).join('\n')).toContain(`**[English](${nameOf(english)})**`);
    expect(text(english).split('\n').slice(0, 3).join('\n')).toContain(`**[中文](${nameOf(path)})**`);
  });

  it.each(translations)(
    '$path has the sections, table rows, commands and samples of the English page',
    ({ path, english }) => {
      const withoutSpeed = (markdown: string): string => markdown.replace(/^## Speed[\s\S]*$/m, '');
      expect(outlineOf(text(path))).toEqual(outlineOf(withoutSpeed(text(english))));
      expect(typedIn(text(path))).toEqual(typedIn(withoutSpeed(text(english))));
    },
  );

  it.each(translations)('$path leads Chinese readers to Chinese pages', ({ path }) => {
    const translated = new Set(translations.map((each) => nameOf(each.english)));
    const links = [...text(path).matchAll(/\]\(([\w-]+\.md)/g)].map(([, to = '']) => to);
    expect(links.filter((to) => translated.has(to) && to !== nameOf(path).replace('.zh-CN', ''))).toEqual([]);
  });

  it.each(translations)(
    '$path has no English sentence and, but for the other page, no English page first',
    ({ path }) => {
      const lines = text(path)
        .replaceAll(/```[\s\S]*?```/g, '')
        .replaceAll(/`[^`\n]*`/g, '')
        .split('\n')
        .slice(1);
      expect(lines.filter((line) => /[a-z]+ [a-z]+ [a-z]+ [a-z]+/.test(line))).toEqual([]);
    },
  );
});
