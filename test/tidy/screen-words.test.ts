import { describe, expect, it } from 'vitest';
import { projectFiles } from './source.ts';

/** All texts that the console shows in a language, as source text. */
const textsOf = (language: 'zh' | 'en'): string =>
  [...projectFiles(new RegExp(`^(fleet/console/texts/${language}/|shared/words/.*${language}\\.ts$).*`)).values()].join(
    '\n',
  );

const page = (path: string): string =>
  (projectFiles(/^docs\/console.*\.md$/).get(path) ?? '').replace(/^## Speed[\s\S]*$/m, '');

/** What a page quotes or names as on the screen: “…”, *…* and **…**. */
const shownIn = (markdown: string): string[] => [
  ...new Set(
    [...markdown.matchAll(/“([^”]+)”|\*\*?([^*\n]+)\*\*?/g)].map(([, quoted, named]) => quoted ?? named ?? ''),
  ),
];

/** Words that the pages explain and that are not labels of the screen. */
const ofThePage = new Set(['[English](console.md)', '[中文](console.zh-CN.md)', '台均 300', '300 per machine', 'stop']);

describe('the pages about the console', () => {
  it.each([
    ['docs/console.zh-CN.md', 'zh'],
    ['docs/console.md', 'en'],
  ] as const)('%s names things by the words on the screen', (path, language) => {
    const texts = textsOf(language);
    const shown = shownIn(page(path)).filter((words) => !ofThePage.has(words));
    expect(shown.length).toBeGreaterThan(15);
    expect(shown.filter((words) => !texts.toLowerCase().includes(words.toLowerCase()))).toEqual([]);
  });

  it.each([
    ['docs/console.zh-CN.md', 'zh'],
    ['docs/console.md', 'en'],
  ] as const)('%s names the roles as the screen does', (path, language) => {
    const roles = /role: \{([^}]+)\}/.exec(textsOf(language))?.[1] ?? '';
    const names = [...roles.matchAll(/'([^']+)'/g)].map(([, name = '']) => name);
    expect(names).toHaveLength(5);
    for (const name of names) expect(page(path)).toContain(`| ${name} |`);
  });
});
