import { describe, expect, it } from 'vitest';
import { importsOf, projectFiles } from './source.ts';

/**
 * Imports against the allowed direction between sibling folders, with their maximum number. The
 * list may only shrink, and so may each number.
 */
const against: readonly {
  readonly from: string;
  readonly to: string;
  readonly imports: number;
  readonly why: string;
}[] = [
  {
    from: 'shared/contracts',
    to: 'shared/rules',
    imports: 6,
    why: 'the days that may be entered are a rule of the calendar',
  },
];

const files = projectFiles(/^(cli|shared|device|fleet|simulators)\/.*\.tsx?$/);

/**
 * For two paths in sibling folders: those two folders; null for files of one folder, or of a folder
 * and its parent.
 */
function beside(from: string, to: string): readonly [string, string] | null {
  const [a, b] = [from.split('/').slice(0, -1), to.split('/').slice(0, -1)];
  const at = a.findIndex((part, index) => part !== b[index]);
  if (at < 0 || b[at] === undefined) return null;
  return [a.slice(0, at + 1).join('/'), b.slice(0, at + 1).join('/')];
}

/** Imports between sibling folders: `from to` → how many. */
const arrows = new Map<string, number>();
for (const [path, text] of files)
  for (const target of importsOf(path, text)) {
    const pair = files.has(target) ? beside(path, target) : null;
    if (pair !== null) arrows.set(pair.join(' '), (arrows.get(pair.join(' ')) ?? 0) + 1);
  }

/** The folders of a circle of imports; null if there is none. */
function circle(edges: Iterable<string>): string | null {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const [from = '', to = ''] = edge.split(' ');
    next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const visit = (folder: string, trail: readonly string[]): string | null => {
    if (trail.includes(folder)) return [...trail.slice(trail.indexOf(folder)), folder].join(' → ');
    if (done.has(folder)) return null;
    for (const each of next.get(folder) ?? []) {
      const found = visit(each, [...trail, folder]);
      if (found !== null) return found;
    }
    done.add(folder);
    return null;
  };
  for (const folder of next.keys()) {
    const found = visit(folder, []);
    if (found !== null) return found;
  }
  return null;
}

describe('sibling folders', () => {
  it('import in one direction only, except for the listed exceptions', () => {
    const excused = new Set(against.map(({ from, to }) => `${from} ${to}`));
    expect(circle([...arrows.keys()].filter((arrow) => !excused.has(arrow)))).toBeNull();
  });

  it.each(against)(
    '$from → $to: the exception does not grow, and is removed when there is none',
    ({ from, to, imports }) => {
      const now = arrows.get(`${from} ${to}`) ?? 0;
      expect(now).toBeLessThanOrEqual(imports);
      expect(now).toBeGreaterThan(0);
    },
  );

  it('a circle is found', () => {
    expect(circle(['a b', 'b c', 'c a'])).toBe('a → b → c → a');
    expect(circle(['a b', 'b c', 'a c'])).toBeNull();
  });
});
