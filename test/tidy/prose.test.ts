import { describe, expect, it } from 'vitest';
import { projectFiles } from './source.ts';
import { commentLinesOf } from './syntax.ts';

/** Rooms whose comments, or documents, are still to be rewritten. The list may only shrink. */
const unfinished: readonly string[] = [];

const maxWidth = 100;

/** Wordings that an engineer has to read twice, and what to write instead. */
const unclear: readonly { readonly wording: RegExp; readonly instead: string }[] = [
  { wording: /(^|[.;:] )Where (?!to\b)/, instead: '`if` for a condition' },
  { wording: /\b(null|true|false|empty|absent|also|even|but|except|only),? where\b/i, instead: '`if` for a condition' },
  {
    wording: /\bwhere (there|nobody|nothing|none|no|it can't|that can't|it isn't|it does)\b/i,
    instead: '`if` for a condition',
  },
  { wording: /(?<!\bthere )\b(is|are|was|were) none\b/i, instead: '`is not a …`, or `there is none`' },
  { wording: /\banew\b/i, instead: '`again`, or `new`' },
  { wording: /\b(whoever|whomever)\b/i, instead: 'the person, the caller, the client' },
  { wording: /\bso (many|few)\b(?! that\b)/i, instead: '`this many`, or the name of the number' },
  { wording: /\bstands\b(?! for\b)/i, instead: '`is`, or `remains`' },
  { wording: /\b(tells|told)\b/i, instead: '`reports`, `says`, or `is informed`' },
  { wording: /\bbeside\b/i, instead: '`next to`, or `in addition to`' },
  { wording: /(?<!knows )\bof before\b/i, instead: '`earlier`' },
  { wording: /\bvouch/i, instead: '`certain`' },
];

/** A line of a comment or document, without what is quoted as code. */
interface ProseLine {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly width: number;
}

const withoutCode = (text: string): string => text.replaceAll(/`[^`]*`/g, '`x`');

const comments: readonly ProseLine[] = [
  ...projectFiles(/^(cli|device|fleet|scripts|shared|simulators|test)\/.*\.(tsx?|mjs)$/),
]
  .filter(([path]) => path !== 'test/tidy/prose.test.ts')
  .flatMap(([path, text]) =>
    commentLinesOf(path, text).map((each) => ({ path, ...each, text: withoutCode(each.text) })),
  );

/** The titles of tests and of their groups. */
const titles: readonly ProseLine[] = [...projectFiles(/^test\/.*\.ts$/)].flatMap(([path, text]) =>
  [...text.matchAll(/(?:\b(?:it|describe)(?:\.\w+)*\(|\]\)\()\s*(['"`])(.*)\1,/g)].map(({ index, 2: title = '' }) => ({
    path,
    line: text.slice(0, index).split('\n').length,
    text: withoutCode(title),
    width: 0,
  })),
);

/** The documents line by line; what they show as code is left out. */
const documents: readonly ProseLine[] = [...projectFiles(/^(docs\/.*|[A-Z]+)\.md$/)]
  .filter(([path]) => path !== 'CHANGELOG.md')
  .flatMap(([path, text]) =>
    text
      .replaceAll(/```[\s\S]*?```/g, (block) => '\n'.repeat(block.split('\n').length - 1))
      .split('\n')
      .map((each, index) => ({ path, line: index + 1, text: withoutCode(each), width: 0 })),
  );

const roomOf = ({ path }: ProseLine): string => (path.endsWith('.md') ? 'docs' : (path.split('/')[0] ?? ''));

const complaintsIn = (lines: readonly ProseLine[]): string[] =>
  lines.flatMap(({ path, line, text, width }) => [
    ...unclear.filter(({ wording }) => wording.test(text)).map(({ instead }) => `${path}:${line}: ${instead}: ${text}`),
    ...(width > maxWidth && !/^\||^biome-|https?:/.test(text)
      ? [`${path}:${line}: ${width} columns, at most ${maxWidth}`]
      : []),
  ]);

const prose = [...comments, ...titles, ...documents];
const rooms = [...new Set(prose.map(roomOf))];
const complaints = new Map(rooms.map((room) => [room, complaintsIn(prose.filter((line) => roomOf(line) === room))]));

describe('comments, test titles and documents, in plain English', () => {
  it('have no unclear wording, and comments are wrapped, in the finished rooms', () => {
    const found = [...complaints].filter(([room]) => !unfinished.includes(room)).flatMap(([, each]) => each);
    expect(found).toEqual([]);
  });

  it('list a room as unfinished only as long as it is', () => {
    expect(unfinished.filter((room) => (complaints.get(room) ?? []).length === 0)).toEqual([]);
  });
});
