import { describe, expect, it } from 'vitest';
import { problems } from '../../device/adapters/http/problem.ts';
import { heardSentences } from '../../device/core/fleet-contact.ts';
import { notIssued, outcomes, refusals, warnings } from '../../device/core/reply.ts';
import { projectFiles } from './source.ts';

/** Texts in which a kiosk speaks to people, by their source. */
const spoken = Object.entries({ refusals, outcomes, notIssued, warnings, problems, heardSentences }).flatMap(
  ([list, texts]) => Object.entries(texts).map(([name, { zh, en }]) => ({ name: `${list} ${name}`, zh, en })),
);

const han = '[\\u3400-\\u9fff]';
const halfWidth = new RegExp(`${han}[,;:!?()]|[,;:!?()]${han}`);
/**
 * ASCII words that Chinese texts may contain: names, units, and what is printed that way on a
 * keyboard, a cable or a file.
 */
const known = new Set(['PIN']);
const asciiWords = (text: string): string[] => (text.match(/[A-Za-z]{2,}/g) ?? []).filter((word) => !known.has(word));

describe('a sentence of the kiosk', () => {
  it.each(spoken)(
    'is Chinese without English words, in full-width punctuation, and English without Chinese: $name',
    ({ zh, en }) => {
      expect(zh).not.toMatch(halfWidth);
      expect(asciiWords(zh)).toEqual([]);
      expect(en).not.toMatch(new RegExp(han));
    },
  );

  it.each(spoken)('sends nobody to a screen, and names no part that only technicians know: $name', ({ zh, en }) => {
    expect(zh).not.toMatch(/屏|主板|控制板|传感器|磁盘|串口/);
    expect(en).not.toMatch(/\bscreen\b|\bboard\b|\bsensor\b|\bdisk\b|\bserial\b/i);
  });
});

describe('Chinese in the source', () => {
  it('has full-width punctuation', () => {
    const files = projectFiles(/^(cli|shared|device|bin|simulators|fleet)\/.*\.(ts|tsx|js)$/);
    const isComment = (line: string): boolean => /^\s*(\*|\/\/|\/\*)/.test(line);
    const found = [...files].flatMap(([path, text]) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          halfWidth.test(line) && !isComment(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
        ),
    );
    expect(found).toEqual([]);
  });
});

describe('Chinese in the documents', () => {
  it('has full-width punctuation', () => {
    const found = [...projectFiles(/^(docs\/|README).*\.md$/)].flatMap(([path, text]) =>
      text
        .replaceAll(/```[\s\S]*?```/g, (block) => '\n'.repeat(block.split('\n').length - 1))
        .replaceAll(/`[^`\n]*`/g, 'x')
        .split('\n')
        .flatMap((line, index) =>
          new RegExp(`${han}[,;:!?]|[,;:!?]${han}`).test(line) ? [`${path}:${index + 1}: ${line}`] : [],
        ),
    );
    expect(found).toEqual([]);
  });
});

/**
 * The texts in a source file that holds nothing else: strings, and the parts of templates between
 * the inserted values.
 */
function textsIn(path: string, source: string): { path: string; text: string }[] {
  const texts: { path: string; text: string }[] = [];
  let at = 0;
  /** Reads up to the closing quote; for a template also the inserted values. */
  const quoted = (quote: string): void => {
    let text = '';
    for (at += 1; at < source.length && source[at] !== quote; at += 1) {
      if (source[at] === '\\') at += 1;
      if (quote === '`' && source.startsWith('${', at)) {
        texts.push({ path, text });
        text = '';
        at += 2;
        code('}');
      } else text += source[at];
    }
    texts.push({ path, text });
  };
  const code = (end: string): void => {
    for (; at < source.length && source[at] !== end; at += 1) {
      const sign = source[at] ?? '';
      if (source.startsWith('//', at)) at = source.indexOf('\n', at);
      else if (source.startsWith('/*', at)) at = source.indexOf('*/', at) + 1;
      else if (sign === "'" || sign === '"' || sign === '`') quoted(sign);
      else if (sign === '{') {
        at += 1;
        code('}');
      }
    }
  };
  code('');
  return texts;
}

describe('a text of the console', () => {
  const files = projectFiles(/^(fleet\/console\/texts\/(zh|en)|shared\/words)\/.*\.ts$/);
  /** The texts of a language; for one with inserted values, its parts. */
  const textsOf = (language: 'zh' | 'en') =>
    [...files]
      .filter(([path]) => new RegExp(`\\b${language}(\\.ts|/)`).test(path))
      .flatMap(([path, text]) => textsIn(path, text));
  const chinese = textsOf('zh').filter(({ text }) => new RegExp(han).test(text));

  it('is there', () => expect(chinese.length).toBeGreaterThan(500));

  it('in Chinese has no English except names, units and file types', () => {
    const allowed = new Set(['Excel', 'XLSX', 'CSV', 'JX', 'PIN']);
    const found = chinese.flatMap(({ path, text }) =>
      (text.match(/[A-Za-z]{2,}/g) ?? []).some((word) => !allowed.has(word)) ? [`${path}: ${text}`] : [],
    );
    expect(found).toEqual([]);
  });

  it('exists for every reason that a kiosk records or answers', () => {
    const sources = [...projectFiles(/^(device\/(core|board)|shared\/ledger)\/.*\.ts$/)];
    const written = sources.flatMap(([, text]) =>
      [...text.matchAll(/\b(?:reason|cause|code|result): '([a-z-]+)'|\bdoubt\('([a-z-]+)'\)/g)].map(
        (m) => m[1] ?? m[2] ?? '',
      ),
    );
    const port = sources.find(([path]) => path.endsWith('board/port.ts'))?.[1] ?? '';
    const unions = [...port.matchAll(/export type (?:NothingFell|UnknownEnd|BoardLoss)\b([^;]*);/g)].flatMap((m) =>
      [...(m[1] ?? '').matchAll(/'([a-z-]+)'/g)].map((word) => word[1] ?? ''),
    );
    expect(unions.length).toBeGreaterThan(15);
    const reasons = new Set([
      ...written,
      ...unions,
      'power',
      'watchdog',
      'reset',
      'product-change',
      'not-planned',
      'closing',
    ]);
    for (const kind of ['earlier-behind-later', 'no-expiry', 'reason', 'probe']) reasons.delete(kind);
    for (const language of ['zh', 'en']) {
      const words = files.get(`shared/words/${language}.ts`) ?? '';
      const known = words.slice(words.indexOf('  reason: {'), words.indexOf('  event: {'));
      const missing = [...reasons].filter((each) => !new RegExp(`\\n    '?${each}'?: `).test(known));
      expect(missing, language).toEqual([]);
    }
  });
});

describe('a component of the console', () => {
  it('has no text and no punctuation of one language: those are in the texts', () => {
    const files = projectFiles(/^fleet\/console\/(app|ui|pages)\/.*\.tsx?$/);
    const isComment = (line: string): boolean => /^\s*(\*|\/\/|\/\*)/.test(line);
    const found = [...files].flatMap(([path, text]) =>
      text
        .split('\n')
        .flatMap((line, i) =>
          /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/.test(line) && !isComment(line) ? [`${path}:${i + 1}`] : [],
        ),
    );
    expect(found).toEqual([]);
  });
});
