import { describe, expect, it } from 'vitest';
import { problems } from '../../device/adapters/http/problem.ts';
import { heardSentences } from '../../device/core/heard.ts';
import { outcomes, refusals, warnings } from '../../device/core/reply.ts';
import { projectFiles } from './source.ts';

/** Texts in which a kiosk speaks to people, by where they come from. */
const spoken = Object.entries({ refusals, outcomes, warnings, problems, heardSentences }).flatMap(([list, texts]) =>
  Object.entries(texts).map(([name, { zh, en }]) => ({ name: `${list} ${name}`, zh, en })),
);

const han = '[\\u3400-\\u9fff]';
const halfWidth = new RegExp(`${han}[,;:!?()]|[,;:!?()]${han}`);
/** ASCII words that Chinese texts may hold: names, units and what stands so on a keyboard, a cable or a file. */
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
  it('stands in full-width punctuation', () => {
    const files = projectFiles(/^(shared|device|bin|simulators|fleet)\/.*\.(ts|tsx|js)$/);
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
